"""Cells that went to other rows without the rest of theirs: a sort of only some of the columns (H02)."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from crossfoot_sync.engine.identity import identify
from crossfoot_sync.engine.mixing import hold_mixed
from crossfoot_sync.engine.rows import SheetTable
from crossfoot_templates.messages import say
from crossfoot_templates.types import CellValue
from crossfoot_tests.sync.sheets import Ids, Line, in_step, row_id, sheet

SHOWN = ("number", "name", "days", "terms")
BLANK = Line(dict.fromkeys(SHOWN))


def lines_of(count: int) -> list[Line]:
    """Lines in step, no cell of which is like another."""
    return [
        in_step(at, number=f"HT-{at:03}", name=f"Customer {at}", days=at * 10, terms=f"terms {at}")
        for at in range(1, count + 1)
    ]


def sorted_in(columns: Collection[str], lines: Sequence[Line], order: Sequence[int]) -> list[Line]:
    """The lines after only ``columns`` were put into ``order``; all other cells, the hidden ones too, stay."""
    return [
        replace(line, shows={**line.shows, **{name: lines[come_from].shows[name] for name in columns}})
        for line, come_from in zip(lines, order, strict=True)
    ]


def identified(lines: Sequence[Line]) -> SheetTable:
    """The sheet of ``lines`` with every row known or held."""
    table = sheet(lines)
    identify(table, Ids())
    return table


def sent(table: SheetTable) -> dict[str, list[str]]:
    """The columns that would be sent as edits, by id."""
    return {row.id: names for row in table.rows if row.held is None and (names := list(table.changed(row)))}


@given(st.sets(st.sampled_from(SHOWN), min_size=1), st.integers(2, 6).flatmap(lambda n: st.permutations(range(n))))
def test_h02_a_sort_of_any_of_the_columns_sends_no_cell_as_an_edit_of_another_row(
    columns: set[str], order: list[int]
) -> None:
    moved = sum(at != come_from for at, come_from in enumerate(order))
    # two cells of one column that were exchanged are as likely exchanged by hand
    assume(moved > 2 or len(columns) > 1)
    table = identified(sorted_in(columns, lines_of(len(order)), order))
    assert sent(table) == {}
    if columns == {*SHOWN}:
        assert not any(row.held for row in table.rows)


def test_h02_the_rows_of_a_sort_of_some_columns_are_held_and_the_table_names_the_columns() -> None:
    table = identified(sorted_in(("name", "days"), lines_of(4), (0, 2, 3, 1)))
    assert [row.held for row in table.rows] == [None, *[say("row_mixed")] * 3]
    assert table.findings == [say("rows_mixed", count=3, columns="name, days")]


def test_h02_where_the_numbers_were_sorted_too_the_columns_left_behind_are_found() -> None:
    table = sheet(sorted_in(("number", "name", "days"), lines_of(3), (1, 0, 2)))
    assert identify(table, Ids()) == []
    assert [row.held for row in table.rows] == [say("row_mixed"), say("row_mixed"), None]
    assert table.findings == [say("rows_mixed", count=2, columns="terms")]


def test_h02_so_are_they_where_the_numbers_were_sorted_into_a_blank_line() -> None:
    table = identified(sorted_in(("number", "name", "days"), [*lines_of(2), BLANK], (1, 2, 0)))
    assert [row.held for row in table.rows] == [say("row_mixed"), say("row_mixed"), say("row_parted_new")]
    assert table.findings == [say("rows_mixed", count=3, columns="terms")]


def test_h02_cells_mixed_up_besides_a_sort_that_left_out_the_hidden_columns_ask_beside_their_own_ids() -> None:
    lines = sorted_in(("name",), lines_of(6), (0, 1, 2, 4, 5, 3))
    table = identified([lines[0].with_cells_of(lines[1]), lines[1].with_cells_of(lines[0]), *lines[2:]])
    assert [(row.id, row.held) for row in table.rows] == [
        (row_id(2), None),
        (row_id(1), None),
        (row_id(3), None),
        *((row_id(at), say("row_mixed")) for at in (4, 5, 6)),
    ]


def test_h02_what_else_was_typed_between_mixed_rows_waits_with_them_and_what_stands_elsewhere_goes() -> None:
    lines = sorted_in(("name", "days"), lines_of(6), (0, 3, 2, 4, 1, 5))
    edited = [
        replace(line, shows={**line.shows, "terms": "typed"}) if at in {2, 5} else line for at, line in enumerate(lines)
    ]
    table = identified(edited)
    assert [row.held is None for row in table.rows] == [True, False, False, False, False, True]
    assert sent(table) == {row_id(6): ["terms"]}


def test_h02_two_cells_of_a_further_column_were_exchanged_by_the_sort_that_others_give_away() -> None:
    several = sorted_in(("number", "name"), lines_of(6), (0, 2, 1, 3, 4, 5))
    lines = sorted_in(("terms",), several, (5, 1, 2, 3, 4, 0))
    table = identified(lines)
    assert [row.held for row in table.rows if row.held is not None] == [say("row_mixed")] * 4
    assert table.findings == [say("rows_mixed", count=4, columns="number, name, terms")]
    alone = identified(sorted_in(("terms",), lines_of(6), (5, 1, 2, 3, 4, 0)))
    assert sent(alone) == {row_id(1): ["terms"], row_id(6): ["terms"]}


def test_h02_a_cell_edited_after_the_sort_does_not_hide_it() -> None:
    lines = sorted_in(("days",), lines_of(7), (1, 2, 0, 4, 5, 6, 3))
    lines[1] = replace(lines[1], shows={**lines[1].shows, "days": 999})
    assert sent(identified(lines)) == {}


@pytest.mark.parametrize(
    "typed",
    [
        {1: {"days": 20}, 2: {"days": 10}},
        {1: {"days": 20}, 2: {"days": 30}, 3: {"days": 40}, 4: {"days": 50}},
        {1: {"name": "Customer 2", "days": 20}},
        {1: {"days": 7}, 2: {"days": 7}, 3: {"days": 7}},
        {1: {"number": "HT-002"}, 2: {"number": "HT-001"}},
    ],
    ids=["two values exchanged", "every date one later", "a row pasted over", "filled down", "two numbers exchanged"],
)
def test_what_people_type_and_paste_is_no_sort(typed: dict[int, dict[str, object]]) -> None:
    lines = [
        replace(line, shows={**line.shows, **typed.get(at, {})})  # type: ignore[dict-item]
        for at, line in enumerate(lines_of(4), start=1)
    ]
    table = identified(lines)
    assert sent(table) == {row_id(at): [*values] for at, values in typed.items()}


def test_h02_the_answer_to_one_held_row_is_none_for_the_others() -> None:
    mixed = sorted_in(("name",), lines_of(3), (1, 2, 0))
    asked = [replace(line, message=say("row_mixed").text("en")) for line in mixed]
    told = frozenset(row.held_as for row in identified(mixed).rows)
    answered = [replace(asked[0], tick="Keep mine"), replace(asked[1], tick="Keep mine"), asked[2]]
    table = sheet(answered)
    table.told = told
    identify(table, Ids())
    assert [row.held for row in table.rows] == [None, None, say("row_mixed")]
    assert sent(table) == {row_id(1): ["name"], row_id(2): ["name"]}


def test_h02_a_new_row_sorted_among_them_in_some_columns_waits_too() -> None:
    lines = [*lines_of(4), Line({"number": "HT-009", "name": "New", "days": 7, "terms": "fresh"})]
    table = identified(sorted_in(("name", "days"), lines, (0, 4, 1, 2, 3)))
    assert [row.held is None for row in table.rows] == [True, False, False, False, False]
    assert sent(table) == {}


@given(
    st.sets(st.sampled_from(SHOWN), min_size=2),
    st.lists(st.booleans(), min_size=2, max_size=7).flatmap(
        lambda blank: st.tuples(st.just(blank), st.permutations(range(len(blank))))
    ),
)
def test_h02_a_sort_of_several_columns_with_blank_lines_among_them_sends_no_cell_as_an_edit(
    columns: set[str], sheet_of: tuple[list[bool], list[int]]
) -> None:
    blank, order = sheet_of
    lines = [BLANK if each else line for each, line in zip(blank, lines_of(len(blank)), strict=True)]
    assert sent(identified(sorted_in(columns, lines, order))) == {}


@pytest.mark.parametrize(
    ("columns", "lines", "order"),
    [
        (("days", "terms"), [lines_of(1)[0], BLANK], (1, 0)),
        (("days", "terms"), [BLANK, *lines_of(2)], (1, 2, 0)),
        (("days", "terms"), [BLANK, BLANK, *lines_of(2)], (2, 3, 0, 1)),
        (("terms",), [BLANK, *lines_of(3)], (1, 2, 3, 0)),
        (("terms",), [BLANK, BLANK, BLANK, *lines_of(3)], (3, 4, 5, 0, 1, 2)),
    ],
    ids=["one row", "two rows", "two rows to blank lines", "a column", "a column to blank lines"],
)
def test_h02_a_blank_line_that_was_sorted_among_them_in_some_columns_does_not_hide_it(
    columns: Sequence[str], lines: Sequence[Line], order: Sequence[int]
) -> None:
    table = identified(sorted_in(columns, lines, order))
    assert sent(table) == {}
    assert [row.held for row in table.rows] == [say("row_mixed")] * len(order)
    assert table.findings == [say("rows_mixed", count=len(order), columns=", ".join(columns))]


@pytest.mark.parametrize(
    ("typed", "added"),
    [
        ({1: {"days": None}}, [{"number": "HT-009", "name": "New", "days": 10, "terms": "fresh"}]),
        ({1: {"days": 7, "terms": "new terms"}}, [{"number": "HT-009", "name": "New", "days": 10, "terms": "terms 1"}]),
        ({1: {"days": None, "terms": None}}, [{"days": 10, "terms": "fresh"}, {"days": 7, "terms": "terms 1"}]),
        ({at: {"days": at * 100} for at in (1, 2, 3)}, [{"days": at * 10} for at in (1, 2, 3)]),
    ],
    ids=["a cell moved", "a copy, and its original typed over", "values of two rows", "dates of old in new rows"],
)
def test_what_is_typed_over_and_stands_in_new_rows_was_not_sorted_there(
    typed: dict[int, dict[str, object]], added: list[dict[str, CellValue]]
) -> None:
    lines = [
        replace(line, shows={**line.shows, **typed.get(at, {})})  # type: ignore[dict-item]
        for at, line in enumerate(lines_of(4), start=1)
    ]
    table = identified([*lines, *map(Line, added)])
    assert [row.held for row in table.rows] == [None] * (4 + len(added))


def test_h02_a_blank_line_that_was_sorted_among_them_in_one_column_waits_with_them() -> None:
    lines = [Line({**dict.fromkeys(SHOWN, None)}), *lines_of(3)]
    table = identified(sorted_in(("name",), lines, (1, 2, 3, 0)))
    assert [row.held for row in table.rows] == [say("row_mixed")] * 4
    assert table.findings == [say("rows_mixed", count=4, columns="name")]


def test_h02_texts_that_moved_along_a_line_ask_although_the_last_one_is_gone() -> None:
    lines = lines_of(7)
    names = [line.shows["name"] for line in lines]
    moved = [
        replace(line, shows={**line.shows, "name": name})
        for line, name in zip(lines, ["typed", *names[:-1]], strict=True)
    ]
    table = identified(moved)
    assert [row.held for row in table.rows] == [say("row_mixed")] * 7
    assert table.findings == [say("rows_mixed", count=7, columns="name")]


def test_texts_that_many_rows_share_may_move_along_from_row_to_row() -> None:
    steps = ["called", "visited", "offered", "signed"]
    lines = [in_step(at, number=f"HT-{at:03}", name=f"Customer {at}", terms=steps[at % 3]) for at in range(1, 13)]
    moved = [replace(line, shows={**line.shows, "terms": steps[at % 3 + 1]}) for at, line in enumerate(lines, start=1)]
    assert sent(identified(moved)) == {row_id(at): ["terms"] for at in range(1, 13)}


def parted_and_mixed(lines: Sequence[Line]) -> SheetTable:
    """The sheet of ``lines``, of which it is not certain which rows the first two are."""
    table = sheet(lines)
    for row in table.rows[:2]:
        row.held = say("row_parted")
    hold_mixed(table, table.rows)
    return table


def test_h02_a_row_of_which_the_number_stayed_is_held_with_those_whose_text_stands_in_it() -> None:
    table = parted_and_mixed(sorted_in(("terms",), lines_of(4), (2, 0, 1, 3)))
    assert [row.held for row in table.rows] == [say("row_parted"), say("row_parted"), say("row_mixed"), None]


def test_a_day_that_stood_in_a_row_in_doubt_may_be_typed_in_another() -> None:
    lines = [in_step(at, number=f"HT-{at:03}", due_on=f"2026-03-0{at}", terms=f"terms {at}") for at in (1, 2, 3)]
    lines[2] = replace(lines[2], shows={**lines[2].shows, "due_on": "2026-03-01"})
    assert sent(parted_and_mixed(lines)) == {row_id(3): ["due_on"]}
