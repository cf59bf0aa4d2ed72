"""``crossfoot columns``: what tables and columns are called, what a cell of each may hold, and what rules there are."""

from __future__ import annotations

from collections.abc import Iterator

import click
import msgspec

from crossfoot_sync.cli.failing import TRY_AGAIN, failing
from crossfoot_sync.client.books import connect
from crossfoot_sync.client.credentials import Credentials
from crossfoot_sync.client.errors import NoSuchTableError
from crossfoot_templates.model import BookView, Column, Language, TableView
from crossfoot_templates.types import Choice, Code, Money, Reference


@click.command(short_help="The columns of a book's tables, by name, and what they take.")
@click.argument("book")
@click.argument("table", default="")
@click.option("--server", help="The server's address; the one you are logged in to when left out.")
@click.option("--json", "json_", is_flag=True, help="Print them as JSON, as the server describes them.")
def columns(book: str, table: str, server: str | None, json_: bool) -> None:
    """Print the columns of TABLE, or of all tables of BOOK: name, type, heading, and what a cell may hold.

    The rules over the fields of a row come after its columns, each with its formula and, where changes have to be
    approved, with the roles that are asked, one after another. The names are those that mapping
    files and options such as --field take.
    """
    with failing(TRY_AGAIN):
        credentials = Credentials()
        connection = connect(server or credentials.only_server(), credentials)
        view, language = connection.view(book), connection.me().language
        if table and table not in view.by_name:
            raise NoSuchTableError(table, book, ", ".join(view.by_name))
    shown = [each for each in view.tables if table in ("", each.table.name)]
    if json_:
        click.echo(msgspec.json.encode({"tables": shown, "choices": view.choices}))
        return
    for each in shown:
        click.echo("\n".join(_table_lines(each, view, language)))


def _table_lines(shown: TableView, view: BookView, language: Language) -> Iterator[str]:
    read_only = "" if shown.editable else "  (read-only in this book)"
    yield f"{shown.table.name}  {shown.table.label.in_(language)}{read_only}"
    widths = [max(len(text) for text in texts) for texts in zip(*map(_head, shown.table.columns), strict=True)]
    for column in shown.table.columns:
        head = "  ".join(text.ljust(width) for text, width in zip(_head(column), widths, strict=True))
        sentences = (
            _calculated(column) if column.computed else [*_standing(column, shown), _takes(column, view, language)]
        )
        yield f"  {head}  {column.label.in_(language)}: {' '.join(sentences)}"
    for rule in shown.table.rules:
        roles = f"  Approved by {', then '.join(rule.roles)}." if rule.roles else ""
        yield f"  rule {rule.name}  {rule.kind} {rule.formula}  {rule.message.in_(language)}{roles}"


def _head(column: Column) -> tuple[str, str]:
    return column.name, column.type.name


def _calculated(column: Column) -> list[str]:
    """What is said of a column that nobody fills in. Who may not see what its formula names is not shown it."""
    return [f"Calculated by the server: {column.compute}" if column.compute else "Calculated by the server."]


def _standing(column: Column, shown: TableView) -> Iterator[str]:
    """What is asked of the column as such."""
    if not shown.writable(column.name):
        yield "Read-only for you."
    if column.required and not column.filled_in:
        yield "Required."
    if column.required_when:
        yield f"Required where {column.required_when}"
    if column.default:
        yield f"A blank of a new row is filled in: {column.default}"
    if (column.name,) in (shown.table.key, *shown.table.unique):
        yield "No two rows may have the same."
    elif column.name in shown.table.key:
        yield f"No two rows may have the same {', '.join(shown.table.key)}."


def _takes(column: Column, view: BookView, language: Language) -> str:
    """What a cell of the column may hold; a choice and a reference by every name that is understood."""
    from crossfoot_templates.render.prompts import expected  # noqa: PLC0415 - brings openpyxl, which is slow to load

    match column.type:
        case Choice(choices=name):
            named = (f"{each.code} = {each.label.in_(language)}" for each in view.choice_lists[name].choices)
            return f"One of: {'; '.join(named)}."
        case Reference(table=name):
            return f"A row of {name}, by {' or '.join(_names_of(name, view))}."
        case Code(numbering=str()):
            return f"A code; left blank, it is given a number such as {column.type.numbered(1)}."
        case Money(currency=currency):
            return f"{expected(column.type, view, 'en')} Its currency stands in {currency}."
        case other:
            return expected(other, view, "en")


def _names_of(table: str, view: BookView) -> list[str]:
    """The columns by which a reference finds a row; of a table that the book does not show they are not known."""
    if table not in view.by_name:
        return ["its code", "its name"]
    declared = view.by_name[table].table
    return list(dict.fromkeys((*declared.key, declared.shown_by) if len(declared.key) == 1 else (declared.shown_by,)))
