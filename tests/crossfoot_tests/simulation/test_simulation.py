"""The simulation itself: seeds keep every promise, a seed replays exactly, and every planted bug is found."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from contextlib import closing
from copy import deepcopy
from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crossfoot_templates.layout import ID, MESSAGE
from crossfoot_templates.messages import say
from crossfoot_tests.simulation.bugs import BUGS, FOUND_AT
from crossfoot_tests.simulation.kept import Kept, OtherCode
from crossfoot_tests.simulation.ledger import text_mark
from crossfoot_tests.simulation.moment import Moment
from crossfoot_tests.simulation.network import Trouble
from crossfoot_tests.simulation.office import open_office
from crossfoot_tests.simulation.page import PAGE, bug_lines
from crossfoot_tests.simulation.replaying import printed
from crossfoot_tests.simulation.report import play_many
from crossfoot_tests.simulation.run import ALL, play
from crossfoot_tests.simulation.shrink import shrink

SEEDS = range(200)

LEAST = 0.02
"""Whatever there is to happen happens in one of fifty runs at least."""


@pytest.mark.slow
def test_some_hundred_seeds_keep_every_promise_and_none_of_them_is_quiet() -> None:
    report = play_many(SEEDS, jobs=2)
    assert [(each.seed, each.violation) for each in report.failed] == []
    assert report.too_few(LEAST) == {}


@pytest.mark.slow
def test_a_run_that_was_stopped_is_taken_up_where_it_was(tmp_path: Path) -> None:
    path = tmp_path / "run.jsonl"
    play_many([3, 5], 2, kept=Kept(path))
    with path.open("a") as file:
        file.write('{"seed": 7, "st')  # it was stopped in the middle of a line
    again: list[int] = []
    report = play_many([3, 4, 5], 2, lambda outcome: again.append(outcome.seed), Kept(path))
    whole = play_many([3, 4, 5], 2)
    assert (again, report.seeds, report.steps, report.counts) == ([4], whole.seeds, whole.steps, whole.counts)
    assert report.seconds > 0
    assert sorted(Kept(path).outcomes()) == [3, 4, 5]


def test_what_other_code_came_to_does_not_count(tmp_path: Path) -> None:
    path = tmp_path / "run.jsonl"
    path.write_text('{"code": "0123456789abcdef"}\n')
    with pytest.raises(OtherCode, match=r"run\.jsonl were played with other code; name another file"):
        play_many([3], 1, kept=Kept(path))


@pytest.mark.slow
@pytest.mark.parametrize("name", BUGS)
def test_a_planted_bug_is_found(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    BUGS[name].breaks(monkeypatch)
    assert play(FOUND_AT[name]).violation


def test_every_planted_bug_is_said_to_be_found_within_the_seeds_that_are_played_without_it() -> None:
    assert FOUND_AT.keys() == BUGS.keys()
    assert max(FOUND_AT.values()) < len(SEEDS)
    assert "\n".join(bug_lines()) in PAGE.read_text(encoding="utf-8"), "renew it: make simulate SEEDS=… WRITE=--write"


@pytest.mark.slow
def test_a_seed_replays_exactly_whatever_the_order_of_sets() -> None:
    assert len({_digest(hash_seed) for hash_seed in ("1", "2", "3")}) == 1


def test_who_puts_a_sheet_back_answers_for_what_the_program_took_from_it_and_not_for_what_they_typed_since(
    tmp_path: Path,
) -> None:
    with closing(open_office(tmp_path, 1)) as office:
        place = office.places[0]
        line = place.sheet("invoice").append()
        place.type("invoice", line, "terms", text_mark(1, 1))
        before, given_up = deepcopy(place.sheet("invoice")), set(place.page.given_up)
        place.type("invoice", line, "terms", text_mark(2, 1))
        place.type("invoice", line, "notes", text_mark(2, 2))
        place.sheet("invoice").set(line, "notes", None)
        place.put_back("invoice", before, given_up)
        assert place.content("invoice", line, "terms") == text_mark(1, 1)
        assert place.page.given_up == {("invoice", "terms", text_mark(2, 1))}


@pytest.mark.parametrize(("trouble", "played"), [("", 1), ("meanwhile", 0)])
def test_only_some_columns_are_sorted_in_a_table_in_which_nobody_typed_while_it_was_brought_in_step(
    tmp_path: Path, trouble: str, played: int
) -> None:
    with closing(open_office(tmp_path, 1)) as office:
        place = office.places[0]
        for step in (3, 1, 2):
            ALL["add a customer with invoices"].do(Moment(office, place, Random(step), step))
        ALL["sync"].do(Moment(office, place, Random(0), 3))
        place.line.trouble = Trouble(trouble)
        # with these dice it is a sort of some of the columns, and its user types while the reply is on its way
        ALL["sort the visible columns"].do(Moment(office, place, Random(3), 4))
        assert office.counts["meanwhile"] == 1 - played
        assert office.counts["only some columns were sorted"] == played


@pytest.mark.parametrize(("told", "copies"), [("row_sent_before", 1), ("store_restored", 0)])
def test_what_its_user_keeps_though_it_says_that_it_was_sent_before_may_stand_in_one_row_more(
    tmp_path: Path, told: str, copies: int
) -> None:
    with closing(open_office(tmp_path, 1)) as office:
        place = office.places[0]
        sheet, line = place.sheet("invoice"), place.sheet("invoice").append()
        place.type("invoice", line, "terms", text_mark(1, 1))
        sheet.set(line, ID, "the draft")
        sheet.set(line, MESSAGE, say(told, when="2026-03-02 12:40", key="FP-0009").text(place.language))
        place.keep("invoice", line)
        place.type("invoice", line, "notes", text_mark(2, 1))
        assert place.ledger.copies["invoice", "terms", text_mark(1, 1)] == copies
        assert place.ledger.copies["invoice", "notes", text_mark(2, 1)] == 0


def _digest(hash_seed: str) -> str:
    """What a run of another process, in which sets are ordered by ``hash_seed``, logged and counted."""
    program = (
        "from crossfoot_tests.simulation.run import play\n"
        "for seed in (3, 4): outcome = play(seed); print(outcome.log, sorted(outcome.counts.items()))"
    )
    return hashlib.sha256(printed(program, hash_seed)).hexdigest()


@given(st.lists(st.integers(0, 30), max_size=30), st.sets(st.integers(0, 30), min_size=1, max_size=4))
def test_shrinking_leaves_what_is_needed_and_nothing_else(steps: list[int], needed: set[int]) -> None:
    steps += sorted(needed)

    def fails(kept: Sequence[int]) -> bool:
        return needed <= set(kept)

    assert sorted(shrink(steps, fails)) == sorted(needed)
