"""``crossfoot history``: the versions of one row, or of one of its cells."""

from __future__ import annotations

from pathlib import Path

import click
import msgspec

from crossfoot_sync.cli.failing import TRY_AGAIN, failing
from crossfoot_sync.cli.telling import book_called, why
from crossfoot_sync.cli.words import word
from crossfoot_sync.client.books import connect, read_manifest
from crossfoot_sync.client.credentials import Credentials
from crossfoot_sync.client.finding import Found, find_row, open_workbook
from crossfoot_sync.client.meaning import column_meant
from crossfoot_sync.client.versions import version
from crossfoot_sync.engine.wire import RowHistory
from crossfoot_sync.grids.xlsx import XlsxGrid
from crossfoot_templates.model import Book


@click.command(short_help="Who changed a row, when, from which book.")
@click.argument("path", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.argument("table")
@click.argument("row")
@click.option("--field", default="", help="Only changes of this column, by its name or its heading.")
@click.option("--json", "json_", is_flag=True, help="Print the history as JSON.")
def history(path: Path, table: str, row: str, field: str, json_: bool) -> None:
    """Print the versions of ROW (its key or id) of TABLE, as the book at PATH may see them, the newest first.

    TABLE is the table's name or what the workbook calls it. A row that was removed is found as well.
    """
    with failing(TRY_AGAIN, path):
        server = connect(read_manifest(path).server, Credentials())
        workbook = open_workbook(XlsxGrid(path), server)
        found = find_row(workbook, path.name, server, table, row)
        column = column_meant(field, found.table.view.table)
        told = server.history(workbook.manifest.book, found.table.name, found.row_id, column)
    if json_:
        click.echo(msgspec.json.encode(told))
    else:
        _print(told, found, workbook.view.book)


def _print(told: RowHistory, found: Found, book: Book) -> None:
    language = found.display.language
    for each in (version(change, found) for change in told.changes):
        who = f"{each.who} ({each.login})"
        rev = word("version", language, rev=each.rev)
        what = word(each.kind, language, book=book_called(each.book, book, language))
        click.echo(f"{rev}  {each.at}  {who}  {what}{why(each.reason)}")
        for field in each.fields:
            said = word("field", language, place=field.column, before=field.before, after=field.after)
            click.echo(f"    {said}")
