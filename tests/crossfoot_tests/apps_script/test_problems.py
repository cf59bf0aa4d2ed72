"""Show problems: from one row that wants somebody to the next, over all tables."""

from __future__ import annotations

import msgspec
import pytest

from crossfoot_templates.layout import GOOGLE_COLUMN
from crossfoot_tests.apps_script.screen import Said, Screen
from crossfoot_tests.apps_script.sheets import Mark, Row, SheetFacts, other_sheet, table_sheet

pytestmark = pytest.mark.slow


def told(text: str) -> list[Said]:
    return [Said("toast", text, 20)]


NONE = [Said("toast", "No row has ⚠ or ✗.", 5)]


def notes(*rows: Row) -> SheetFacts:
    return table_sheet(rows, table="note", sheet=2, title="Note")


def goes(screen: Screen) -> tuple[int, int]:
    """Where the person is after going to the next problem."""
    screen.runs("crossfootShowProblems")
    return screen.on, screen.selected[0][0]


def test_it_goes_from_row_to_row_over_all_tables_and_around() -> None:
    screen = Screen.of(
        table_sheet([Row("✓"), Row("⚠", "Amount: yours 5, theirs 6"), Row("●"), Row("✗", "What: is required")]),
        other_sheet(),
        notes(Row("⏳"), Row("✗", "Code: is taken")),
    )
    assert [goes(screen) for _ in range(4)] == [(1, 5), (1, 7), (2, 5), (1, 5)]
    assert screen.said == [
        *told("1 of 3, row 5 ⚠   Amount: yours 5, theirs 6"),
        *told("2 of 3, row 7 ✗   What: is required"),
        *told("3 of 3, row 5 ✗   Code: is taken"),
        *told("1 of 3, row 5 ⚠   Amount: yours 5, theirs 6"),
    ]


def test_it_begins_where_the_person_is() -> None:
    screen = Screen.of(table_sheet([Row("⚠"), Row("⚠"), Row("⚠")]), other_sheet(), notes(Row("✗")))
    screen.selected = [(5, 5)]
    assert goes(screen) == (1, 6)
    screen.on, screen.selected = 50, [(1, 1)]
    assert goes(screen) == (2, 4)


def test_where_nothing_is_selected_it_begins_at_the_top() -> None:
    screen = Screen.of(table_sheet([Row("✗", "no")]))
    screen.selected = []
    assert goes(screen) == (1, 4)


def test_the_only_problem_is_shown_again() -> None:
    screen = Screen.of(table_sheet([Row("✗")]))
    assert [goes(screen), goes(screen)] == [(1, 4), (1, 4)]
    assert screen.said == 2 * told("1 of 1, row 4 ✗   The row has no message.")


def test_it_says_that_there_is_none() -> None:
    screen = Screen.of(table_sheet([Row("✓"), Row("●"), Row("⏳")]), other_sheet())
    assert goes(screen) == (1, 1)
    assert screen.said == NONE


def test_a_spreadsheet_without_a_table_has_none() -> None:
    screen = Screen.of(other_sheet())
    screen.on = 50
    assert goes(screen) == (50, 1)
    assert screen.said == NONE


@pytest.mark.parametrize("hides", ["filtered", "hidden_rows"])
def test_a_row_that_nobody_sees_is_said_to_be_hidden(hides: str) -> None:
    screen = Screen.of(msgspec.structs.replace(table_sheet([Row("✗", "no")]), **{hides: [4]}))
    assert goes(screen) == (1, 4)
    assert screen.said == told("The row is hidden or filtered out. 1 of 1, row 4 ✗   no")


def test_problems_on_hidden_sheets_are_told_when_no_others_are_left() -> None:
    hidden = msgspec.structs.replace(notes(Row("✗"), Row("⚠")), hidden=True)
    screen = Screen.of(table_sheet([Row("✓")]), hidden)
    assert goes(screen) == (1, 1)
    assert screen.said == told("Rows with ⚠ or ✗ on hidden sheets: 2, on Note.")


def test_columns_are_found_wherever_people_move_them() -> None:
    sheet = table_sheet([Row("✗", "no")])
    sheet.cells = [[None, *line[::-1]] for line in sheet.cells]
    moved = {"task._tick": 5, "task._message": 3, "task._id": 2}
    for mark in sheet.marks:
        mark.place = moved.get(mark.value, mark.place)
    screen = Screen.of(sheet)
    assert goes(screen) == (1, 4)
    assert screen.said == told("1 of 1, row 4 ✗   no")


def test_rows_of_a_copied_sheet_do_not_count() -> None:
    copied = table_sheet([Row("✗")], sheet=3, title="Copy of Task")
    screen = Screen.of(table_sheet([Row("✓")]), copied)
    assert goes(screen) == (1, 1)
    assert screen.said == NONE


def test_of_columns_that_were_copied_the_leftmost_counts() -> None:
    sheet = table_sheet([Row("✓"), Row("✗", "no")])
    sheet.cells = [[*line, line[0]] for line in sheet.cells]
    sheet.cells[3][4] = "✗"
    sheet.marks.append(Mark(GOOGLE_COLUMN, "task._tick", "column", 5))
    screen = Screen.of(sheet)
    assert [goes(screen), goes(screen)] == [(1, 5), (1, 5)]


def test_a_table_whose_tick_column_was_deleted_is_passed_over() -> None:
    sheet = table_sheet([Row("✗")])
    sheet.marks = [each for each in sheet.marks if (each.key, each.value) != (GOOGLE_COLUMN, "task._tick")]
    screen = Screen.of(sheet)
    assert goes(screen) == (1, 1)
    assert screen.said == NONE
