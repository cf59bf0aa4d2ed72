"""Rows that are to be counted other than they are stored: those of a push that is not written yet."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Protocol

from crossfoot_templates.types import Value


class Overlay(Protocol):
    """What stands in place of stored rows. What it holds may change between two calculations, without a new query."""

    def ids(self, table: str) -> Collection[str]:
        """The rows of ``table`` whose stored values are not counted. They are the same from first to last."""
        ...

    def rows(self, table: str) -> Mapping[str, Mapping[str, Value]]:
        """The rows of ``table`` that are counted in their place, in force all of them, by their ids.

        They have the columns that people fill in; computed ones are calculated. XLOOKUP takes them after those of the
        store, in this order. A mapping that was handed out stays as it is: other rows are another mapping.
        """
        ...


class Nothing:
    """The overlay of a calculation that sees the store as it is."""

    def ids(self, _table: str) -> Collection[str]:
        """None."""
        return ()

    def rows(self, _table: str) -> Mapping[str, Mapping[str, Value]]:
        """None."""
        return {}
