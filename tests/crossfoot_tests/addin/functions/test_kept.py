"""How often functions ask, and what they ask along."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from crossfoot_addin.functions.kept import FRESH_SECONDS, QUIET_SECONDS, REMEMBERED, Kept
from crossfoot_addin.functions.renewing import renew, renewed
from crossfoot_sync.client.errors import UnreachableError
from crossfoot_sync.engine.lookups import MOST, AgingOf, Amount, Answer, BalanceOf, CellOf, Lookups, OverdueOf, Question


@dataclass
class Answering:
    """A server that counts, and a clock. An amount is how many requests there were."""

    requests: list[list[Question]] = field(default_factory=list)
    now: float = 1_000_000.0
    renewed: float = 0.0
    down: bool = False

    def ask(self, asked: Lookups) -> Sequence[Answer]:
        self.requests.append(list(asked.questions))
        if self.down:
            raise UnreachableError("http://ledger", "no connection")
        return [Amount(f"{len(self.requests)}.00", "CNY") for _ in asked.questions]

    def kept(self) -> Kept:
        return Kept(self.ask, "en", lambda: self.now, lambda: self.renewed)


def amounts(answers: Sequence[Answer]) -> list[str]:
    return [each.amount for each in answers if isinstance(each, Amount)]


@pytest.fixture
def server() -> Answering:
    return Answering()


def test_a_block_is_one_request_and_the_same_question_is_asked_once(server: Answering) -> None:
    questions = [BalanceOf("K1"), BalanceOf("K2"), BalanceOf("K1")]
    assert amounts(server.kept().answers(questions)) == ["1.00"] * 3
    assert server.requests == [[BalanceOf("K1"), BalanceOf("K2")]]


def test_an_answer_is_kept_for_its_time_and_no_longer(server: Answering) -> None:
    kept = server.kept()
    kept.answers([BalanceOf("K1")])
    server.now += FRESH_SECONDS - 1
    assert amounts(kept.answers([BalanceOf("K1")])) == ["1.00"]
    server.now += 1
    assert amounts(kept.answers([BalanceOf("K1")])) == ["2.00"]


KINDS: list[Callable[[str], Question]] = [
    lambda key: BalanceOf(key, "2025-03-31"),
    OverdueOf,
    lambda key: AgingOf(key, "1-30"),
    lambda key: AgingOf(key, "31-60"),
    lambda key: CellOf("customer", key, "grade"),
    lambda key: CellOf("customer", key, "owner"),
]
KEYS = [f"K{at}" for at in range(20)]


@pytest.mark.parametrize(
    "cells",
    [[(key, kind) for key in KEYS for kind in KINDS], [(key, kind) for kind in KINDS for key in KEYS]],
    ids=["row by row", "column by column"],
)
def test_a_table_costs_some_requests_a_row_and_some_a_column(
    server: Answering, cells: list[tuple[str, Callable[[str], Question]]]
) -> None:
    kept = server.kept()
    for key, kind in cells:
        kept.answers([kind(key)])
    # Figures and cells go apart: each of both has its first row and its first column, and asks nothing twice.
    assert len(server.requests) == 2 * (len(KEYS) - 1) + len(KINDS)
    questions = [each for request in server.requests for each in request]
    assert sorted(questions, key=repr) == sorted((kind(key) for key, kind in cells), key=repr)


def test_what_is_asked_along_makes_no_further_request(server: Answering) -> None:
    kept = server.kept()
    kept.answers([AgingOf("K1", str(at)) for at in range(30)])
    kept.answers([BalanceOf(f"K{at}") for at in range(100)])
    kept.answers([OverdueOf(f"K{at}") for at in range(MOST + 1)])
    assert [len(each) for each in server.requests] == [30, MOST, MOST, 1]
    assert server.requests[1][:100] == [BalanceOf(f"K{at}") for at in range(100)]


def test_once_answers_are_too_old_all_are_asked_for_in_one_request(server: Answering) -> None:
    kept = server.kept()
    keys = [f"K{at}" for at in range(100)]
    for key in keys:
        kept.answers([BalanceOf(key)])
    asked_before = len(server.requests)
    server.now += FRESH_SECONDS
    assert {amount for key in keys for amount in amounts(kept.answers([BalanceOf(key)]))} == {f"{asked_before + 1}.00"}
    assert len(server.requests) == asked_before + 1


def test_a_sync_ends_what_is_kept(server: Answering) -> None:
    kept = server.kept()
    kept.answers([BalanceOf("K1")])
    server.now += 10
    server.renewed = server.now - 5
    assert amounts(kept.answers([BalanceOf("K1")])) == ["2.00"]


def test_a_server_that_does_not_answer_is_left_alone_for_a_while(server: Answering) -> None:
    kept = server.kept()
    server.down = True
    for _ in range(3):
        with pytest.raises(UnreachableError):
            kept.answers([BalanceOf("K1")])
    assert len(server.requests) == 1
    server.down = False
    server.now += QUIET_SECONDS
    assert amounts(kept.answers([BalanceOf("K1")])) == ["2.00"]


def test_a_press_of_a_button_ends_the_quiet(server: Answering) -> None:
    kept = server.kept()
    server.down = True
    with pytest.raises(UnreachableError):
        kept.answers([BalanceOf("K1")])
    server.down, server.now = False, server.now + 2
    server.renewed = server.now - 1
    assert amounts(kept.answers([BalanceOf("K1")])) == ["2.00"]


def test_what_is_kept_is_answered_though_the_server_is_gone(server: Answering) -> None:
    kept = server.kept()
    kept.answers([BalanceOf("K1")])
    server.down = True
    with pytest.raises(UnreachableError):
        kept.answers([BalanceOf("K2")])
    assert amounts(kept.answers([BalanceOf("K1")])) == ["1.00"]


def test_requests_stay_within_what_a_server_takes_and_old_questions_are_let_go(server: Answering) -> None:
    kept = server.kept()
    first, second = ([CellOf("customer", f"{name}{at}", "grade") for at in range(REMEMBERED)] for name in "AB")
    kept.answers(first)
    kept.answers(second)
    server.requests.clear()
    server.now += FRESH_SECONDS
    kept.answers(second[:1])
    assert sorted(map(len, server.requests)) == [MOST] * (REMEMBERED // MOST)
    assert {each for request in server.requests for each in request} == set(second)


def test_processes_meet_at_a_file(tmp_path: Path) -> None:
    stamp = tmp_path / "state" / "functions.renewed"
    assert renewed(stamp) == 0.0
    renew(stamp)
    assert renewed(stamp) == stamp.stat().st_mtime
    renew(stamp / "not a folder")
    assert renewed(stamp / "not a folder") == 0.0
