"""``crossfoot resolve``: decide open fields from the command line."""

from __future__ import annotations

import sys
from itertools import groupby
from pathlib import Path

import click
import msgspec

from crossfoot_sync.cli.failing import Failure, exit_code, failing
from crossfoot_sync.client.afterwards import look_up
from crossfoot_sync.client.books import open_desk
from crossfoot_sync.client.credentials import Credentials
from crossfoot_sync.client.desk import Desk
from crossfoot_sync.client.finding import open_workbook, table_of
from crossfoot_sync.client.held_rows import HeldRow
from crossfoot_sync.client.meaning import column_meant
from crossfoot_sync.client.report import OpenItem
from crossfoot_sync.engine.rows import Decision

_WOULD = {
    "mine": "the workbook's values would be sent.",
    "theirs": "the store's values would be put into the cells.",
}


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
        table, columns = _meant(desk, path, table, field)
        found = [each for each in desk.open_fields() if _selected(each, table, row, columns)]
        if json_ and (choice is None or preview):
            click.echo(msgspec.json.encode(found))
            return
        if choice is None:
            _list(found, desk, table)
            return
        if preview:
            click.echo(f"A preview: nothing was decided or sent. With --{choice} {_WOULD[choice]}")
            _list_fields(found)
            return
        if not found:
            raise Failure(f"Nothing open matches. List what is open with: crossfoot resolve {path}")
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
    desk: Desk, path: Path, table: str | None, field: str | None
) -> tuple[str | None, set[tuple[str, str]] | None]:
    """The table that is meant, and the columns, each with its table; ``None`` for whatever was not asked for."""
    if table is None and field is None:
        return None, None
    workbook = open_workbook(desk.grid, desk.server)
    name = None if table is None else table_of(workbook, path.name, table).name
    if field is None:
        return name, None
    return name, {(each.name, column_meant(field, each.view.table)) for each in workbook.tables.values()}


def _selected(item: OpenItem, table: str | None, row: str | None, columns: set[tuple[str, str]] | None) -> bool:
    if columns is not None and (item.table, item.column) not in columns:
        return False
    return all(asked is None or asked == held for asked, held in ((table, item.table), (row, item.row)))


def _list(found: list[OpenItem], desk: Desk, table: str | None) -> None:
    _list_fields(found)
    held = {(each.table, each.handle): each for each in desk.held_rows() if table in (None, each.table)}
    waiting = (each for each in desk.rows_to_mend() if table in (None, each.table))
    rows = [each for each in waiting if (each.table, each.handle) not in held]
    if rows or held:
        click.echo("To be mended or chosen in the sheet itself:")
    for line in held.values():
        _list_held(line)
    for each in rows:
        click.echo(f"{each.table}  row {each.handle}  {each.name}\n    {each.message}")
    if not (found or rows or held):
        click.echo("Nothing is open.")


def _list_held(held: HeldRow) -> None:
    """Say which row a held line stands for, and what each choice would do."""
    place = f"{held.table}  row {held.handle}"
    if not held.stands_for:
        click.echo(f"{place} shows {held.shows} and may belong to another row that is held")
        click.echo("    See to that one first. If this is a new row, choose Keep mine in its Sync column.")
        return
    if held.stands_for == held.shows:
        click.echo(f"{place} is {held.shows}, but some of its cells seem to have come from other lines")
        click.echo("    Choose in its Sync column. Take theirs: it shows the stored row again.")
        click.echo("    Keep mine: the stored row becomes what stands there.")
        return
    click.echo(f"{place} stands for {held.stands_for}, but shows {held.shows}")
    click.echo(f"    Choose in its Sync column. Take theirs: it shows {held.stands_for} again.")
    click.echo(f"    Keep mine: {held.stands_for} becomes {held.shows}.")


def _list_fields(found: list[OpenItem]) -> None:
    """List open fields; what is said of a row as a whole is said once, below all of them."""
    for _, fields in groupby(found, lambda each: (each.table, each.row_id, each.message)):
        together = list(fields)
        for each in together:
            click.echo(f"{each.table}  {each.row}  {each.column}")
        click.echo(f"    {together[0].message}")
