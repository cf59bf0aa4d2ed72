"""Every hazard with the defence that can be taken away, and the tests that must fail without it."""

from __future__ import annotations

from crossfoot_tests.planted import in_engine, in_google, in_grids, in_server
from crossfoot_tests.planted.defence import Defence
from crossfoot_tests.planted.of_open_workbooks import OF_OPEN_WORKBOOKS
from crossfoot_tests.planted.plant import Plant
from crossfoot_tests.simulation.bugs import BUGS, GUARDED


def _shared(name: str, hazard: str, *tests: str, at_once: bool = False) -> Defence:
    """A bug that stands with those of the simulation."""
    bug = (BUGS | GUARDED)[name]
    return Defence(Plant(name, hazard, bug.says, bug.breaks), tests, at_once)


_OLD_COPY = "test_h19_an_old_copy_loses_nothing_overwrites_nobody_and_brings_back_no_removed_row"

_OF_ALL: tuple[Defence, ...] = (
    Defence(
        Plant("rows by position", "H01", "a row is known by its place", in_engine.rows_by_position),
        (
            "test_h01_a_sort_that_takes_the_hidden_columns_along_changes_nothing",
            "test_h01_an_edit_after_a_sort_reaches_the_row_it_was_made_in",
        ),
    ),
    _shared(
        "no rejoining",
        "H02",
        "test_h02_rows_that_a_sort_parted_from_their_ids_are_brought_together",
        "test_h02_visible_cells_sorted_without_the_hidden_ones_find_their_ids_again",
        "test_h02_a_row_deleted_and_the_rest_sorted_up_is_removed_under_its_own_id",
    ),
    Defence(
        Plant(
            "scrambled ids guessed",
            "H02",
            "a key that may have moved or been typed over is taken for an edit",
            in_engine.scrambled_ids_guessed,
        ),
        ("test_h02_where_a_key_may_have_moved_or_been_typed_the_rows_in_doubt_are_held_and_no_others",),
        at_once=True,
    ),
    _shared(
        "mixed rows edited",
        "H02",
        "test_h02_a_sort_of_any_of_the_columns_sends_no_cell_as_an_edit_of_another_row",
        "test_h02_a_sort_of_some_columns_only_is_noticed_and_sends_nothing",
        "test_h02_the_rows_of_a_sort_of_some_columns_are_held_and_the_table_names_the_columns",
    ),
    _shared(
        "figures missed",
        "H02",
        "test_a_figure_that_changed_while_its_row_could_not_be_written_is_asked_for_once_it_can",
        at_once=True,
    ),
    _shared(
        "copies keep their id",
        "H03",
        "test_h03_of_a_copied_row_the_original_keeps_its_id_and_the_copy_is_new",
        "test_h03_a_row_pasted_whole_over_several_removes_those_and_says_of_the_copies_what_they_are",
    ),
    Defence(
        Plant(
            "first copy keeps the id",
            "H03",
            "of copies the upper one keeps the id, whatever stands in it",
            in_engine.first_copy_keeps_the_id,
        ),
        (
            "test_h03_of_copies_the_one_that_is_most_like_its_base_keeps_the_id",
            "test_h03_an_edited_copy_above_its_original_does_not_take_its_place",
        ),
    ),
    Defence(
        Plant("moved rows by position", "H04", "a row is known by its place", in_engine.rows_by_position),
        ("test_h04_a_row_that_was_cut_and_inserted_elsewhere_stays_itself",),
    ),
    Defence(
        Plant(
            "blank line ends the table",
            "H05",
            "rows below a blank line are not read",
            in_grids.blank_line_ends_the_table,
        ),
        ("test_h05_rows_typed_after_blank_lines_are_rows", "test_h05_blank_rows_and_painted_cells_are_no_rows"),
    ),
    Defence(
        Plant("never asks", "H06", "however many rows are gone, nobody is asked", in_engine.never_asks),
        ("test_h06_many_rows_gone_at_once_ask_first",),
    ),
    Defence(
        Plant(
            "removed whatever the policy",
            "H06",
            "a row is voided although its table puts rows back",
            in_server.removed_whatever_the_policy,
        ),
        ("test_h06_removal_follows_the_tables_policy",),
    ),
    _shared("removal without revision", "H06", "test_a_row_that_somebody_changed_meanwhile_is_put_back"),
    Defence(
        Plant(
            "headings not compared",
            "H07",
            "columns are bound by name alone, whatever stands above them",
            in_engine.headings_not_compared,
        ),
        ("test_h07_an_edited_heading_stops_its_table_and_says_which",),
    ),
    Defence(
        Plant(
            "deleted columns are blank",
            "H07",
            "a column that is gone counts as one of blanks",
            in_engine.absent_columns_are_blank,
        ),
        ("test_h07_a_deleted_column_keeps_its_stored_values",),
    ),
    Defence(
        Plant("hidden rows passed over", "H08", "rows that are hidden are not read", in_grids.hidden_rows_passed_over),
        (
            "test_h08_hidden_and_filtered_rows_count_like_others",
            "test_h08_filtered_and_hidden_rows_count_like_others",
            "test_h08_an_edit_under_a_filter_reaches_its_row_and_the_filter_stays",
        ),
    ),
    Defence(
        Plant("merges not looked at", "H09", "a merged cell is read as a blank", in_grids.merges_not_looked_at),
        (
            "test_h09_every_cell_of_a_merged_range_in_the_data_is_a_fault",
            "test_h09_merged_cells_are_findings_and_blank_nothing",
        ),
    ),
    Defence(
        Plant("formulas are values", "H10", "a formula is overwritten like a value", in_engine.formulas_are_values),
        ("test_h10_a_formula_in_an_input_column_is_pushed_by_value_and_stays",),
    ),
    Defence(
        Plant("errors are blanks", "H11", "a cell that shows an error is read as a blank", in_grids.errors_are_blanks),
        (
            "test_h11_a_cell_that_cannot_be_read_is_a_fault",
            "test_h11_error_values_are_findings_and_the_stored_value_stays",
        ),
    ),
    Defence(
        Plant("only plain numbers", "H12", "a text is a number only if Python says so", in_engine.only_plain_numbers),
        ("test_h12_numbers_written_as_text_are_numbers", "test_h12_money"),
    ),
    Defence(
        Plant("dates guessed", "H13", "3/5/2024 is taken for the fifth of March", in_engine.dates_guessed),
        ("test_h13_what_is_no_date_is_a_finding_and_never_a_guess", "test_h13_dates"),
    ),
    Defence(
        Plant("one calendar", "H13", "serials count from 1900 whatever the workbook says", in_engine.one_calendar),
        ("test_h13_a_bare_serial_counts_from_1904_where_the_workbook_does",),
        at_once=True,
    ),
    Defence(
        Plant(
            "codes made of numbers", "H14", "a number in a code column becomes a code", in_engine.codes_made_of_numbers
        ),
        ("test_h14_codes_keep_their_zeros_and_numbers_in_a_code_column_are_findings", "test_h14_codes"),
    ),
    Defence(
        Plant(
            "last row has the key",
            "H15",
            "of two rows with one key the lower one is taken",
            in_server.last_row_has_the_key,
        ),
        (
            "test_h15_a_natural_key_stands_once_in_the_sheet_and_in_the_store",
            "test_h15_of_two_new_rows_with_one_key_the_first_in_the_sheet_has_it",
        ),
    ),
    Defence(
        Plant(
            "headings of today",
            "H16",
            "an old workbook is measured by the headings of today",
            in_engine.headings_of_today,
        ),
        ("test_h16_a_column_that_the_company_renamed_stops_no_older_workbook",),
    ),
    Defence(
        Plant(
            "columns not there yet are blank",
            "H16",
            "a column that an old template lacks counts as one of blanks",
            in_engine.absent_columns_are_blank,
        ),
        ("test_h16_an_older_template_keeps_working_and_says_what_it_lacks",),
    ),
    Defence(
        Plant("anybody's book", "H17", "nobody asks whose book it is", in_engine.anybodys_book),
        (
            "test_h17_a_forwarded_book_is_refused_before_anything_is_sent",
            "test_h17_a_forwarded_book_is_refused_and_hears_nothing",
        ),
    ),
    _shared(
        "lists tell names",
        "H17",
        "test_h17_a_new_book_and_its_first_syncs_leak_nothing",
        "test_h17_references_to_rows_out_of_sight_are_like_references_to_none",
        "test_h17_a_customer_that_leaves_is_shown_by_its_number_and_its_new_name_is_not",
    ),
    _shared("scope leak", "H17", "test_h17_a_row_of_another_scope_named_by_its_id_is_like_one_that_never_was"),
    Defence(
        Plant(
            "strings left behind",
            "H17",
            "shared strings stay when the cells that used them are cleared",
            in_grids.strings_left_behind,
        ),
        ("test_h17_a_row_that_leaves_takes_along_what_changed_in_it_and_leaves_no_string_behind",),
    ),
    Defence(
        Plant("ids taken as they stand", "H18", "an id that is none is sent", in_engine.ids_taken_as_they_stand),
        ("test_h18_a_row_that_lost_its_id_only_is_a_new_row_and_no_edit_of_an_unknown_one",),
    ),
    _shared("ids loose of bases", "H18", "test_h18_a_base_beside_another_id_says_nothing"),
    Defence(
        Plant(
            "hashes taken on trust",
            "H18",
            "the hashes of a base are not compared with the revision it names",
            in_server.hashes_taken_on_trust,
        ),
        ("test_h18_a_base_of_another_value_makes_only_its_own_field_two_way",),
    ),
    Defence(
        Plant(
            "manifest read leniently",
            "H18",
            "what is damaged in a manifest is made up",
            in_engine.manifest_read_leniently,
        ),
        (
            "test_h18_a_tampered_manifest_is_refused_by_name",
            "test_h18_a_manifest_that_cannot_be_right_is_refused_and_nothing_is_sent[cursor]",
        ),
    ),
    Defence(
        Plant(
            "old revisions not looked up",
            "H19",
            "an edit made on an old revision is merged without it",
            in_server.old_revisions_not_looked_up,
        ),
        (_OLD_COPY,),
    ),
    _shared(
        "last writer wins",
        "H19",
        _OLD_COPY,
        "test_h19_what_is_typed_after_such_an_undo_meets_what_was_synced_as_a_conflict",
    ),
    _shared(
        "first writer wins",
        "H20",
        "test_h20_two_people_in_one_row",
        "test_h20_the_same_field_is_in_conflict_and_the_others_go",
    ),
    Defence(
        Plant(
            "touched rows conflict",
            "H20",
            "whatever is changed in a row that somebody else changed is a conflict",
            in_server.whole_rows_conflict,
        ),
        ("test_h20_different_fields_of_one_row_merge",),
    ),
    _shared(
        "replay applied twice",
        "H21",
        "test_h21_a_batch_that_comes_again_is_answered_from_the_record",
        at_once=True,
    ),
    Defence(
        Plant("outbox forgotten", "H21", "a push whose reply was lost is not looked for", in_engine.outbox_forgotten),
        (
            "test_h21_a_push_whose_reply_was_lost_is_sent_again_and_counts_once",
            "test_h23_an_edit_made_after_the_crash_is_not_taken_for_the_one_that_was_sent",
        ),
    ),
    _shared(
        "committed halfway",
        "H22",
        "test_h22_a_push_that_fails_before_any_of_its_statements_leaves_nothing_and_is_taken_in_once_afterwards",
    ),
    _shared(
        "ids not kept",
        "H23",
        "test_h23_a_client_killed_between_any_two_steps_loses_and_doubles_nothing[after put]",
    ),
    _shared(
        "bases alone",
        "H23",
        "test_h23_a_program_that_ends_before_it_saw_what_it_missed_leaves_no_row_in_step_with_what_it_does_not_show",
        "test_h23_a_choice_that_was_made_before_the_news_decides_nothing_of_it_though_the_program_ends",
    ),
    _shared(
        "outbox closed early",
        "H23",
        "test_h23_an_edit_made_after_the_crash_is_not_taken_for_the_one_that_was_sent",
    ),
    Defence(
        Plant(
            "journals passed over",
            "H23",
            "what a write to a Google spreadsheet displaced is left to who wrote it",
            in_google.journals_passed_over,
        ),
        ("test_h23_what_a_program_displaced_before_it_died_is_put_back_by_whoever_reads_next",),
    ),
    Defence(
        Plant(
            "locks passed over",
            "H24",
            "a file is written whoever has it open, read-only or not",
            in_grids.locks_passed_over,
        ),
        (
            "test_h24_a_file_open_in_a_program_is_read_but_not_written",
            "test_h24_a_read_only_file_is_not_written",
            "test_h24_a_workbook_open_in_libreoffice_is_refused_until_it_is_closed",
            "test_h24_a_workbook_open_in_excel_is_refused_until_it_is_closed",
        ),
    ),
    Defence(
        Plant("protection dropped", "H24", "a sheet that is written is protected no more", in_grids.protection_dropped),
        ("test_h24_a_protected_sheet_is_synced_and_its_protection_stays",),
    ),
    _shared(
        "no reconciliation",
        "H25",
        "test_h25_when_a_person_changes_teams_their_book_follows_though_no_row_has_a_new_version",
        "test_h25_when_the_tree_of_teams_changes_books_follow_though_no_row_has_a_new_version",
    ),
    Defence(
        Plant(
            "rows leave with their edits",
            "H25",
            "a row out of scope goes, whatever was typed into it",
            in_engine.rows_leave_with_their_edits,
        ),
        ("test_h25_a_row_that_left_with_edits_not_sent_stays_marked_and_loses_nothing",),
    ),
    Defence(
        Plant(
            "unknown references by id",
            "H25",
            "a reference out of sight is written into its cell as an id",
            in_engine.unknown_references_by_id,
        ),
        ("test_h25_when_a_person_changes_teams_their_book_follows_though_no_row_has_a_new_version",),
    ),
    Defence(
        Plant("texts run as formulas", "H26", "a text that begins with = is a formula", in_grids.texts_run_as_formulas),
        ("test_h26_text_of_every_kind_comes_back_as_it_went",),
    ),
    Defence(
        Plant(
            "control characters pass",
            "H26",
            "control characters are stored like others",
            in_engine.control_characters_pass,
        ),
        ("test_h26_a_control_character_is_a_finding", "test_h26_text"),
    ),
    Defence(
        Plant(
            "cells written unseen",
            "H27",
            "cells of the file are written although they changed since they were read",
            in_grids.cells_written_unseen,
        ),
        ("test_h27_a_change_by_another_program_is_seen_though_size_and_time_are_the_same",),
        at_once=True,
    ),
    _shared(
        "no stepping back",
        "H27",
        "test_h27_what_was_typed_over_a_change_on_its_way_in_is_a_conflict_and_overwrites_nobody",
        at_once=True,
    ),
    Defence(
        Plant(
            "typed meanwhile seen",
            "H27",
            "what is typed into a Google spreadsheet while a sync is under way counts as seen",
            in_google.typed_meanwhile_seen,
        ),
        ("test_what_is_typed_before_any_request_of_a_sync_is_sent_with_it_or_after_it",),
        at_once=True,
    ),
    Defence(
        Plant(
            "writes not judged",
            "H27",
            "a write to a Google spreadsheet counts as right, whatever it displaced",
            in_google.writes_not_judged,
        ),
        (
            "test_h27_a_row_inserted_above_between_read_and_write_is_found_again",
            "test_h27_what_a_person_typed_into_a_cell_just_before_it_was_written_comes_back",
            "test_h27_a_row_deleted_in_the_wrong_place_comes_back_and_the_right_one_goes",
        ),
        at_once=True,
    ),
    Defence(
        Plant(
            "turns not taken",
            "H28",
            "a write to a Google spreadsheet is carried out whoever wrote since",
            in_google.turns_not_taken,
        ),
        ("test_h28_a_write_that_arrives_a_second_time_is_refused",),
    ),
    Defence(
        Plant(
            "rows written below",
            "H29",
            "new rows of a Google spreadsheet are written over what stands there",
            in_google.rows_written_below,
        ),
        ("test_h29_what_somebody_types_below_meanwhile_moves_down_and_no_column_shifts",),
    ),
    Defence(
        Plant("turns of others not seen", "H30", "two workers write without knowing it", in_google.turns_not_taken),
        ("test_h30_a_second_worker_that_has_not_seen_the_first_ones_write_is_refused_and_reads_again",),
    ),
    Defence(
        Plant("no lock", "H30", "two syncs of one workbook run at once", in_engine.no_lock),
        ("test_h30_of_two_syncs_of_one_workbook_the_second_is_refused_and_a_killed_one_is_in_nobodys_way",),
    ),
    Defence(
        Plant("DTDs let through", "H31", "a part that declares entities is read", in_grids.dtds_let_through),
        (
            "test_h31_each_is_refused_for_its_own_reason[entity bomb]",
            "test_h31_each_is_refused_for_its_own_reason[external entity]",
        ),
    ),
    Defence(
        Plant("blanks without end", "H31", "blanks between far cells are not counted", in_grids.blanks_without_end),
        ("test_h31_few_cells_far_apart_do_not_make_millions",),
    ),
    Defence(
        Plant(
            "kinds not told apart",
            "H31",
            "an encrypted or old file is no workbook, and nothing says why",
            in_grids.kinds_not_told_apart,
        ),
        (
            "test_h31_each_is_refused_for_its_own_reason[password]",
            "test_h24_an_encrypted_workbook_is_refused_by_name",
        ),
    ),
    _shared(
        "base without open",
        "H32",
        "test_h32_a_conflict_left_open_survives_syncs_and_theirs_being_reverted",
        "test_h32_a_cell_and_the_stores_value_of_revision_5",
    ),
    Defence(
        Plant(
            "open fields go out again",
            "H32",
            "a field that waits for its user is sent with every sync",
            in_engine.open_fields_go_out_again,
        ),
        (
            "test_h32_a_conflict_left_open_survives_syncs_and_theirs_being_reverted",
            "test_h32_an_open_field_goes_out_when_it_was_decided_or_edited_again",
        ),
    ),
    _shared("epoch kept", "H33", "test_h33_what_vanished_with_a_restored_store_is_told_and_nothing_is_overwritten"),
    _shared(
        "restore taken for news",
        "H33",
        "test_h33_what_vanished_with_a_restored_store_is_told_and_nothing_is_overwritten",
        "test_h33_what_vanished_can_be_sent_again_by_its_user_and_is_there_once",
    ),
)

DEFENCES: tuple[Defence, ...] = tuple(sorted((*_OF_ALL, *OF_OPEN_WORKBOOKS), key=lambda each: each.plant.hazard))
