"""Which rows in hand somebody sees or may change: as they are, as they were, or as a push would leave them.

Of stored rows :class:`~crossfoot_server.accounts.scope.TableReach` says the same as SQL. A condition may look at other
tables; an overlay has rows of those as they would be.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from sqlalchemy import Connection

from crossfoot_server.services.calculating.context import context_of
from crossfoot_server.services.calculating.judging import verdicts
from crossfoot_server.services.calculating.over_tables import Overlay
from crossfoot_server.services.calculating.rows import ByRow, RowsInHand
from crossfoot_server.services.open_book import OpenBook
from crossfoot_templates.formula.evaluation import Context
from crossfoot_templates.logic import Formula
from crossfoot_templates.types import Value

NO_DAY = dt.datetime(1, 1, 2, tzinfo=dt.UTC)
"""Conditions on who sees a row ask for no day."""


def scope_context(connection: Connection, opened: OpenBook, overlay: Overlay | None = None) -> Context:
    """What the conditions on who sees a row are calculated in."""
    return context_of(connection, opened, NO_DAY, overlay)


def seen(opened: OpenBook, table: str, rows: Mapping[str, Mapping[str, Value]], context: Context) -> frozenset[str]:
    """The ids of those of ``rows``, by id, that the actor sees in ``table``."""
    granted = {row_id: row for row_id, row in rows.items() if opened.reach.covers(row)}
    return _meeting(opened, table, opened.store.logic[table].visible, granted, context)


def editable(opened: OpenBook, table: str, rows: Mapping[str, Mapping[str, Value]], context: Context) -> frozenset[str]:
    """The ids of those of ``rows``, which the actor sees, that they may change as well."""
    return _meeting(opened, table, opened.store.logic[table].editable, rows, context)


def _meeting(
    opened: OpenBook,
    table: str,
    condition: Formula | None,
    rows: Mapping[str, Mapping[str, Value]],
    context: Context,
) -> frozenset[str]:
    if condition is None or not rows:
        return frozenset(rows)
    in_hand = RowsInHand(opened.store.logic[table], ByRow(list(rows), list(rows.values())), context)
    return frozenset(row_id for row_id, holds in zip(rows, verdicts(in_hand, condition), strict=True) if holds is True)
