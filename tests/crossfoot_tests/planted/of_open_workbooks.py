"""The defences of workbooks that are open: in Excel behind xlwings, and beside the task pane."""

from __future__ import annotations

from crossfoot_tests.planted import in_excel, in_pane
from crossfoot_tests.planted.defence import Defence
from crossfoot_tests.planted.plant import Plant

OF_OPEN_WORKBOOKS: tuple[Defence, ...] = (
    Defence(
        Plant(
            "filters refuse",
            "H08",
            "rows that a filter keeps from being taken out count as gone",
            in_pane.filters_passed_over,
        ),
        ("test_rows_of_a_filtered_table_are_emptied_where_excel_does_not_let_them_go",),
    ),
    Defence(
        Plant(
            "merges read as others",
            "H09",
            "a merged cell of an open workbook is read as a blank",
            in_excel.merges_read_as_others,
        ),
        ("test_h09_merged_cells_are_told_and_left_alone",),
    ),
    Defence(
        Plant("merges not told", "H09", "the pane does not tell what is merged", in_pane.merges_not_told),
        ("test_merged_cells_are_faults",),
    ),
    Defence(
        Plant(
            "shown errors are blanks",
            "H11",
            "a cell that shows an error in an open workbook is read as a blank",
            in_excel.shown_errors_are_blanks,
        ),
        ("test_an_error_and_the_text_that_looks_like_one_are_told_apart",),
    ),
    Defence(
        Plant(
            "doubts are successes",
            "H23",
            "a write of the pane of which nobody knows whether it was made counts as made",
            in_pane.doubts_are_successes,
        ),
        ("test_a_write_of_which_nobody_knows_whether_it_was_made_is_looked_at_and_made_once",),
    ),
    Defence(
        Plant(
            "protection not seen",
            "H24",
            "a protected sheet of an open workbook is taken for another",
            in_excel.protection_not_seen,
        ),
        ("test_h24_a_protected_sheet_tells_its_cells_and_takes_no_rows",),
    ),
    Defence(
        Plant(
            "read-only not seen",
            "H24",
            "a workbook that was opened read-only is written",
            in_excel.read_only_not_seen,
        ),
        ("test_h24_a_workbook_that_was_opened_read_only_is_read_and_not_written",),
    ),
    Defence(
        Plant("protection not told", "H24", "the pane does not tell what is protected", in_pane.protection_not_told),
        ("test_a_table_on_a_protected_sheet_is_closed_and_its_locked_cells_are_told",),
    ),
    Defence(
        Plant(
            "texts typed as they are",
            "H26",
            "a text is put into an open workbook as if a person typed it",
            in_excel.texts_typed_as_they_are,
        ),
        ("test_h26_a_text_that_excel_would_take_for_something_else_stays_a_text",),
    ),
    Defence(
        Plant(
            "texts without apostrophe",
            "H26",
            "the pane puts a text into a cell as if a person typed it",
            in_pane.texts_without_apostrophe,
        ),
        ("test_h26_a_text_that_excel_would_take_for_something_else_stays_a_text_beside_the_pane",),
    ),
    Defence(
        Plant(
            "slips left",
            "H27",
            "what a write to an open workbook displaced is left as it is",
            in_excel.slips_left,
        ),
        (
            "test_h27_what_a_write_displaced_after_a_row_was_inserted_is_put_back",
            "test_h27_a_cell_cleared_in_the_wrong_row_gets_its_value_back",
            "test_h27_what_a_write_displaced_after_a_sort_is_put_back",
            "test_h27_a_row_deleted_in_the_wrong_place_comes_back_and_the_right_one_goes_in_an_open_workbook",
            "test_h27_a_new_row_that_came_over_another_leaves_both",
        ),
    ),
    Defence(
        Plant(
            "torn rows taken",
            "H27",
            "rows of which one part was read before somebody inserted a row and one after it are taken for rows",
            in_excel.torn_rows_taken,
        ),
        ("test_a_row_inserted_between_the_calls_of_a_reading_leaves_it_whole",),
    ),
    Defence(
        Plant(
            "displaced beside the pane",
            "H27",
            "what a write of the pane displaced is left as it is",
            in_pane.displaced_left,
        ),
        (
            "test_whatever_somebody_does_meanwhile_nothing_is_lost_and_nothing_doubled",
            "test_what_was_displaced_is_put_back_once_the_cell_that_is_typed_in_is_left",
        ),
    ),
    Defence(
        Plant(
            "own cells go",
            "H27",
            "a row is taken out of an Excel Table with what its user typed beside it",
            in_pane.own_cells_go,
        ),
        ("test_whatever_somebody_does_meanwhile_nothing_is_lost_and_nothing_doubled",),
    ),
    Defence(
        Plant(
            "moved rows read",
            "H27",
            "rows that moved while the pane read them are read twice or not at all",
            in_pane.moved_rows_read,
        ),
        ("test_a_row_that_moves_while_a_large_workbook_is_read_is_neither_missed_nor_read_twice",),
    ),
)
