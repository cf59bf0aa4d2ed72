"""Defences of the engine and the client taken away, each as somebody careless might have left them out.

What the server checks once more is taken away there too.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import replace
from decimal import Decimal as Exact
from decimal import InvalidOperation
from typing import Any

import msgspec
import pytest

from crossfoot_server.store import columns
from crossfoot_sync.client import books, desk, outbox
from crossfoot_sync.engine import answer, compared, diff, display, identity, parsers, rows, workbook
from crossfoot_sync.engine.manifest import Manifest, ManifestError
from crossfoot_sync.engine.parsers import dates, numbers, texts
from crossfoot_templates.messages import say
from crossfoot_templates.types import Code

Patch = pytest.MonkeyPatch


def rows_by_position(patch: Patch) -> None:
    whole = workbook.settle_ids

    def settle_ids(book: workbook.Workbook, new_id: Callable[[], str]) -> Any:
        edits = whole(book, new_id)
        for name, table in book.tables.items():
            known = {row.id: (row.base_cell, row.base, row.open) for row in table.rows}
            for row, row_id in zip(table.rows, [each for each in book.shown[name] if each in known], strict=False):
                row.id = row_id
                row.base_cell, row.base, row.open = known[row_id]
        return edits

    patch.setattr(desk, "settle_ids", settle_ids)


def scrambled_ids_guessed(patch: Patch) -> None:
    patch.setattr(compared, "_torn", lambda *_: False)


def first_copy_keeps_the_id(patch: Patch) -> None:
    patch.setattr(identity, "_likeness", lambda *_: 0)


def never_asks(patch: Patch) -> None:
    patch.setattr(desk, "alarming", lambda *_: [])


def headings_not_compared(patch: Patch) -> None:
    patch.setattr(workbook, "_cross_check", lambda *_: None)


def headings_of_today(patch: Patch) -> None:
    whole = workbook._cross_check

    def cross_check(table: Any, book: workbook.Workbook) -> None:
        whole(table, replace(book, manifest=msgspec.structs.replace(book.manifest, headings={})))

    patch.setattr(workbook, "_cross_check", cross_check)


def absent_columns_are_blank(patch: Patch) -> None:
    whole = rows.read_table

    def read_table(view: Any, cells: Any, layout: Any, context: Any) -> Any:
        absent = {each.name: each for each in view.table.columns if each.name not in cells.columns}
        blank = {name: [None] * len(cells.rows) for name in absent}
        labels = {name: each.label.en for name, each in absent.items()}
        filled = replace(cells, columns={**cells.columns, **blank}, labels={**cells.labels, **labels})
        return whole(view, filled, layout, context)

    patch.setattr(workbook, "read_table", read_table)


def formulas_are_values(patch: Patch) -> None:
    patch.setattr(rows.SheetTable, "is_formula", lambda *_: False)


def only_plain_numbers(patch: Patch) -> None:
    def text_number(cell: str, *, wan: bool) -> Any:
        try:
            return Exact(cell)
        except InvalidOperation:
            return say("not_a_number", value=cell)

    patch.setattr(numbers, "_text_number", text_number)


def dates_guessed(patch: Patch) -> None:
    whole = dates._leading_date

    def leading_date(text: str, context: Any) -> Any:
        return whole(text, replace(context, date_order=context.date_order or "mdy"))

    patch.setattr(dates, "_leading_date", leading_date)


def one_calendar(patch: Patch) -> None:
    patch.setattr(dates, "_EPOCH_1904", dates._EPOCH_1900)


def codes_made_of_numbers(patch: Patch) -> None:
    def parse_code(cell: Any, column_type: Any, context: Any) -> Any:
        return str(int(cell)) if isinstance(cell, float) else texts.parse_code(cell, column_type, context)

    known: dict[Any, Any] = parsers.PARSERS
    patch.setitem(known, Code, parse_code)


def anybodys_book(patch: Patch) -> None:
    whole = desk.Desk._read
    patch.setattr(desk.Desk, "_read", lambda self, view=None: whole(replace(self, login=""), view))


def ids_taken_as_they_stand(patch: Patch) -> None:
    patch.setattr(identity, "_damaged", lambda _table: None)


def manifest_read_leniently(patch: Patch) -> None:
    whole = Manifest.read.__func__  # type: ignore[attr-defined]  # a class method's function

    def read(cls: type[Manifest], facts: Any) -> Manifest:
        try:
            return whole(cls, facts)  # type: ignore[no-any-return]  # as above
        except ManifestError:
            plain = {name: facts[name] for name in ("book", "workbook", "server", "user")}
            return cls(**plain, language="en")

    patch.setattr(Manifest, "read", classmethod(read))


def outbox_forgotten(patch: Patch) -> None:
    patch.setattr(outbox.FileOutbox, "load", lambda _self: None)


def rows_leave_with_their_edits(patch: Patch) -> None:
    patch.setattr(answer.Answer, "holds_edits", lambda *_: False)


def unknown_references_by_id(patch: Patch) -> None:
    patch.setattr(display.Display, "knows", lambda *_: True)


def control_characters_pass(patch: Patch) -> None:
    patch.setattr(texts, "tidy", lambda text: unicodedata.normalize("NFC", text).strip() or None)
    patch.setattr(columns, "UNPRINTABLE", re.compile("(?!)"))


def no_lock(patch: Patch) -> None:
    patch.setattr(books, "FileLock", lambda *_, **__: nullcontext())


def open_fields_go_out_again(patch: Patch) -> None:
    patch.setattr(diff, "_decided", lambda *_: True)
