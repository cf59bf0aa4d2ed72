"""``crossfoot resolve``: decide open fields from the command line."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import cast

import click
import msgspec

from crossfoot_sync.cli.failing import Failure, exit_code, failing
from crossfoot_sync.client.books import open_desk
from crossfoot_sync.client.credentials import Credentials
from crossfoot_sync.client.held_rows import HeldRow
from crossfoot_sync.client.report import OpenItem
from crossfoot_sync.engine.rows import Decision


@click.command(short_help="Decide conflicts: keep mine or take theirs.")
@click.argument("path", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--mine", "choice", flag_value="mine", help="Send the workbook's value.")
@click.option("--theirs", "choice", flag_value="theirs", help="Put the store's value into the cell.")
@click.option("--table", help="Only this table.")
@click.option("--row", help="Only the row with this key, as it stands in the sheet.")
@click.option("--field", help="Only this column, by its machine name.")
@click.option("--preview", is_flag=True, help="Only list the fields that would be decided.")
@click.option("--reason", default="", help="Why you decide so; kept with the batch.")
@click.option("--json", "json_", is_flag=True, help="Print the open fields, or the report, as JSON.")
def resolve(
    path: Path,
    choice: str | None,
    table: str | None,
    row: str | None,
    field: str | None,
    preview: bool,
    reason: str,
    json_: bool,
) -> None:
    """List the open fields of the workbook at PATH, or decide those selected and sync."""
    with failing(), open_desk(path, Credentials()) as desk:
        found = [each for each in desk.open_fields() if _selected(each, table, row, field)]
        if choice is None or preview:
            _list(found, [each for each in desk.held_rows() if table in (None, each.table)], json_=json_)
            return
        if not found:
            raise Failure(f"Nothing open matches. List what is open with: crossfoot resolve {path}")
        decision = cast("Decision", choice)
        decided = {(each.table, each.row_id, each.column): decision for each in found}
        report = desk.sync(decisions=decided, reason=reason)
    from crossfoot_sync.cli.printing import print_json, print_report  # noqa: PLC0415 - rich is slow to load

    (print_json if json_ else print_report)(report)
    sys.exit(exit_code(report))


def _selected(item: OpenItem, table: str | None, row: str | None, field: str | None) -> bool:
    wanted = ((table, item.table), (row, item.row), (field, item.column))
    return all(asked is None or asked == held for asked, held in wanted)


def _list(found: list[OpenItem], held: list[HeldRow], *, json_: bool) -> None:
    if json_:
        click.echo(msgspec.json.encode(found))
        return
    if not (found or held):
        click.echo("Nothing is open.")
    for each in found:
        click.echo(f"{each.table}  {each.row}  {each.column}\n    {each.message}")
    for line in held:
        _list_held(line)


def _list_held(held: HeldRow) -> None:
    """Say which row a held line stands for, and what each choice would do; it is made in the sheet."""
    place = f"{held.table}  row {held.handle}"
    if not held.stands_for:
        click.echo(f"{place} shows {held.shows} and may belong to another row that is held")
        click.echo("    See to that one first. If this is a new row, choose Keep mine in its Sync column.")
        return
    click.echo(f"{place} stands for {held.stands_for}, but shows {held.shows}")
    click.echo(f"    Choose in its Sync column. Take theirs: it shows {held.stands_for} again.")
    click.echo(f"    Keep mine: {held.stands_for} becomes {held.shows}.")
