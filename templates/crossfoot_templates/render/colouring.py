"""What colours the cells of a table: all the colour a sheet ever has. A sync writes values only, and this follows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from crossfoot_templates import layout
from crossfoot_templates.render import look
from crossfoot_templates.render.columns import SheetColumn, SheetColumns, runs
from crossfoot_templates.render.row_rules import RowRules

_BARRED: dict[look.Standing, str] = {"computed": look.COMPUTED_FILL, "read_only": look.READ_ONLY_FILL}
"""The fill of columns in which nobody types."""


@dataclass(frozen=True, slots=True)
class Face:
    """How cells look, in colours. ``line`` is drawn below them, or around them where they are ``boxed``."""

    fill: str | None = None
    ink: str | None = None
    line: str = look.LINE
    bold: bool = False
    underlined: bool = False
    boxed: bool = False


_CELL = "\0"
"""Stands for the cell itself; no formula can hold it."""


@dataclass(frozen=True, slots=True)
class Colouring:
    """How cells of ``columns`` look where ``condition`` holds."""

    columns: tuple[SheetColumn, ...]
    condition: str
    face: Face

    def formula(self, column: SheetColumn) -> str:
        """The condition as seen from the first data cell of ``column``."""
        return self.condition.replace(_CELL, column.first)


def colourings(placed: SheetColumns, rules: RowRules) -> Iterator[Colouring]:
    """All that colours a sheet, the strongest first.

    Programs differ in what they do where several meet, so each one is complete: LibreOffice takes the first that
    holds on a range.
    """
    yield from _open_cells(placed)
    yield from _failed(placed, rules)
    yield from _missing(placed, rules)
    yield from _highlighted(placed, rules)
    yield from _ticks(placed)
    yield from _tinted_rows(placed)
    yield from _locked(placed, rules)
    yield from _read_only(placed)
    # a hairline under every row that holds something, for programs that do not draw table styles
    yield _over(placed.visible, _filled(placed), Face())


def row_is(tick: str, tick_cell: str) -> str:
    """The formula that holds where a row's tick is ``tick``.

    ``EXACT`` because ``=`` compares as people sort, and some systems sort signs such as ⏳ as if they were not
    there. A row whose conflict has been decided (the tick holds a word then) counts as edited.
    """
    same = f'EXACT({tick_cell},"{tick}")'
    return f"OR({same},LEN({tick_cell})>1)" if tick == layout.EDITED else same


def _open_cells(placed: SheetColumns) -> Iterator[Colouring]:
    open_cell = f"${placed.named(layout.OPEN).first}"
    face = Face(look.OPEN_FILL, look.OPEN_INK, look.OPEN_LINE, bold=True, boxed=True)
    for each in placed.data:
        yield _over([each], f'ISNUMBER(SEARCH("|{each.name}=",{open_cell}))', face)


def _failed(placed: SheetColumns, rules: RowRules) -> Iterator[Colouring]:
    face = Face(look.FAILED_FILL, look.FAILED_INK, look.FAILED_INK, underlined=True)
    for each in rules.of_kind("check"):
        yield _over(each.condition.columns, f"AND({_filled(placed)},NOT({each.condition.formula}))", face)


def _missing(placed: SheetColumns, rules: RowRules) -> Iterator[Colouring]:
    face = Face(look.MISSING_FILL)
    required = [each for each in placed.data if each.standing == "required"]
    if required:
        yield _over(required, f'AND({_CELL}="",{_filled(placed)})', face)
    for each in rules.required():
        yield _over(each.columns, f'AND({_CELL}="",{_filled(placed)},{each.formula})', face)


def _highlighted(placed: SheetColumns, rules: RowRules) -> Iterator[Colouring]:
    for each in rules.of_kind("highlight"):
        face = Face(*look.HIGHLIGHT[each.rule.colour])
        yield _over(each.condition.columns, f"AND({_filled(placed)},{each.condition.formula})", face)


def _ticks(placed: SheetColumns) -> Iterator[Colouring]:
    tick = placed.find(layout.TICK)
    managed = [each for each in placed.all if each.name in (layout.TICK, layout.MESSAGE)]
    if tick is None:
        return
    for sign, color in look.ROW_FILL.items():
        face = Face(color, look.TICK_INK[sign], bold=True)
        yield _over(managed, row_is(sign, f"${tick.first}"), face)


def _tinted_rows(placed: SheetColumns) -> Iterator[Colouring]:
    tick = placed.find(layout.TICK)
    if tick is None:
        return
    for sign, color in look.ROW_FILL.items():
        yield _over(placed.data, row_is(sign, f"${tick.first}"), Face(color))


def _locked(placed: SheetColumns, rules: RowRules) -> Iterator[Colouring]:
    face = Face(look.READ_ONLY_FILL, look.QUIET)
    for each in rules.of_kind("lock_when"):
        columns = [column for column in each.condition.columns if column.standing != "computed"]
        if columns:
            yield _over(columns, f"AND({_filled(placed)},{each.condition.formula})", face)


def _read_only(placed: SheetColumns) -> Iterator[Colouring]:
    for standing, back in _BARRED.items():
        barred = [each for each in placed.data if each.standing == standing]
        if barred:
            yield _over(barred, _filled(placed), Face(back))


def _filled(placed: SheetColumns) -> str:
    """The formula that holds where somebody filled in anything, whether or not it has been synced yet.

    Formulas stand in rows of which nothing else is known.
    """
    return f"COUNTA({','.join(_across(placed.filled_in))})>0"


def _across(columns: Sequence[SheetColumn]) -> Iterable[str]:
    return (f"${run[0].first}:${run[-1].first}" for run in runs(columns))


def _over(columns: Iterable[SheetColumn], condition: str, face: Face) -> Colouring:
    return Colouring(tuple(columns), condition, face)
