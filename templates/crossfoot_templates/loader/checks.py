"""What must hold between tables, columns, choice lists and books once every file has been read."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from crossfoot_templates import approvals, layout
from crossfoot_templates.label import joined
from crossfoot_templates.loader.drafts import BookDraft, Drafts, TableDraft
from crossfoot_templates.loader.errors import Problems
from crossfoot_templates.loader.formulas import computed_columns, formulas, rule_columns
from crossfoot_templates.model import Column, Language, Sheet
from crossfoot_templates.standard import ACCOUNT_TABLES
from crossfoot_templates.types import Choice, Code, Money, Reference

LANGUAGES: tuple[Language, ...] = ("zh", "en")
LONGEST_TITLE = 31
"""Characters in a sheet's title, and ``NOT_IN_TITLE`` what it may not hold: limits of every spreadsheet program."""
NOT_IN_TITLE = "[]:*?/\\"
OWN_TABLES = ("list", approvals.APPROVAL, *ACCOUNT_TABLES)
"""Names no declared table may have: ``list`` would clash with the names of drop-down lists."""
VERSIONS, STORED = "_version", "cf_"
"""The store keeps a table's versions under its name and the first; its own tables' names begin with the second."""


def names(drafts: Drafts, problems: Problems) -> None:
    """Tables keep off crossfoot's own names; choice lists keep off the tables', which share their drop-downs' names."""
    for table in drafts.tables:
        if table in OWN_TABLES or table.endswith(VERSIONS) or table.startswith(STORED):
            problems.add(drafts.origins.at("table", table, "name"), "reserved_name", found=table)
    for listed in drafts.choices:
        if listed in drafts.tables or listed in OWN_TABLES:
            problems.add(drafts.origins.at("choices", listed, "name"), "table_has_name", found=listed)
        elif listed in approvals.LISTS:
            problems.add(drafts.origins.at("choices", listed, "name"), "reserved_name", found=listed)


def choice_labels(drafts: Drafts, problems: Problems) -> None:
    """A cell shows a choice's label, so labels differ within a list."""
    for listed in drafts.choices.values():
        for language in LANGUAGES:
            seen: dict[str, str] = {}
            for choice in listed.choices:
                shown = choice.label.in_(language)
                first = seen.setdefault(shown, choice.code)
                if first != choice.code and shown:
                    place = drafts.origins.at("choices", listed.name, "item", choice.code, language)
                    problems.add(place, "same_label", found=shown, expected=f"item {first}")


def keys(drafts: Drafts, problems: Problems) -> None:
    """Key, unique and display columns exist, are always filled where they must be, and everybody can read them."""
    for table in drafts.tables.values():
        for stated, columns in _stated_sets(table):
            for name in _known(columns, table, stated, drafts, problems):
                _check_key_column(name, table, stated, drafts, problems)


def _stated_sets(table: TableDraft) -> Iterator[tuple[str, tuple[str, ...]]]:
    yield "key", table.key
    yield from (("unique", columns) for columns in table.unique)
    if table.display is not None:
        yield "display", (table.display,)


def _known(
    columns: Iterable[str], table: TableDraft, stated: str, drafts: Drafts, problems: Problems
) -> Iterator[Column]:
    """The columns of these names; a problem for each name that the table does not know."""
    known = {column.name: column for column in table.columns}
    for name in columns:
        if name in known:
            yield known[name]
        elif name not in table.broken:
            problems.add(drafts.origins.at("table", table.name, stated), "unknown_column", found=name, among=known)


def _check_key_column(column: Column, table: TableDraft, stated: str, drafts: Drafts, problems: Problems) -> None:
    place = drafts.origins.at("table", table.name, stated)
    if stated != "unique" and not _filled(column):
        problems.add(place, f"{stated}_not_required", found=column.name)
    if stated != "unique" and column.read:
        place = drafts.origins.at("table", table.name, "column", column.name, "read")
        problems.add(place, "key_hidden", found=column.name, expected=joined(column.read))


def _filled(column: Column) -> bool:
    return column.required or column.numbered


def choices_exist(drafts: Drafts, problems: Problems) -> None:
    """Every choice column names a choice list."""
    for table, column in _columns(drafts):
        if isinstance(column.type, Choice) and column.type.choices not in drafts.choices:
            place = drafts.origins.at("table", table.name, "column", column.name, "choices")
            problems.add(place, "unknown_choices", found=column.type.choices, among=drafts.choices)


def references(drafts: Drafts, problems: Problems) -> None:
    """Every reference names a table, one whose rows a single cell can name."""
    for table, column in _columns(drafts):
        if not isinstance(column.type, Reference) or column.type.table in ACCOUNT_TABLES:
            continue
        place = drafts.origins.at("table", table.name, "column", column.name, "table")
        target = drafts.tables.get(column.type.table)
        if target is None:
            problems.add(place, "unknown_table", found=column.type.table, among=(*drafts.tables, *ACCOUNT_TABLES))
        elif not _named_by_one_cell(target):
            problems.add(place, "not_shown_by_one", found=target.name)


def _named_by_one_cell(table: TableDraft) -> bool:
    if len(table.key) <= 1:
        return True
    return table.display is not None and (table.display,) in table.unique


def money(drafts: Drafts, problems: Problems) -> None:
    """Every amount has a currency column, which whoever reads the amount can read."""
    for table, column in _columns(drafts):
        if not isinstance(column.type, Money) or column.type.currency in table.broken:
            continue
        place = drafts.origins.at("table", table.name, "column", column.name, "currency")
        currency = table.column(column.type.currency)
        if currency is None:
            known = [each.name for each in table.columns]
            problems.add(place, "unknown_column", found=column.type.currency, among=known)
        elif not isinstance(currency.type, (Choice, Code)):
            problems.add(place, "currency_type", found=currency.name, expected=currency.type.name)
        elif currency.read and not ({*column.read} and {*column.read} <= {*currency.read}):
            problems.add(place, "currency_hidden", found=currency.name, expected=joined(currency.read))


def headers(drafts: Drafts, problems: Problems) -> None:
    """The headings of a sheet differ, from crossfoot's own too; spreadsheets take upper and lower case for one."""
    managed = {
        text.casefold(): "crossfoot" for label in (layout.TICK_LABEL, layout.MESSAGE_LABEL) for text in label.values()
    }
    for table in drafts.tables.values():
        for language in LANGUAGES:
            seen = dict(managed)
            for column in (*table.standard, *table.own):  # a clash is told of the one that a file declares
                text = column.label.in_(language)
                if text.casefold() in seen:
                    place = drafts.origins.at("table", table.name, "column", column.name, language)
                    problems.add(place, "same_header", found=text, expected=seen[text.casefold()])
                elif text:
                    seen[text.casefold()] = f"column {column.name}"


def titles(drafts: Drafts, problems: Problems) -> None:
    """A table's label is the title of its sheet."""
    for table in drafts.tables.values():
        for language in LANGUAGES:
            title = table.label.in_(language)
            place = drafts.origins.at("table", table.name, language)
            if len(title) > LONGEST_TITLE:
                problems.add(place, "long_title", found=str(len(title)), expected=str(LONGEST_TITLE))
            if {*title} & {*NOT_IN_TITLE} or title != title.strip("'") or title.casefold() == "history":
                problems.add(place, "bad_title", found=title, expected=NOT_IN_TITLE)


def titles_differ(drafts: Drafts, problems: Problems) -> None:
    """The sheets of one book have different titles."""
    for book in drafts.books.values():
        for language in LANGUAGES:
            # any book may come to show the table of approvals
            seen: dict[str, str] = {approvals.TABLE.label.in_(language).casefold(): approvals.APPROVAL}
            for table in (drafts.tables[name] for name in book.sheets if name in drafts.tables):
                title = table.label.in_(language)
                first = seen.setdefault(title.casefold(), table.name)
                if first != table.name and title:
                    place = drafts.origins.at("table", table.name, language)
                    problems.add(place, "same_title", found=title, expected=f"table {first}")


def shares(drafts: Drafts, problems: Problems) -> None:
    """A shared sheet shows another book's table, with what its rows cannot do without."""
    for book in drafts.books.values():
        for sheet in book.sheets.values():
            if (book.name, sheet.table) in drafts.shares:
                _check_share(book, sheet, drafts, problems)


def _check_share(book: BookDraft, sheet: Sheet, drafts: Drafts, problems: Problems) -> None:
    place = drafts.origins.at("share", book.name, sheet.table, "table")
    table = drafts.tables.get(sheet.table)
    if table is None:
        problems.add(place, "unknown_table", found=sheet.table, among=drafts.tables)
        return
    if table.book == book.name:
        problems.add(place, "own_table", found=table.name, expected=book.name)
        return
    if sheet.columns is None:
        return
    place = drafts.origins.at("share", book.name, sheet.table, "columns")
    known = {column.name: column for column in table.columns}
    for name in sheet.columns:
        if name not in known and name not in table.broken:
            problems.add(place, "unknown_column", found=name, among=known)
    for name in _needed(table, sheet):
        if name not in sheet.columns:
            problems.add(place, "share_lacks", expected=name)


def _needed(table: TableDraft, sheet: Sheet) -> tuple[str, ...]:
    """The columns a shared sheet cannot do without, in the table's order."""
    shown = {*(sheet.columns or ())}
    currencies = {
        column.type.currency for column in table.columns if column.name in shown and isinstance(column.type, Money)
    }
    required = {column.name for column in table.columns if sheet.editable and column.required}
    needed = {*table.key} | currencies | required
    return tuple(column.name for column in table.columns if column.name in needed)


def _columns(drafts: Drafts) -> Iterator[tuple[TableDraft, Column]]:
    return ((table, column) for table in drafts.tables.values() for column in table.columns)


CHECKS: tuple[Callable[[Drafts, Problems], None], ...] = (
    names,
    choice_labels,
    keys,
    choices_exist,
    references,
    money,
    headers,
    titles,
    titles_differ,
    shares,
    computed_columns,
    rule_columns,
    formulas,
)
"""Every check, in the order their problems are told."""
