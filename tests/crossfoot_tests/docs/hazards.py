"""The list of hazards on the page on sync: what can happen, what then holds, and the tests that show it."""

from __future__ import annotations

import ast
import re
import textwrap
from collections.abc import Iterator
from dataclasses import dataclass

from crossfoot_tests.docs.places import ROOT, TESTS

BEGIN, END = "<!-- hazards: written by crossfoot_tests.docs.generate -->", "<!-- end of hazards -->"


@dataclass(frozen=True)
class Hazard:
    """Something that happens to workbooks, and what must hold then.

    Attributes:
        also: tests that show it without being named after it.
        uncovered: what no test shows yet.
    """

    what: str
    holds: str
    also: tuple[str, ...] = ()
    uncovered: str = ""


HAZARDS: dict[str, Hazard] = {
    "H01": Hazard(
        "A sort that takes the hidden columns along",
        "Nothing has changed. An edit made after it reaches the row it was made in.",
    ),
    "H02": Hazard(
        "A sort of a selection without the hidden columns, or of some of the columns only",
        "Rows that were parted from their ids are recognised by their content and brought together. Where that is not "
        "certain, and where cells changed places between rows, nothing of those rows is sent: they ask.",
    ),
    "H03": Hazard(
        "A row copied and pasted, pasted over others, cells filled",
        "The row most like its last state keeps the id; the copy is new. What was pasted over is edited, or gone. "
        "Headings pasted among the rows are no row, and a copy of a sheet is not synced.",
    ),
    "H04": Hazard("A row cut and inserted elsewhere", "It stays itself."),
    "H05": Hazard(
        "Blank rows in between, formats far below the data",
        "Neither is a row.",
        also=("test_blank_rows_between_are_no_rows",),
    ),
    "H06": Hazard(
        "Rows deleted",
        "Each table has its policy: voided, deleted or put back. Many at once ask first.",
        also=(
            "test_a_voided_row_leaves_every_book_and_keeps_its_versions",
            "test_a_deleted_row_is_no_longer_in_the_table_and_its_versions_stay",
            "test_a_row_that_somebody_changed_meanwhile_is_put_back",
        ),
    ),
    "H07": Hazard(
        "Columns inserted, moved, deleted; a heading edited; a column of one's own",
        "Managed columns are followed, one's own stay. A heading that no longer fits, or a row of headings that is "
        "gone, stops its table and no other.",
    ),
    "H08": Hazard(
        "Filtered and hidden rows",
        "They count like others. The filter stays, and what is filled or deleted under it is what was seen.",
    ),
    "H09": Hazard(
        "Merged cells in the data",
        "Each of them is a finding; nothing is blanked.",
    ),
    "H10": Hazard(
        "A formula in a column for input",
        "Its value is sent and the formula stays; if somebody else changes the field too, it is open.",
    ),
    "H11": Hazard(
        "Error values, formulas that were not calculated",
        "They are findings; the stored value stays.",
        also=("test_errors_and_uncalculated_formulas_are_faults_and_formulas_are_told",),
    ),
    "H12": Hazard(
        "Numbers written as text, full-width, with 万 or a currency sign",
        "They are numbers. An amount written in another currency than its row's is a finding.",
    ),
    "H13": Hazard(
        "Dates as numbers and texts, the 1904 calendar, Chinese date formats",
        "What is certain is read; what could be two dates is a finding, never a guess.",
    ),
    "H14": Hazard("Leading zeros, long codes", "They are kept; a code typed as a number is a finding."),
    "H15": Hazard(
        "The same key twice, in the sheet or in the store",
        "The first has it; the other is refused, and nothing is told of rows out of one's scope.",
    ),
    "H16": Hazard("An old template", "It keeps working and says which columns it lacks."),
    "H17": Hazard(
        "A workbook forwarded to somebody else; rows out of one's scope",
        "It is refused before anything is sent. Of rows out of scope nothing stands in any part of a workbook, in a "
        "message, a report or a reply, but that a key is taken.",
    ),
    "H18": Hazard(
        "Tampered ids, bases, open fields, manifest",
        "Nobody's value is overwritten: what is not certain is merged two-way. A damaged manifest is refused.",
    ),
    "H19": Hazard(
        "An old copy of the file re-opened after syncs, or an undo in the program",
        "Its revisions are old, so its edits are merged against the versions it was in step with. What was undone "
        "comes back from the store; removed rows do not. A new row that was sent before is held and says so. Where a "
        "push of a later state of the file is still to be finished, what differs from that in the copy asks "
        "([0015](../decisions/0015-a-push-without-a-reply-is-named.md)).",
    ),
    "H20": Hazard("Two people in one row", "Different fields merge; the same field is a conflict on that field only."),
    "H21": Hazard("A reply lost after the server committed", "The batch is sent again and counts once."),
    "H22": Hazard(
        "The server killed inside a push",
        "A push is one transaction: all of it or nothing is stored, and the client sends the batch again.",
    ),
    "H23": Hazard(
        "The client killed between any two of its steps",
        "The next sync finishes what was begun; nothing is lost or doubled.",
    ),
    "H24": Hazard(
        "A workbook that is protected, open elsewhere, read-only, encrypted or signed",
        "Protected sheets and structures are synced and stay protected. All else is refused by name, and the file "
        "stays as it was; what had been sent by then is finished once it may be written. In a Google spreadsheet what "
        "is protected against the account that syncs is left out and told, and the rest goes on; in a workbook that is "
        "open in Excel, protected sheets.",
    ),
    "H25": Hazard(
        "Rows that leave one's scope: by their owner, a person's team, the tree of teams",
        "They go from the workbook; a row with edits that were not sent stays and says so, and comes back with them.",
        also=(
            "test_promise_6_a_row_that_changes_hands_leaves_one_book_and_enters_another",
            "test_a_row_that_somebody_gave_away_meanwhile_is_unknown_to_who_lost_it",
        ),
    ),
    "H26": Hazard(
        "Long text, emoji, right-to-left, control characters, text that looks like a formula",
        "Text comes back as it went and never runs as a formula; control characters are findings.",
        also=("test_text_comes_back_the_same_and_is_no_formula",),
    ),
    "H27": Hazard(
        "Rows inserted, sorted or typed between reading and writing",
        "Rows are found again by their ids; a cell that changed is left alone and told. A Google spreadsheet cannot be "
        "asked to: what a write displaced there is noticed and put back "
        "([0023](../decisions/0023-a-write-is-judged-by-what-it-displaced.md)). So it is in a workbook that is "
        "[open in Excel](open-workbooks.md), where keys cannot be kept away.",
        also=(
            "test_rows_are_found_again_after_rows_were_inserted_and_deleted",
            "test_rows_are_found_again_after_a_sort",
            "test_what_a_person_typed_since_the_reading_is_left_alone",
        ),
        uncovered="Excel itself: LibreOffice stands in for it.",
    ),
    "H28": Hazard(
        "Google: quotas, time-outs",
        "A request waits its turn and ends in time. What only reads is sent again; a change of which nobody knows "
        "whether it was carried out is read back first, and one that arrives twice is refused.",
    ),
    "H29": Hazard(
        "Google: appending that shifts columns, or lands on what somebody typed",
        "New rows are inserted and then filled: what stands there moves down.",
    ),
    "H30": Hazard(
        "A second sync of the same workbook at the same time",
        "It is refused: the first holds a lock beside the file. In a Google spreadsheet a write that does not know of "
        "the last one is refused, and made anew.",
    ),
    "H31": Hazard("A hostile file", "It is refused for its own reason, within limits of time and memory."),
    "H32": Hazard(
        "A conflict left open while theirs is reverted",
        "The value in the cell stays and is not applied by itself; a value never shown is a new conflict.",
    ),
    "H33": Hazard(
        "A store restored from a backup",
        "What workbooks know of it no longer counts: every difference is shown, nothing is overwritten. What vanished "
        "with the backup stays in the sheets, says so, and can be sent again.",
        also=(
            "test_a_restored_store_gets_a_new_epoch_and_keeps_it",
            "test_a_restored_store_gets_a_new_epoch_and_the_old_one_is_told",
        ),
    ),
}


def written_tests() -> dict[str, str]:
    """Every test function of the suite and the file it stands in."""
    found = {}
    for path in sorted(TESTS.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
                found[node.name] = path.relative_to(ROOT).as_posix()
    return found


def section() -> str:
    """The list, between its two marks."""
    tests = written_tests()
    return "\n".join([BEGIN, "", *(line for name in HAZARDS for line in _entry(name, tests)), END])


def laid_into(page: str) -> str:
    """``page`` with its list of hazards renewed."""
    before, _, rest = page.partition(BEGIN)
    _, _, after = rest.partition(END)
    return before + section() + after


def _entry(name: str, tests: dict[str, str]) -> Iterator[str]:
    hazard = HAZARDS[name]
    yield textwrap.fill(f"**{name} {hazard.what}.** {hazard.holds}", 120, break_on_hyphens=False)
    yield ""
    named = [test for test in tests if re.match(rf"test_{name.lower()}_", test)]
    for test in [*named, *hazard.also]:
        yield f"- `{test}` ([{tests[test].rpartition('/')[2]}](../../{tests[test]}))"
    if hazard.uncovered:
        yield f"- Not covered: {hazard.uncovered}"
    yield ""
