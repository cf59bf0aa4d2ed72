"""What was put into cells, as texts that can be compared with headings."""

from __future__ import annotations

from crossfoot_sync.grids.google.values import Entered


def texts_of(row: list[Entered]) -> tuple[str, ...]:
    """The cells of a row as texts."""
    return tuple(map(text_of, row))


def text_of(value: Entered) -> str:
    """What was put into a cell as a text."""
    return "" if value is None else str(next(iter(value.values())))
