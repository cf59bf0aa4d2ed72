"""H23: rows that were removed between a push that was cut off and the sync that finishes it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import pytest

from crossfoot_sync.client.errors import UnreachableError
from crossfoot_sync.client.http import HttpTransport
from crossfoot_sync.client.server import Response
from crossfoot_sync.grids.xlsx import XlsxGrid
from crossfoot_tests.end_to_end.world import Workbook, World, with_rows

pytestmark = pytest.mark.slow


@dataclass
class LosesReplies:
    """A line that carries requests and loses every answer to a push."""

    line: HttpTransport

    @property
    def address(self) -> str:
        """Of the server."""
        return self.line.address

    def send(self, method: str, path: str, body: bytes | None, headers: Mapping[str, str]) -> Response:
        """The answer, or none."""
        reply = self.line.send(method, path, body, headers)
        if path.endswith("/sync"):
            raise UnreachableError(self.address, "lost")
        return reply


def cut_off(world: World, book: Workbook) -> None:
    """Sync until the store has taken the push; its reply is lost."""
    whole = book.server
    book.server = world.server(book.login, LosesReplies(HttpTransport(world.url)))
    with pytest.raises(UnreachableError):
        book.sync()
    book.server = whole


def delete(book: Workbook, position: int) -> None:
    book.hands.remove("invoice", position)


def clear(book: Workbook, position: int) -> None:
    for column in XlsxGrid(book.path).read().tables["invoice"].columns:
        if not column.startswith("_"):
            book.hands.type("invoice", position, column, None)


@pytest.mark.parametrize("remove", [delete, clear])
def test_h23_a_row_removed_after_a_push_that_was_cut_off_had_changed_it_goes_from_the_store(
    world: World, remove: Callable[[Workbook, int], None]
) -> None:
    book = with_rows(world)
    book.type("invoice", 1, "amount", 9.0)
    cut_off(world, book)
    remove(book, 1)
    book.sync()
    assert [amount for (amount,) in world.stored("invoice", "amount")] == ["100.00", "40.00", "7.25"]
    assert book.column("invoice", "amount") == [100.0, 40.0, 7.25]
    assert book.ticks("invoice") == ["✓"] * 3


@pytest.mark.parametrize("remove", [delete, clear])
def test_h23_a_row_removed_after_a_push_that_was_cut_off_had_brought_it_goes_from_the_store(
    world: World, remove: Callable[[Workbook, int], None]
) -> None:
    book = with_rows(world)
    book.add("invoice", customer="Acme Ltd", issued_on=45000.0, amount=5.0, currency="Yuan")
    cut_off(world, book)
    remove(book, 4)
    book.sync()
    assert len(world.stored("invoice", "amount")) == 4
    assert book.column("invoice", "amount") == [100.0, 2500.5, 40.0, 7.25]
    assert book.ticks("invoice") == ["✓"] * 4


def test_h23_a_row_that_somebody_changed_since_the_cut_off_push_is_put_back_and_says_so(world: World) -> None:
    book, grace = with_rows(world), world.workbook("grace")
    book.type("invoice", 1, "amount", 9.0)
    cut_off(world, book)
    grace.sync()
    grace.type("invoice", 1, "terms", "Grace's")
    grace.sync()
    delete(book, 1)
    book.sync()
    assert ("9.00", "Grace's") in world.stored("invoice", "amount", "terms")
    [position] = [at for at, terms in enumerate(book.column("invoice", "terms")) if terms == "Grace's"]
    assert "Grace Chen" in book.message("invoice", position)
