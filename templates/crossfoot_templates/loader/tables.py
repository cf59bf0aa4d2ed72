"""Tables: a new one with its sheet, or more columns and tighter ones for one that exists."""

from __future__ import annotations

import msgspec

from crossfoot_templates.loader import labels, shapes
from crossfoot_templates.loader.columns import Values, new_column
from crossfoot_templates.loader.drafts import BookDraft, Drafts, TableDraft
from crossfoot_templates.loader.errors import Problems
from crossfoot_templates.loader.overlay import changed_column
from crossfoot_templates.loader.rules import lay_rules
from crossfoot_templates.loader.source import Node
from crossfoot_templates.model import Removal, Sheet
from crossfoot_templates.standard import STANDARD_COLUMNS

Names = tuple[str, ...]


def lay_table(node: Node, book: BookDraft, drafts: Drafts, problems: Problems) -> None:
    """Lay one ``[[table]]`` over the tables so far."""
    values = shapes.checked(node, shapes.SHEET_TABLE, problems)
    name = shapes.named(node, "name", values, shapes.NAME, problems)
    table = drafts.tables.get(name)
    if table is None:
        if name and not node.values.keys() & {"key", *shapes.LABELS}:
            problems.add(node.at("name"), "nothing_to_change", found=name, expected="key", among=drafts.tables)
            return
        table = _declared(node, values, name, book, problems)
        if name:
            drafts.tables[name] = table
            book.sheets.setdefault(name, Sheet(table=name))
    elif table.book != book.name:
        problems.add(node.at("name"), "other_book", found=name, expected=table.book)
        return
    else:
        _change(node, values, table, problems)
    drafts.origins.note(("table", name), node)
    _lay_columns(node, values, table, drafts, problems)
    lay_rules(node, values, table, drafts, problems)


def _declared(node: Node, values: Values, name: str, book: BookDraft, problems: Problems) -> TableDraft:
    shapes.require(node, ("key",), problems)
    unique = msgspec.convert(values.get("unique", ()), tuple[Names, ...])
    if values.get("key") == []:
        problems.add(node.at("key"), "empty_list")
    if () in unique:
        problems.add(node.at("unique"), "empty_list")
    return TableDraft(
        name=name,
        book=book.name,
        label=labels.label(node, values, problems),
        help=labels.help_of(node, values, None, problems),
        key=msgspec.convert(values.get("key", ()), Names),
        unique=unique,
        display=msgspec.convert(values.get("display"), str | None),
        removal=msgspec.convert(values.get("removal", "void"), Removal),
        standard=list(STANDARD_COLUMNS),
        visible_when=msgspec.convert(values.get("visible_when"), str | None),
        editable_when=msgspec.convert(values.get("editable_when"), str | None),
    )


def _change(node: Node, values: Values, table: TableDraft, problems: Problems) -> None:
    table.label = labels.relabelled(node, values, table.label, problems)
    table.help = labels.help_of(node, values, table.help, problems)
    for key in ("visible_when", "editable_when"):
        if getattr(table, key) is None and key in values:
            setattr(table, key, values[key])  # where everybody was let in, fewer may be
    for key in ("key", "unique", "display", "removal", "visible_when", "editable_when"):
        if key in values and _plain(values[key]) != _plain(getattr(table, key)):
            old = shapes.shown(_plain(getattr(table, key)))
            problems.add(node.at(key), "fixed", found=shapes.shown(values[key]), expected=old)


def _plain(value: object) -> object:
    """``value`` with lists for tuples, as TOML has them."""
    return [_plain(each) for each in value] if isinstance(value, (list, tuple)) else value


def _lay_columns(node: Node, values: Values, table: TableDraft, drafts: Drafts, problems: Problems) -> None:
    seen: dict[str, str] = {}
    stated = values.get("column")
    for column_node in node.children("column", stated if isinstance(stated, list) else []):
        name = column_node.values.get("name")
        if isinstance(name, str) and name in seen:
            problems.add(column_node.at("name"), "twice", found=name, expected=seen[name])
        elif isinstance(name, str):
            seen[name] = str(column_node.at())
            drafts.origins.note(("table", table.name, "column", name), column_node)
            _lay_column(column_node, name, table, problems)
        else:
            new_column(column_node, problems)


def _lay_column(node: Node, name: str, table: TableDraft, problems: Problems) -> None:
    old = table.column(name)
    if old in table.standard:
        table.standard.remove(old)
        table.own.append(old)  # a standard column that a table declares itself stands where it is declared
    if old is not None:
        table.replace(changed_column(node, old, problems))
    elif name not in table.broken:
        _add_column(node, name, table, problems)


def _add_column(node: Node, name: str, table: TableDraft, problems: Problems) -> None:
    if "type" not in node.values:
        among = [column.name for column in table.columns]
        problems.add(node.at("name"), "nothing_to_change", found=name, expected="type", among=among)
    column = new_column(node, problems) if "type" in node.values else None
    if column is None:
        table.broken.add(name)
    else:
        table.own.append(column)
