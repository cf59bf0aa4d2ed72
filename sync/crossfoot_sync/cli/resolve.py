"""``crossfoot resolve``: decide open fields from the command line."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path

import click
import msgspec

from crossfoot_sync.cli.failing import Failure, exit_code, failing
from crossfoot_sync.cli.open_listing import field_lines, held_lines, mending_lines
from crossfoot_sync.cli.words import word
from crossfoot_sync.client.afterwards import look_up
from crossfoot_sync.client.books import open_desk
from crossfoot_sync.client.credentials import Credentials
from crossfoot_sync.client.desk import Desk
from crossfoot_sync.client.finding import open_workbook, table_of
from crossfoot_sync.client.meaning import column_meant
from crossfoot_sync.client.report import OpenItem
from crossfoot_sync.engine.rows import Decision
from crossfoot_sync.engine.workbook import Workbook


@click.command(short_help="Decide conflicts: keep mine or take theirs.")
@click.argument("path", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--mine", is_flag=True, help="Send the workbook's value.")
@click.option("--theirs", is_flag=True, help="Put the store's value into the cell.")
@click.option("--table", help="Only this table, by its name or its label.")
@click.option("--row", help="Only the row with this key, as it stands in the sheet.")
@click.option("--field", help="Only this column, by its name or its heading.")
@click.option("--preview", is_flag=True, help="Only list the fields that would be decided.")
@click.option("--reason", default="", help="Why you decide so; kept with the batch.")
@click.option("--json", "json_", is_flag=True, help="Print the open fields, or the report, as JSON.")
def resolve(
    path: Path,
    mine: bool,
    theirs: bool,
    table: str | None,
    row: str | None,
    field: str | None,
    preview: bool,
    reason: str,
    json_: bool,
) -> None:
    """List the open fields of the workbook at PATH, or decide those selected and sync."""
    choice = _choice(mine=mine, theirs=theirs)
    with failing(path=path), open_desk(path, Credentials()) as desk:
        workbook = open_workbook(desk.grid, desk.server)
        language = workbook.manifest.language
        table, columns = _meant(workbook, path, table, field)
        found = [each for each in desk.open_fields() if _selected(each, table, row, columns)]
        if json_ and (choice is None or preview):
            click.echo(msgspec.json.encode(found))
            return
        if choice is None:
            _list(found, desk, workbook, table)
            return
        if preview:
            click.echo(word("would_decide", language) + word(f"would_{choice}", language))
            _say(field_lines(found, workbook))
            return
        if not found:
            raise Failure(word("nothing_matches", language, path=path), language)
        decided = {(each.table, each.row_id, each.column): choice for each in found}
        report = desk.sync(decisions=decided, reason=reason)
        look_up(desk, path, report)
    from crossfoot_sync.cli.printing import print_json, print_report  # noqa: PLC0415 - rich is slow to load

    (print_json if json_ else print_report)(report)
    sys.exit(exit_code(report))


def _choice(*, mine: bool, theirs: bool) -> Decision | None:
    if mine and theirs:
        raise click.UsageError("Choose one of --mine, --theirs.")
    return "mine" if mine else "theirs" if theirs else None


def _meant(
    workbook: Workbook, path: Path, table: str | None, field: str | None
) -> tuple[str | None, set[tuple[str, str]] | None]:
    """The table that is meant, and the columns, each with its table; ``None`` for whatever was not asked for."""
    name = None if table is None else table_of(workbook, path.name, table).name
    if field is None:
        return name, None
    return name, {(each.name, column_meant(field, each.view.table)) for each in workbook.tables.values()}


def _selected(item: OpenItem, table: str | None, row: str | None, columns: set[tuple[str, str]] | None) -> bool:
    if columns is not None and (item.table, item.column) not in columns:
        return False
    return all(asked is None or asked == held for asked, held in ((table, item.table), (row, item.row)))


def _list(found: list[OpenItem], desk: Desk, workbook: Workbook, table: str | None) -> None:
    _say(field_lines(found, workbook))
    held = {(each.table, each.handle): each for each in desk.held_rows() if table in (None, each.table)}
    waiting = (each for each in desk.rows_to_mend() if table in (None, each.table))
    rows = [each for each in waiting if (each.table, each.handle) not in held]
    if rows or held:
        click.echo(word("in_the_sheet", workbook.manifest.language))
    for line in held.values():
        _say(held_lines(line, workbook))
    for each in rows:
        _say(mending_lines(each, workbook))
    if not (found or rows or held):
        click.echo(word("nothing_open", workbook.manifest.language))


def _say(lines: Iterable[str]) -> None:
    for line in lines:
        click.echo(line)
