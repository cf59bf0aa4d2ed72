"""Lays definition files over each other, in order: what is new is added, what exists is changed."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from crossfoot_templates.loader import labels, shapes
from crossfoot_templates.loader.choices import lay_choices
from crossfoot_templates.loader.drafts import BookDraft, Drafts
from crossfoot_templates.loader.errors import Problems
from crossfoot_templates.loader.source import Node
from crossfoot_templates.loader.tables import lay_table
from crossfoot_templates.model import DateOrder, Sheet


def lay(document: Node, drafts: Drafts, problems: Problems) -> None:
    """Lay one file over what has been declared so far."""
    values = shapes.checked(document, shapes.DOCUMENT, problems)
    for node in _distinct(document, "choices", values, problems):
        lay_choices(node, drafts, problems)
    book = _lay_book(document, values, drafts, problems)
    if book is None:
        return
    called = (f"book {book.name}",)
    sheets = [(node.at().line, node) for node in _distinct(document, "table", values, problems, called)]
    sheets += [(node.at().line, node) for node in _distinct(document, "share", values, problems, called)]
    for _, node in sorted(sheets, key=lambda each: each[0]):
        if node.keys[0] == "table":
            lay_table(node, book, drafts, problems)
        else:
            _lay_share(node, book, drafts, problems)


def _distinct(
    document: Node, key: str, values: dict[str, object], problems: Problems, called: tuple[str, ...] = ()
) -> Iterator[Node]:
    """The tables at ``key``, each name once: a second one of the same file is a slip of the pen."""
    seen: dict[object, str] = {}
    tables = values.get(key)
    naming = "table" if key == "share" else "name"
    for node in document.children(key, tables if isinstance(tables, list) else []):
        name = node.values.get(naming)
        if isinstance(name, str) and name in seen:
            problems.add(node.under(called).at(naming), "twice", found=name, expected=seen[name])
        else:
            seen[name if isinstance(name, str) else id(node)] = str(node.at())
            yield node.under(called)


def _lay_book(
    document: Node, document_values: dict[str, object], drafts: Drafts, problems: Problems
) -> BookDraft | None:
    stated = document_values.get("book")
    if not isinstance(stated, dict):
        for key in ("table", "share"):
            if key in document_values and "book" not in document.values:
                problems.add(document.at(key), "no_book", found=key)
        return None
    node = document.child("book", stated)
    values = shapes.checked(node, shapes.BOOK, problems)
    name = shapes.named(node, "name", values, shapes.NAME, problems)
    if not name:
        return None
    if name not in drafts.books:
        if not node.values.keys() & shapes.LABELS.keys():
            problems.add(node.at("name"), "nothing_to_change", found=name, expected="zh", among=drafts.books)
            return None
        drafts.books[name] = BookDraft(name, labels.label(node, values, problems))
    book = drafts.books[name]
    drafts.origins.note(("book", name), node)
    book.label = labels.relabelled(node, values, book.label, problems)
    book.help = labels.help_of(node, values, book.help, problems)
    if "date_order" in values:
        book.date_order = msgspec.convert(values["date_order"], DateOrder)
    return book


def _lay_share(node: Node, book: BookDraft, drafts: Drafts, problems: Problems) -> None:
    """A sheet of another book's table. A later file may add columns to it and close it to editing."""
    values = shapes.checked(node, shapes.SHARE, problems)
    table = values.get("table")
    if not isinstance(table, str):
        shapes.require(node, ("table",), problems)
        return
    drafts.origins.note(("share", book.name, table), node)
    drafts.shares.add((book.name, table))
    stated = msgspec.convert({**values, "table": table}, Sheet)
    old = book.sheets.setdefault(table, stated)
    if "editable" in values and stated.editable and not old.editable:
        problems.add(node.at("editable"), "loosened", found="true", expected="false")
    columns = old.columns
    if columns is not None and stated.columns is not None:
        columns = (*columns, *(name for name in stated.columns if name not in columns))
    book.sheets[table] = Sheet(table=table, columns=columns, editable=old.editable and stated.editable)
