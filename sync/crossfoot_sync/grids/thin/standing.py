"""The book as it stands after a write, where that is known without reading it again."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from itertools import groupby
from typing import TypeAlias

from msgspec.structs import replace

from crossfoot_sync.grids.thin.asked import WriteBatch
from crossfoot_sync.grids.thin.batch import Spot
from crossfoot_sync.grids.thin.given import GivenBook, Piece

_Column: TypeAlias = dict[int, Spot]


def after(book: GivenBook, written: Sequence[WriteBatch]) -> GivenBook | None:
    """The ``book`` after plain cells were written into it; ``None`` where rows came or went as well."""
    if any(each.additions or each.removals for each in written):
        return None
    columns: dict[tuple[str, int], _Column] = defaultdict(dict)
    for block in (block for each in written for block in each.puts):
        for at, value in enumerate(block.values):
            spot = Spot(value, block.formulas.get(at), block.formats.get(at))
            columns[block.sheet, block.column][block.row + at] = spot
    pieces = [_patched(piece, columns.get((piece.sheet, piece.column), {})) for piece in book.pieces]
    for (sheet, column), left in columns.items():
        pieces += _new_pieces(sheet, column, left)
    return replace(book, pieces=pieces)


def _patched(piece: Piece, spots: _Column) -> Piece:
    """``piece`` with those of ``spots`` that lie in it, which are taken out of them."""
    within = [row for row in spots if piece.row <= row < piece.row + len(piece.values)]
    if not within:
        return piece
    values, formulas, errors = [*piece.values], dict(piece.formulas), {*piece.errors}
    codes = [code for code, count in piece.formats for _ in range(count)]
    codes += [""] * (len(values) - len(codes))
    for row in within:
        spot, at = spots.pop(row), row - piece.row
        values[at] = spot.value
        formulas.pop(at, None)
        errors.discard(at)
        if spot.formula is not None:
            formulas[at] = spot.formula
        codes[at] = codes[at] if spot.format is None else spot.format
    return replace(piece, values=values, formulas=formulas, errors=sorted(errors), formats=_runs(codes))


def _new_pieces(sheet: str, column: int, spots: _Column) -> list[Piece]:
    """Cells below or beside everything that was given."""
    return [
        Piece(
            sheet=sheet,
            column=column,
            row=row,
            values=[spot.value],
            formulas={0: spot.formula} if spot.formula else {},
            formats=_runs([spot.format or ""]),
        )
        for row, spot in sorted(spots.items())
    ]


def _runs(codes: list[str]) -> list[tuple[str, int]]:
    return [(code, len([*run])) for code, run in groupby(codes)]
