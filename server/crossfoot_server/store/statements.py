"""Statements that are built once: on most requests building them would cost more than running them.

What is kept is a function of tables and reaches, and not of values: those are parameters.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, bindparam

from crossfoot_server.store.dialect import CHUNK

kept = lru_cache(maxsize=2048)
"""Decorates a function that builds a statement."""

VALUES = "values"
"""The parameter of :func:`among`."""


def among(column: ColumnElement[Any]) -> ColumnElement[bool]:
    """Whether ``column`` holds one of the parameter :data:`VALUES`, a chunk of :func:`in_chunks`."""
    return column.in_(bindparam(VALUES, expanding=True))


def in_chunks(values: Iterable[str]) -> Iterator[dict[str, list[str]]]:
    """Distinct ``values`` as parameters for :func:`among`, each short enough for one statement."""
    distinct = list(dict.fromkeys(values))
    for start in range(0, len(distinct), CHUNK):
        yield {VALUES: distinct[start : start + CHUNK]}
