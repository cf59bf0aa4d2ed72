"""What brings back to the sheet of a table what people took away: nothing where all of it is there."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import SequenceMatcher

from crossfoot_templates.layout import GOOGLE_COLUMNS
from crossfoot_templates.sheets.batch import Json, grid_range, hide_columns, neighbours, repeat_cell
from crossfoot_templates.sheets.comparing import corners, fits, rule_key, same_condition
from crossfoot_templates.sheets.conditions import conditional_formats, is_ours
from crossfoot_templates.sheets.formats import number_format
from crossfoot_templates.sheets.marks import mark_columns, mark_row, mark_table
from crossfoot_templates.sheets.present import PresentSheet
from crossfoot_templates.sheets.protections import add_protection, table_protections
from crossfoot_templates.sheets.protections import is_ours as is_our_protection
from crossfoot_templates.sheets.table_layout import set_filter
from crossfoot_templates.sheets.table_sheet import TableSheet
from crossfoot_templates.sheets.validations import set_validation, validations


def mend_table(sheet: TableSheet, present: PresentSheet) -> Iterator[Json]:
    """The requests for one table's sheet, of which ``present`` tells what it has."""
    yield from _marks(sheet, present)
    yield from _hidden_columns(sheet, present)
    yield from _formats(sheet, present)
    yield from _validations(sheet, present)
    yield from mended_conditions(sheet, present)
    yield from mended_protections(table_protections(sheet), present)
    if not present.filtered:
        yield set_filter(sheet)


def _marks(sheet: TableSheet, present: PresentSheet) -> Iterator[Json]:
    """The marks that other things tell. That of a column is told by nothing: it went with its column."""
    table = sheet.view.table.name
    lines = present.lines(table)
    if present.own_table != table:
        yield mark_table(sheet.id, table)
    if GOOGLE_COLUMNS not in present.marks:
        yield mark_columns(sheet)
    if "header" not in lines:
        yield mark_row(sheet.id, table, "header", sheet.header)
    if "status" not in lines and sheet.header > 1:
        yield mark_row(sheet.id, table, "status", sheet.header - 1)


def _hidden_columns(sheet: TableSheet, present: PresentSheet) -> list[Json]:
    shown = (each.place for each in sheet.columns.all if each.hidden and each.place not in present.hidden_columns)
    return hide_columns(sheet.id, shown)


def _formats(sheet: TableSheet, present: PresentSheet) -> Iterator[Json]:
    """Number formats of cells that hold no number: of one that does, another format would make another value."""
    for column in sheet.columns.all:
        wanted = number_format(column.format.number_format)
        wrong = [
            row
            for row in present.rows_seen(column.place)
            if row > sheet.header
            and present.holds_no_number(row, column.place)
            and not fits(wanted, present.number_format(row, column.place))
        ]
        look = {"userEnteredFormat": {"numberFormat": wanted} if wanted else {}}
        for first, last in neighbours(wrong):
            where = grid_range(sheet.id, (first, None if last == present.rows else last), (column.place, column.place))
            yield repeat_cell(where, look, "userEnteredFormat.numberFormat")


def _validations(sheet: TableSheet, present: PresentSheet) -> Iterator[Json]:
    for column, rule in validations(sheet):
        rows = (row for row in present.rows_seen(column.place) if row > sheet.header)
        found = (present.cells.get((row, column.place), {}).get("dataValidation", {}) for row in rows)
        if any(not same_condition(each.get("condition", {}), rule["condition"]) for each in found):
            yield set_validation(sheet, column, rule)


def mended_conditions(sheet: TableSheet, present: PresentSheet) -> Iterator[Json]:
    """Ours in their order, among those of people, which stay where they are."""
    size = present.rows, present.columns
    wanted = conditional_formats(sheet)
    ours = [at for at, rule in enumerate(present.conditional) if is_ours(rule)]
    match = SequenceMatcher(
        None,
        [rule_key(present.conditional[at], *size) for at in ours],
        [rule_key(each, *size) for each in wanted],
        autojunk=False,
    )
    kept = {ours[a + n]: b + n for a, b, length in match.get_matching_blocks() for n in range(length)}
    for at in reversed([at for at in ours if at not in kept]):
        yield {"deleteConditionalFormatRule": {"sheetId": sheet.id, "index": at}}
    left = [kept.get(at) for at in range(len(present.conditional)) if at in kept or at not in ours]
    next_to_come = left.index(min(kept.values())) if kept else ours[0] if ours else len(left)
    for which, rule in enumerate(wanted):
        if which in left:
            next_to_come = left.index(which) + 1
            continue
        left.insert(next_to_come, which)
        yield {"addConditionalFormatRule": {"rule": rule, "index": next_to_come}}
        next_to_come += 1


def mended_protections(wanted: list[Json], present: PresentSheet) -> Iterator[Json]:
    """Ours as they are to be; those of people stay."""
    size = present.rows, present.columns
    missing = {(corners(each["range"], *size), True): each for each in wanted}
    for found in present.protected:
        if is_our_protection(found):
            key = corners(found.get("range", {}), *size), bool(found.get("warningOnly"))
            if missing.pop(key, None) is None and found.get("requestingUserCanEdit"):
                yield {"deleteProtectedRange": {"protectedRangeId": found["protectedRangeId"]}}
    for each in missing.values():
        yield add_protection(each)
