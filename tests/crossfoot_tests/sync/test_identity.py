"""Which row is which (H02, H03, H04, H18)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import structs

from crossfoot_sync.engine.diff import find_changes
from crossfoot_sync.engine.fingerprint import field_hash
from crossfoot_sync.engine.identity import identify
from crossfoot_sync.engine.openfields import OpenField, write_open
from crossfoot_sync.engine.rowid import is_row_id
from crossfoot_sync.engine.rows import read_table
from crossfoot_sync.engine.workbook import Workbook, read_workbook, settle_ids
from crossfoot_templates.formula.excel import Program
from crossfoot_templates.layout import BASE, ID, OPEN
from crossfoot_templates.messages import say
from crossfoot_templates.model import TableView
from crossfoot_templates.types import CellValue
from crossfoot_tests.sync.sheets import (
    COLUMNS,
    CONTEXT,
    DEAL,
    Ids,
    Line,
    cells,
    in_step,
    positions,
    row_id,
    sheet,
    workbook,
)

BLANK = Line({})

names = st.sampled_from(["Acme", "Bosch", "上海电气"])
days = st.sampled_from([30, 60, None])
terms = st.sampled_from([None, "net", "prepaid"])


@st.composite
def stored_lines(draw: st.DrawFn) -> list[Line]:
    """Lines in step, which may be alike but for their number."""
    count = draw(st.integers(1, 6))
    return [
        in_step(number, number=f"HT-{number:03}", name=draw(names), days=draw(days), terms=draw(terms))
        for number in range(1, count + 1)
    ]


@st.composite
def few_edits(draw: st.DrawFn, lines: list[Line]) -> list[Line]:
    """The lines with up to two cells typed over by something that stands nowhere else.

    One number at most: of two rows alike but for numbers that were both typed over, nobody could tell which is which.
    """
    edited = list(lines)
    for count in range(draw(st.integers(0, 2))):
        at = draw(st.integers(0, len(lines) - 1))
        column = draw(st.sampled_from(["name", "days", "terms", *(["number"] if count == 0 else [])]))
        value: CellValue = 900 + count if column == "days" else f"typed {count}"
        edited[at] = replace(edited[at], shows={**edited[at].shows, column: value})
    return edited


@given(stored_lines(), st.data())
def test_h02_visible_cells_sorted_without_the_hidden_ones_find_their_ids_again(
    lines: list[Line], data: st.DataObject
) -> None:
    order = data.draw(st.permutations(range(len(lines))))
    table = sheet([hidden.with_cells_of(lines[come_from]) for hidden, come_from in zip(lines, order, strict=True)])
    identify(table, Ids())
    assert table.refusal is None
    assert dict(positions(table)) == {at: lines[come_from].id for at, come_from in enumerate(order)}
    assert [list(table.changed(row)) for row in table.rows] == [[]] * len(lines)


@given(stored_lines(), st.data())
def test_h02_with_a_few_edits_no_id_comes_to_stand_beside_another_row(lines: list[Line], data: st.DataObject) -> None:
    contents = data.draw(few_edits(lines))
    order = data.draw(st.permutations(range(len(lines))))
    table = sheet([hidden.with_cells_of(contents[come_from]) for hidden, come_from in zip(lines, order, strict=True)])
    identify(table, Ids())
    certain = {row.position: row.id for row in table.rows if row.held is None}
    assert certain == {at: lines[come_from].id for at, come_from in enumerate(order) if at in certain}
    if len(certain) < len(lines):
        assert list(order) != sorted(order)


@given(stored_lines(), st.data())
def test_h02_new_and_emptied_rows_among_the_sorted_ones_take_nobodys_id(lines: list[Line], data: st.DataObject) -> None:
    fresh = data.draw(st.integers(0, 2))
    emptied = data.draw(st.sets(st.integers(0, len(lines) - 1)))
    new = [Line({"name": f"new {at}", "terms": "fresh"}) for at in range(fresh)]
    contents = [BLANK if at in emptied else line for at, line in enumerate(data.draw(few_edits(lines)))] + new
    hidden = lines + [BLANK] * fresh
    order = data.draw(st.permutations(range(len(contents))))
    table = sheet([each.with_cells_of(contents[come_from]) for each, come_from in zip(hidden, order, strict=True)])
    identify(table, Ids())
    for row in table.rows:
        came_from = order[row.position]
        if row.base is None or row.cleared or row.held:
            continue
        owner = next(at for at, line in enumerate(lines) if line.id == row.id)
        if came_from < len(lines) and contents[came_from].shows["number"] == lines[came_from].shows["number"]:
            assert owner == came_from
        if came_from >= len(lines):
            # typed over the row, for all anybody can see: its own content, or the number in it, is gone
            assert row.position == owner
            assert contents[owner].shows.get("number") != lines[owner].shows["number"]


def test_h02_where_a_key_may_have_moved_or_been_typed_the_rows_in_doubt_are_held_and_no_others() -> None:
    first, other, third = (
        in_step(at, number=f"HT-{at:03}", name="Acme", days=30 if at == 2 else None) for at in (1, 2, 3)
    )
    renumbered = replace(first, shows={**first.shows, "number": "typed"})
    renamed = replace(third, shows={**third.shows, "name": "typed"})
    table = sheet([first.with_cells_of(renamed), other, third.with_cells_of(renumbered)])
    identify(table, Ids())
    assert [row.held for row in table.rows] == [say("row_parted"), None, say("row_parted")]
    assert table.findings == [say("rows_held", count=2)]


def test_h02_a_key_that_cannot_be_read_tells_of_a_move_only_in_a_row_that_the_store_still_shows() -> None:
    first, second = (
        replace(line, shows={**line.shows, "number": 12345678901234567.0})
        for line in (in_step(1, number="HT-001", name="Acme"), in_step(2, number="HT-002", name="Bosch"))
    )
    sorted_lines = [first.with_cells_of(second), second.with_cells_of(first)]
    still, no_more = workbook(sorted_lines), workbook(sorted_lines, shown={})
    for book in (still, no_more):
        settle_ids(book, Ids())
    assert dict(positions(still.tables["deal"])) == {0: second.id, 1: first.id}
    assert dict(positions(no_more.tables["deal"])) == {0: first.id, 1: second.id}


def test_h02_two_rows_that_exchanged_their_numbers_are_edited_and_not_parted() -> None:
    first, second = (
        in_step(1, number="HT-001", name="Acme", days=30),
        in_step(2, number="HT-002", name="Bosch", days=60),
    )
    swapped = [
        replace(line, shows={**line.shows, "number": number})
        for line, number in ((first, "HT-002"), (second, "HT-001"))
    ]
    table = sheet(swapped)
    identify(table, Ids())
    assert table.refusal is None
    assert dict(positions(table)) == {0: first.id, 1: second.id}


def test_h02_a_new_row_sorted_in_between_takes_no_id_and_the_parted_row_has_its_own_again() -> None:
    first, second = in_step(1, number="HT-001", name="Acme"), in_step(2, number="HT-002", name="Bosch")
    new = Line({"name": "New", "terms": "net"})
    table = sheet([first.with_cells_of(new), second, new.with_cells_of(first)])
    edits = identify(table, Ids())
    assert dict(positions(table)) == {0: row_id(1001), 1: second.id, 2: first.id}
    assert [row.is_new for row in table.rows] == [True, False, False]
    assert {(edit.row, edit.column): edit.value for edit in edits} == {
        (4, ID): row_id(1001),
        (4, BASE): None,
        (6, ID): first.id,
        (6, BASE): table.rows[2].base_cell,
    }


def test_h02_a_row_deleted_and_the_rest_sorted_up_is_removed_under_its_own_id() -> None:
    lines = [in_step(at, number=f"HT-{at:03}", name=f"Customer {at}") for at in (1, 2, 3)]
    contents = [lines[1], lines[2], BLANK]
    table = workbook([line.with_cells_of(content) for line, content in zip(lines, contents, strict=True)])
    settle_ids(table, Ids())
    (changes,) = find_changes(table).values()
    assert [(change.kind, change.id) for change in changes] == [("remove", lines[0].id)]


def test_h02_open_fields_stay_with_the_id_and_the_choice_in_the_tick_with_the_content() -> None:
    opened = {"name": OpenField("c", 7, field_hash("Acme"))}
    first = replace(in_step(1, number="HT-001", name="Acme", days=30), open=opened, tick="Keep mine")
    second = in_step(2, number="HT-002", name="Bosch", days=60)
    table = sheet([first.with_cells_of(second), second.with_cells_of(first)])
    edits = identify(table, Ids())
    assert [(row.id, row.open, row.decisions) for row in table.rows] == [
        (second.id, {}, {}),
        (first.id, opened, {"name": "mine"}),
    ]
    assert {edit.row: edit.value for edit in edits if edit.column == OPEN} == {4: None, 5: write_open(opened)}


def test_h02_what_an_open_field_was_noted_of_while_the_ids_stood_elsewhere_is_no_decision() -> None:
    opened = {"name": OpenField("c", 7, field_hash("Bosch"))}
    first = replace(in_step(1, number="HT-001", name="Acme", days=30), open=opened)
    second = in_step(2, number="HT-002", name="Bosch", days=60)
    table = sheet([first.with_cells_of(second), second.with_cells_of(first)])
    identify(table, Ids())
    assert [(row.id, row.open) for row in table.rows] == [
        (second.id, {}),
        (first.id, {"name": OpenField("c", 7, field_hash("Acme"))}),
    ]


@pytest.mark.parametrize("choice", ["Keep mine", "Take theirs"])
def test_h02_a_choice_beside_another_content_than_an_open_field_was_noted_of_decides_nothing(choice: str) -> None:
    opened = {"name": OpenField("c", 7, field_hash("Bosch")), "days": OpenField("c", 7, field_hash(30))}
    first = replace(in_step(1, number="HT-001", name="Acme", days=30), open=opened, tick=choice)
    second = in_step(2, number="HT-002", name="Bosch", days=60)
    table = sheet([first.with_cells_of(second), second.with_cells_of(first)])
    identify(table, Ids())
    assert [(row.id, row.decisions) for row in table.rows] == [
        (second.id, {}),
        (first.id, {"days": "mine" if choice == "Keep mine" else "theirs"}),
    ]


def test_h02_two_renumbered_rows_are_edited_rows() -> None:
    lines = [in_step(at, number=f"HT-{at:03}", name=f"Customer {at}", days=at) for at in (1, 2)]
    renumbered = [replace(line, shows={**line.shows, "number": f"X-{at}"}) for at, line in enumerate(lines)]
    table = sheet(renumbered)
    assert identify(table, Ids()) == []
    assert [list(table.changed(row)) for row in table.rows] == [["number"], ["number"]]


def test_h02_where_nothing_is_certain_the_hidden_cells_stay_as_they_are() -> None:
    lines = [in_step(at, number=f"HT-{at:03}", name=f"Customer {at}", days=at) for at in (1, 2, 3, 4)]
    retyped = [Line({"number": f"X-{at}", "name": "?"}) for at in (1, 2)]
    contents = [*retyped, lines[0], lines[1]]
    table = sheet([line.with_cells_of(content) for line, content in zip(lines, contents, strict=True)])
    assert identify(table, Ids()) == []
    assert [row.held for row in table.rows] == [say("row_parted")] * 4


def copied_and_edited() -> tuple[Line, Line]:
    """A row and its copy, which kept the number and has an id of its own by now, each with another cell typed over."""
    line = in_step(1, number="HT-001", name="Acme", days=30, terms="net")
    original = replace(line, shows={**line.shows, "days": 60})
    return original, Line({**line.shows, "terms": "prepaid"}, row_id(2))


def test_h02_a_row_and_a_copy_with_its_number_that_may_have_changed_places_are_held() -> None:
    original, copy = copied_and_edited()
    for lines in ([original, copy], [original.with_cells_of(copy), copy.with_cells_of(original)]):
        table = sheet(lines)
        assert identify(table, Ids()) == []
        assert [row.held for row in table.rows] == [say("row_parted"), say("row_parted_new")]
        assert table.findings == [say("rows_held", count=2)]


def test_h02_a_blank_that_was_typed_in_tells_a_copy_from_its_original_no_better_than_another_cell() -> None:
    original, copy = copied_and_edited()
    noted = Line({**copy.shows, "terms": "net", "due_on": "2026-01-01"}, copy.id)
    for lines in ([original, noted], [original.with_cells_of(noted), noted.with_cells_of(original)]):
        table = sheet(lines)
        identify(table, Ids())
        assert [row.held for row in table.rows] == [say("row_parted"), say("row_parted_new")]


def test_h03_a_row_in_step_is_not_held_for_a_copy_with_its_number() -> None:
    original, copy = copied_and_edited()
    table = sheet([in_step(1, **(original.base or {})), copy])
    identify(table, Ids())
    assert [(row.id, row.held) for row in table.rows] == [(original.id, None), (copy.id, None)]


def test_h03_a_row_is_not_held_for_a_copy_that_still_has_its_hidden_cells() -> None:
    original, copy = copied_and_edited()
    table = sheet([original, original.with_cells_of(copy)])
    identify(table, Ids())
    assert [(row.id, row.held) for row in table.rows] == [(original.id, None), (row_id(1001), None)]


@given(stored_lines(), st.data())
def test_every_row_has_an_id_of_its_own_whatever_stands_in_the_id_cells(lines: list[Line], data: st.DataObject) -> None:
    ids = st.sampled_from([None, "", " ", "x", row_id(1), row_id(2).lower(), f" {row_id(2)} ", row_id(3)])
    tampered = [replace(line, id=data.draw(ids)) for line in lines]
    table = sheet(tampered)
    edits = identify(table, Ids())
    found = [row.id for row in table.rows]
    assert all(is_row_id(each) for each in found)
    assert len({*found}) == len(found) == len(lines)
    held = dict(zip(range(4, 4 + len(lines)), (line.id for line in tampered), strict=True))
    held |= {edit.row: str(edit.value) for edit in edits if edit.column == ID}
    assert table.refusal is not None or list(held.values()) == found


def test_h18_a_row_that_lost_its_id_only_is_a_new_row_and_no_edit_of_an_unknown_one() -> None:
    table = sheet([replace(in_step(1, number="HT-001", name="Acme"), id=None)])
    identify(table, Ids())
    (row,) = table.rows
    assert (row.id, row.is_new, row.notes) == (row_id(1001), True, [say("id_invalid")])


def test_h03_of_copies_the_one_that_is_most_like_its_base_keeps_the_id() -> None:
    original = in_step(1, number="HT-001", name="Acme", days=30)
    copy = replace(original, shows={"name": "Acme", "days": 60})
    table = sheet([copy, original, copy])
    identify(table, Ids())
    assert dict(positions(table)) == {0: row_id(1001), 1: original.id, 2: row_id(1002)}
    assert [row.notes for row in table.rows] == [[say("id_duplicate")], [], [say("id_duplicate")]]


def test_h04_cells_cut_and_pasted_into_a_line_further_down_keep_their_id() -> None:
    line = in_step(1, number="HT-001", name="Acme", days=30)
    table = sheet([line.with_cells_of(BLANK), BLANK.with_cells_of(line)])
    identify(table, Ids())
    assert dict(positions(table))[1] == line.id


def test_h04_so_do_cells_without_their_number_where_all_the_rest_is_what_the_emptied_row_held() -> None:
    line, other = in_step(1, number="HT-001", name="Acme", days=30), in_step(2, number="HT-002", name="Bosch")
    unnumbered = Line({**line.shows, "number": None})
    for beside in ([], [other]):
        table = workbook([unnumbered, *beside, line.with_cells_of(BLANK)])
        settle_ids(table, Ids())
        assert dict(positions(table.tables["deal"]))[0] == line.id
        (changes,) = find_changes(table).values()
        assert [(change.kind, change.id) for change in changes] == [("change", line.id)]


def test_h04_a_new_row_that_is_not_all_the_only_emptied_one_was_but_for_its_number_takes_no_id() -> None:
    emptied = in_step(1, number="HT-001", name="Acme", days=30, terms="net")
    table = sheet([emptied.with_cells_of(BLANK), Line({"name": "Acme", "days": 60, "terms": "net"})])
    identify(table, Ids())
    assert dict(positions(table)) == {0: emptied.id, 1: row_id(1001)}


def test_h04_nor_does_one_that_has_less_in_common_with_it_than_its_key_tells_apart() -> None:
    by_visit = TableView(table=structs.replace(DEAL, key=("name", "due_on")))
    emptied = in_step(1, name="Acme", due_on="2026-01-01", terms="net")
    lines = [emptied.with_cells_of(BLANK), Line({"name": "Bosch", "due_on": "2026-01-03", "terms": "net"})]
    table = read_table(by_visit, cells(lines), COLUMNS, CONTEXT)
    identify(table, Ids())
    assert dict(positions(table)) == {0: emptied.id, 1: row_id(1001)}


def test_h04_a_copy_that_outlives_its_original_does_not_put_an_edited_row_in_doubt() -> None:
    original = in_step(1, number="HT-001", name="Acme", days=30, terms="net")
    renumbered = in_step(2, number="HT-002", name="Bosch", days=60, terms="prepaid")
    edited = Line({"number": None, "name": None, "days": 60, "terms": "prepaid"})
    table = sheet([original.with_cells_of(BLANK), renumbered.with_cells_of(edited), BLANK.with_cells_of(original)])
    identify(table, Ids())
    assert table.refusal is None
    assert dict(positions(table)) == {0: row_id(1001), 1: renumbered.id, 2: original.id}


def renumbered_and_sorted_up(count: int, order: Sequence[int]) -> list[Line]:
    """Lines of which the first was emptied and the last has its number since; what shows was sorted into ``order``."""
    lines = [
        in_step(at, number=f"HT-{at:03}", name=f"Customer {at}", days=at * 10, terms=f"terms {at}")
        for at in range(1, count + 1)
    ]
    shown = [BLANK, *lines[1:-1], replace(lines[-1], shows={**lines[-1].shows, "number": "HT-001", "terms": "typed"})]
    return [line.with_cells_of(shown[come_from]) for line, come_from in zip(lines, order, strict=True)]


def test_h02_a_row_renumbered_as_an_emptied_one_is_held_where_a_sort_brought_it_beside_that_ones_id() -> None:
    table = sheet(renumbered_and_sorted_up(3, (2, 1, 0)))
    identify(table, Ids())
    assert [(row.id, row.held) for row in table.rows] == [
        (row_id(1), say("row_parted")),
        (row_id(2), None),
        (row_id(3), say("row_parted")),
    ]
    assert table.findings == [say("rows_held", count=1)]


def test_h02_so_is_it_where_the_sort_brought_it_beside_another_id() -> None:
    table = sheet(renumbered_and_sorted_up(4, (1, 3, 2, 0)))
    identify(table, Ids())
    assert {row.id: row.held for row in table.rows} == {
        row_id(1): say("row_parted"),
        row_id(2): None,
        row_id(3): None,
        row_id(4): say("row_parted"),
    }


def test_h02_where_too_many_rows_were_emptied_and_edited_to_compare_them_all_of_these_are_held_and_no_others() -> None:
    lines = [in_step(at, number=f"HT-{at:04}", name=f"N{at}", days=at % 90, terms="net") for at in range(1, 1103)]
    edited = [replace(line, shows={**line.shows, "days": 99, "terms": "cash"}) for line in lines[501:1101]]
    table = sheet([*(line.with_cells_of(BLANK) for line in lines[:501]), *edited, lines[1101]])
    identify(table, Ids())
    assert [row.held is not None for row in table.rows] == [True] * 1101 + [False]
    assert table.findings == [say("rows_held", count=600)]


def test_a_row_that_was_not_sorted_may_have_the_number_of_an_emptied_one() -> None:
    table = sheet(renumbered_and_sorted_up(3, (0, 1, 2)))
    identify(table, Ids())
    assert [(row.id, row.held) for row in table.rows] == [(row_id(at), None) for at in (1, 2, 3)]


def test_a_row_may_take_over_what_it_lacks_from_one_that_is_emptied() -> None:
    kept = in_step(1, number="HT-001", name="Acme", days=None, due_on="2026-03-02", terms=None)
    double = in_step(2, number="HT-002", name="Acme Ltd", days=30, due_on="2026-03-05", terms="net")
    table = sheet([replace(kept, shows={**kept.shows, "days": 30, "terms": "net"}), double.with_cells_of(BLANK)])
    identify(table, Ids())
    assert [row.held for row in table.rows] == [None, None]


def headings() -> Line:
    """A line that was pasted together with rows that stood below it."""
    return Line({column.name: column.label.en for column in DEAL.columns if column.name in {"number", "name"}})


def test_h03_a_line_that_only_repeats_the_headings_is_not_sent_and_rows_still_go() -> None:
    book = workbook([in_step(1, number="HT-001", name="Acme"), headings()], {row_id(1): 1, row_id(2): 1})
    settle_ids(book, Ids())
    changes = find_changes(book)
    assert [row.held for row in book.tables["deal"].rows] == [None, say("row_of_headings")]
    assert [(each.kind, each.id) for each in changes["deal"]] == [("remove", row_id(2))]


def test_h03_a_line_that_holds_one_heading_more_than_a_row_would_is_a_row() -> None:
    line = headings()
    book = workbook([replace(line, shows={**line.shows, "name": "Acme"})])
    settle_ids(book, Ids())
    assert book.tables["deal"].rows[0].held is None


def barred(
    lines: Sequence[Line], *places: tuple[str, int], closed: bool = False, program: Program = "sheets"
) -> Workbook:
    """A workbook in which cells are protected against whoever syncs."""
    book = workbook(lines)
    protected = replace(cells(lines), barred=frozenset(places), closed=closed)
    reading = replace(book.reading, tables={"deal": protected}, program=program)
    return read_workbook(reading, book.manifest, book.view)


def test_h24_a_new_row_whose_hidden_cells_are_protected_is_held_without_an_id() -> None:
    lines = [Line({"number": "HT-001", "name": "Acme"}), Line({"number": "HT-002", "name": "Bosch"})]
    book = barred(lines, (ID, 0))
    edits = settle_ids(book, Ids())
    assert {each.row for each in edits} == {5}
    assert [(row.handle, row.held) for row in book.tables["deal"].rows] == [(4, say("row_protected")), (5, None)]
    assert [each.fields["name"] for each in find_changes(book)["deal"]] == ["Bosch"]


def test_h24_an_edit_beside_a_protected_cell_is_sent() -> None:
    row = in_step(1, number="HT-001", name="Acme", terms="net")
    book = barred([replace(row, shows={**row.shows, "terms": "prepaid"})], ("name", 0))
    assert [each.fields for each in find_changes(book)["deal"]] == [{"terms": "prepaid"}]


@pytest.mark.parametrize(("program", "said"), [("sheets", "table_protected"), ("excel", "sheet_protected")])
def test_h24_where_no_row_can_be_added_the_table_is_held_back(program: Program, said: str) -> None:
    book = barred([Line({"number": "HT-001", "name": "Acme"})], closed=True, program=program)
    assert (settle_ids(book, Ids()), find_changes(book)) == ([], {})
    assert book.tables["deal"].refusal == say(said, table="Deals")
