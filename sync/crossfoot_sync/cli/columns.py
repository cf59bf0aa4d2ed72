"""``crossfoot columns``: what tables and columns are called, what a cell of each may hold, and what rules there are."""

from __future__ import annotations

from collections.abc import Iterator

import click
import msgspec

from crossfoot_sync.cli.failing import TRY_AGAIN, failing
from crossfoot_sync.cli.words import word
from crossfoot_sync.client.books import connect
from crossfoot_sync.client.credentials import Credentials
from crossfoot_sync.client.meaning import table_meant
from crossfoot_sync.client.phrases import phrase
from crossfoot_templates.model import BookView, Column, Language, Table, TableView
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
        name = table and table_meant(table, (each.table for each in view.tables), book, language)
    shown = [each for each in view.tables if name in ("", each.table.name)]
    if json_:
        click.echo(msgspec.json.encode({"tables": shown, "choices": view.choices}))
        return
    for each in shown:
        click.echo("\n".join(table_lines(each, view, language)))


def table_lines(shown: TableView, view: BookView, language: Language) -> Iterator[str]:
    """A table with its columns and rules, a line each, in ``language``."""
    read_only = "" if shown.editable else word("read_only_table", language)
    yield f"{shown.table.name}  {shown.table.label.in_(language)}{read_only}"
    widths = [max(len(text) for text in texts) for texts in zip(*map(_head, shown.table.columns), strict=True)]
    for column in shown.table.columns:
        head = "  ".join(text.ljust(width) for text, width in zip(_head(column), widths, strict=True))
        sentences = (
            [_calculated(column, language)]
            if column.computed
            else [*_standing(column, shown, language), _takes(column, view, language)]
        )
        said = word("space", language).join(sentences)
        yield f"  {head}  {phrase('said_of', language, place=column.label.in_(language), said=said)}"
    for rule in shown.table.rules:
        asked = word("then", language).join(rule.roles)
        roles = word("approved_by", language, roles=asked) if asked else ""
        yield f"  {word('rule', language)} {rule.name}  {rule.kind} {rule.formula}  {rule.message.in_(language)}{roles}"


def _head(column: Column) -> tuple[str, str]:
    return column.name, column.type.name


def _calculated(column: Column, language: Language) -> str:
    """What is said of a column that nobody fills in. Who may not see what its formula names is not shown it."""
    return word("calculated_by" if column.compute else "calculated", language, formula=column.compute)


def _standing(column: Column, shown: TableView, language: Language) -> Iterator[str]:
    """What is asked of the column as such."""
    if not shown.writable(column.name):
        yield word("read_only", language)
    if column.required and not column.filled_in:
        yield word("required", language)
    if column.required_when:
        yield word("required_where", language, formula=column.required_when)
    if column.default:
        yield word("default", language, formula=column.default)
    if (column.name,) in (shown.table.key, *shown.table.unique):
        yield word("unique", language)
    elif column.name in shown.table.key:
        yield word("unique_together", language, columns=", ".join(shown.table.key))


def _takes(column: Column, view: BookView, language: Language) -> str:
    """What a cell of the column may hold; a choice and a reference by every name that is understood."""
    from crossfoot_templates.render.prompts import expected  # noqa: PLC0415 - brings openpyxl, which is slow to load

    match column.type:
        case Choice(choices=name):
            named = (f"{each.code} = {each.label.in_(language)}" for each in view.choice_lists[name].choices)
            return word("one_of", language, choices=word("semicolon", language).join(named))
        case Reference(table=name):
            if name not in view.by_name:
                return word("a_row_unseen", language, table=name)
            names = word("or", language).join(_names_of(view.by_name[name].table))
            return word("a_row_of", language, table=name, columns=names)
        case Code(numbering=str()):
            return word("numbered", language, example=column.type.numbered(1))
        case Money(currency=currency):
            stands = word("currency_in", language, column=currency)
            return word("space", language).join((expected(column.type, view, language), stands))
        case other:
            return expected(other, view, language)


def _names_of(declared: Table) -> list[str]:
    """The columns by which a reference finds a row of a table."""
    return list(dict.fromkeys((*declared.key, declared.shown_by) if len(declared.key) == 1 else (declared.shown_by,)))
