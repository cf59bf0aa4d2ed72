"""Nothing of rows out of one's scope comes into one's workbook, messages, reports or replies (H17).

Everything that is not 李娜's to see carries a marker. Whatever her client receives, shows or writes is searched for
it: each member of each state of her workbook, the replies as they came, the reports and the outbox.
"""

from __future__ import annotations

import datetime as dt
import gzip
import shutil
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import msgspec
import pytest

from crossfoot_server.accounts import Grant, TeamEntry, UserEntry, apply_organisation
from crossfoot_sync.client.desk import Desk
from crossfoot_sync.client.errors import ClientError, SomebodyElsesBookError
from crossfoot_sync.client.http import HttpTransport
from crossfoot_sync.client.outbox import FileOutbox
from crossfoot_sync.client.server import Response
from crossfoot_sync.engine.fingerprint import write_base
from crossfoot_sync.grids.xlsx import XlsxGrid
from crossfoot_tests.end_to_end.world import ORGANISATION, VISIT, Workbook, World
from crossfoot_tests.office.person import LibreOffice

pytestmark = pytest.mark.slow

MARK = "SECRET"
"""In every text that is out of 李娜's scope, in its own case and script."""

STRANGER = UserEntry(
    "secretperson", f"{MARK} Person", "HQ", language="en", team="secretteam", grants=(Grant("sales", "own"),)
)
ELSEWHERE = msgspec.structs.replace(
    ORGANISATION,
    teams=(*ORGANISATION.teams, TeamEntry("secretteam", f"{MARK} 队", f"{MARK} Team", "HQ", "sales")),
    users=(*ORGANISATION.users, STRANGER),
)


@dataclass
class Tapped:
    """A transport that keeps what comes back."""

    inner: HttpTransport
    heard: list[bytes] = field(default_factory=list)

    @property
    def address(self) -> str:
        """The server's."""
        return self.inner.address

    def send(self, method: str, path: str, body: bytes | None, headers: Mapping[str, str]) -> Response:
        """Pass it on."""
        response = self.inner.send(method, path, body, headers)
        self.heard.append(response.body)
        return response


@dataclass
class Watched:
    """李娜's workbook and all that reaches her."""

    world: World
    book: Workbook
    line: Tapped
    said: list[str] = field(default_factory=list)

    def sync(self) -> None:
        """Sync, and look at everything."""
        self.said.append(repr(self.book.sync()))
        self.search()

    def search(self) -> None:
        """Look at everything."""
        assert found(self.book.path) == []
        assert [text for text in self.said if MARK in text] == []
        assert [body for body in self.line.heard if MARK.encode() in unpacked(body)] == []


def unpacked(body: bytes) -> bytes:
    """A reply's text."""
    return gzip.decompress(body) if body.startswith(b"\x1f\x8b") else body


def members_with(path: Path, text: str) -> list[str]:
    """The members of a workbook in which ``text`` stands."""
    with zipfile.ZipFile(path) as package:
        return [name for name in package.namelist() if text.encode() in package.read(name)]


def found(path: Path) -> list[str]:
    """The members of a workbook, and the files beside it that belong to it, in which the marker stands."""
    beside = (each for each in path.parent.iterdir() if path.name in each.name and each != path)
    return [*members_with(path, MARK), *(each.name for each in beside if MARK.encode() in each.read_bytes())]


@pytest.fixture
def watched(world: World) -> Watched:
    """李娜 with a customer and an invoice; a stranger with a customer, an invoice and a visit that are not hers."""
    apply_organisation(world.store, ELSEWHERE)
    line = Tapped(HttpTransport(world.url))
    stranger = world.workbook("zhao")
    stranger.add("customer", code="*9", name=f"{MARK} Works", notes=f"{MARK} notes", owner=f"{MARK} Person")
    stranger.add("customer", code="TAKEN-9", name=f"{MARK} Key", owner=f"{MARK} Person")
    stranger.add("customer", name="Taken Works", notes=f"{MARK} notes", owner=f"{MARK} Person")
    stranger.sync()
    stranger.add(
        "invoice",
        number=f"{MARK}-1",
        customer=f"{MARK} Works",
        issued_on=dt.date(2026, 1, 1),
        amount=66.0,
        currency="Yuan",
        terms=f"{MARK} terms",
        owner=f"{MARK} Person",
    )
    stranger.sync()
    assert len(world.stored("customer", "name")) == 3
    assert found(stranger.path) != []
    plain = world.workbook("li")
    tapped = Workbook(plain.path, world.server("li", line), world.clock, "li")
    watching = Watched(world, tapped, line)
    tapped.add("customer", code="*1", name="Acme Ltd")
    tapped.add("invoice", customer="*1", issued_on=dt.date(2026, 1, 1), amount=100.0, currency="Yuan", terms="terms 1")
    watching.said.append(repr(tapped.sync()))
    return watching


def of_zhao(world: World) -> Workbook:
    """The book of 赵敏, who sees and may change everything."""
    return Workbook(world.folder / "zhao.xlsx", world.server("zhao"), world.clock, "zhao")


def test_h17_a_new_book_and_its_first_syncs_leak_nothing(watched: Watched) -> None:
    assert len(watched.line.heard) >= 2
    watched.search()


def test_h17_syncs_pulls_and_previews_leak_nothing(watched: Watched) -> None:
    zhao = of_zhao(watched.world)
    zhao.sync()
    zhao.type("customer", 0, "notes", f"{MARK} changed")
    zhao.sync()
    watched.said.append(repr(watched.book.desk.preview()))
    watched.said.append(repr(watched.book.desk.pull()))
    watched.sync()


def test_h17_keys_that_are_taken_out_of_sight_leak_nothing_but_that_they_are_taken(watched: Watched) -> None:
    book = watched.book
    book.add("customer", code="TAKEN-9", name="Mine")
    book.add("customer", name="Taken Works")
    watched.sync()
    assert book.ticks("customer") == ["✓", "✗", "✗"]
    assert "Code “TAKEN-9” exists already;" in book.message("customer", 1)
    assert book.message("customer", 2).endswith("Name “Taken Works” exists already.")


def test_h17_references_to_rows_out_of_sight_are_like_references_to_none(watched: Watched) -> None:
    book, zhao = watched.book, of_zhao(watched.world)
    secret = str(zhao.column("customer", "_id")[0])
    issued = dt.date(2026, 2, 1)
    said = []
    for customer in (secret, secret[::-1], "Taken Works", "Nobody & Sons", "TAKEN-9", "NOBODY-7"):
        book.add("invoice", customer=customer, issued_on=issued, amount=1.0, currency="Yuan")
        watched.sync()
        said.append(book.message("invoice", 1).replace(customer, "…"))
        book.hands.remove("invoice", 1)
    assert len(set(said)) == 1


def test_h17_a_row_of_another_scope_named_by_its_id_is_like_one_that_never_was(watched: Watched) -> None:
    book, zhao = watched.book, of_zhao(watched.world)
    zhao.sync()
    secret = str(zhao.column("invoice", "_id")[0])
    columns = [column.name for column in VISIT.columns]
    for row_id in (secret, secret[::-1]):
        book.hands.add(
            "invoice",
            {"_tick": "✓", "number": "X", "amount": 1.0, "_id": row_id, "_base": write_base(row_id, 1, {}, columns)},
        )
    watched.sync()
    with pytest.raises(ClientError) as error:
        watched.book.server.history("ledger", "invoice", secret)
    with pytest.raises(ClientError) as never:
        watched.book.server.history("ledger", "invoice", secret[::-1])
    assert (
        str(error.value).replace(secret, "…").partition("(request")[0]
        == (str(never.value).replace(secret[::-1], "…").partition("(request")[0])
    )
    watched.search()


def test_h17_a_row_that_leaves_takes_along_what_changed_in_it_and_leaves_no_string_behind(
    watched: Watched, libreoffice: LibreOffice
) -> None:
    book, zhao = watched.book, of_zhao(watched.world)
    libreoffice.work(book.path, ("type", "Invoices", book.place("invoice", "terms"), "words of the row"))
    watched.sync()
    assert members_with(book.path, "words of the row") == ["xl/sharedStrings.xml"]
    zhao.sync()
    position = zhao.hands.find("invoice", "amount", 100.0)
    for column, value in (("owner", f"{MARK} Person"), ("team", f"{MARK} Team"), ("terms", f"{MARK} of the new owner")):
        zhao.type("invoice", position, column, value)
    zhao.sync()
    watched.sync()
    assert book.rows("invoice") == []
    assert members_with(book.path, "words of the row") == []


def test_h17_a_row_with_edits_not_sent_that_leaves_shows_nothing_of_what_became_of_it(watched: Watched) -> None:
    book, zhao = watched.book, of_zhao(watched.world)
    book.type("invoice", 0, "terms", "mine, not sent")
    zhao.sync()
    position = zhao.hands.find("invoice", "amount", 100.0)
    for column, value in (("owner", f"{MARK} Person"), ("team", f"{MARK} Team"), ("terms", f"{MARK} theirs")):
        zhao.type("invoice", position, column, value)
    zhao.sync()
    watched.sync()
    assert book.rows("invoice", "terms", "_tick") == [("mine, not sent", "✗")]
    for choice in ("Keep mine", "Take theirs"):
        book.type("invoice", 0, "_tick", choice)
        watched.sync()
    assert book.rows("invoice") == []


def test_h17_a_customer_that_leaves_is_shown_by_its_number_and_its_new_name_is_not(watched: Watched) -> None:
    book, zhao = watched.book, of_zhao(watched.world)
    zhao.sync()
    position = zhao.hands.find("customer", "name", "Acme Ltd")
    for column, value in (("owner", f"{MARK} Person"), ("team", f"{MARK} Team"), ("name", f"{MARK} renamed")):
        zhao.type("customer", position, column, value)
    zhao.sync()
    watched.sync()
    assert book.rows("invoice", "customer", "terms") == [("KH-003", "terms 1")]
    assert members_with(book.path, "Acme") == []


def test_h17_conflicts_and_histories_name_who_changed_one_s_own_rows_and_nothing_else(watched: Watched) -> None:
    book, world = watched.book, watched.world
    grace = world.workbook("grace")
    grace.type("invoice", grace.hands.find("invoice", "amount", 100.0), "terms", "Grace's")
    grace.sync()
    book.type("invoice", 0, "terms", "mine")
    watched.sync()
    assert book.message("invoice", 0).startswith("Terms: you have mine, Grace Chen changed it to Grace's on ")
    row_id = str(book.column("invoice", "_id")[0])
    watched.said.append(repr(book.desk.open_fields()))
    book.server.history("ledger", "invoice", row_id)
    book.server.batches("ledger", 100)
    watched.said.append(repr(book.sync(decisions={("invoice", row_id, "terms"): "mine"})))
    watched.search()


def test_h17_a_forwarded_book_is_refused_and_hears_nothing(watched: Watched) -> None:
    zhao = of_zhao(watched.world)
    zhao.sync()
    copy = watched.world.folder / "forwarded.xlsx"
    shutil.copy(zhao.path, copy)
    heard = len(watched.line.heard)
    desk = Desk(XlsxGrid(copy), FileOutbox(copy), watched.book.server, login="li")
    for act in (desk.sync, desk.pull, desk.preview, desk.open_fields):
        with pytest.raises(SomebodyElsesBookError) as error:
            act()
        watched.said.append(str(error.value))
    assert len(watched.line.heard) == heard
    watched.search()
