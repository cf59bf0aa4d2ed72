"""Defences of the grid of workbook files taken away."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest

from crossfoot_sync.grids.relocation import Relocation
from crossfoot_sync.grids.xlsx import grid, limits, package, plainxml, plan, rewriting, tables, values
from crossfoot_sync.grids.xlsx import patch as patching

Patch = pytest.MonkeyPatch


def blank_line_ends_the_table(patch: Patch) -> None:
    whole = tables._data_rows

    def data_rows(scan: Any, order: list[int]) -> tuple[list[int], list[int]]:
        data, below = whole(scan, order)
        reach = scan.binding.header
        for count, position in enumerate(data):
            if scan.rows[position] > reach + 1:
                return data[:count], below
            reach = scan.rows[position]
        return data, below

    patch.setattr(tables, "_data_rows", data_rows)


def hidden_rows_passed_over(patch: Patch) -> None:
    whole = tables._scan_rows
    hidden = re.compile(rb'hidden="(?:1|true)"')

    class Seen:
        def __init__(self, sheet: Any) -> None:
            self._sheet = sheet

        def __getattr__(self, name: str) -> Any:
            return getattr(self._sheet, name)

        def rows(self) -> Iterator[Any]:
            return (row for row in self._sheet.rows() if not hidden.search(row.text[: row.tag_end]))

    def scan_rows(scan: Any, sheet: Any) -> None:
        seen: Any = Seen(sheet)
        whole(scan, seen)

    patch.setattr(tables, "_scan_rows", scan_rows)


def merges_not_looked_at(patch: Patch) -> None:
    patch.setattr(tables, "merged_areas", lambda _tail: [])


def errors_are_blanks(patch: Patch) -> None:
    whole = values.Values.read
    patch.setattr(values.Values, "read", lambda self, token: whole(self, token)._replace(fault=None))


def strings_left_behind(patch: Patch) -> None:
    patch.setattr(rewriting, "unused", lambda *_: set())


def locks_passed_over(patch: Patch) -> None:
    patch.setattr(grid, "refuse_unwritable", lambda _path: None)


def protection_dropped(patch: Patch) -> None:
    whole = patching.SheetPatch._tail
    patch.setattr(patching.SheetPatch, "_tail", lambda self: re.sub(rb"<sheetProtection[^>]*/>", b"", whole(self)))


def texts_run_as_formulas(patch: Patch) -> None:
    whole = values.written

    def written(value: Any, prefix: str, *, date1904: bool) -> tuple[str, str]:
        if isinstance(value, str) and value.startswith("="):
            formula, shown = (plainxml.escape(each) for each in (value[1:], value))
            return ' t="str"', f"<{prefix}f>{formula}</{prefix}f><{prefix}v>{shown}</{prefix}v>"
        return whole(value, prefix, date1904=date1904)

    patch.setattr(patching, "written", written)


def cells_written_unseen(patch: Patch) -> None:
    class Careless(Relocation):
        def check(self, edit: Any) -> Any:
            return self.find(edit.row)

    patch.setattr(plan, "Relocation", Careless)


def blanks_without_end(patch: Patch) -> None:
    patch.setattr(limits, "SPRAWL", 10**9)


def dtds_let_through(patch: Patch) -> None:
    patch.setattr(plainxml, "_SPECIAL", re.compile(rb"<(?:\?|!-|!\[)"))


def kinds_not_told_apart(patch: Patch) -> None:
    patch.setattr(package, "_OLE", b"\0\0never")
