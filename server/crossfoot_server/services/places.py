"""Where something is: what paths of the interface name, in one value."""

from __future__ import annotations

from typing import NamedTuple


class BatchPlace(NamedTuple):
    """A batch of a book."""

    book: str
    batch: str


class ApprovalPlace(NamedTuple):
    """A request for an approval, by its number."""

    book: str
    number: str


class RowPlace(NamedTuple):
    """A row of a table that a book shows."""

    book: str
    table: str
    row: str
