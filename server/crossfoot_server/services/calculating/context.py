"""What formulas may ask for beside the rows: who asks, which day it is, the order of lists, and the tables."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from crossfoot_server.services.calculating.over_tables import Overlay, with_tables
from crossfoot_server.services.open_book import OpenBook
from crossfoot_server.store import Store
from crossfoot_templates.formula.evaluation import Context
from crossfoot_templates.types.time import HOUSE_ZONE


def context_of(connection: Connection, opened: OpenBook, at: dt.datetime, overlay: Overlay | None = None) -> Context:
    """The context for the actor of ``opened``; ``TODAY()`` is the day that ``at`` is in the house's zone.

    It is for the store as ``connection`` sees it now: what was asked of its tables once is not asked again.
    """
    actor, store = opened.actor, opened.store
    own = Context(
        today=at.astimezone(ZoneInfo(HOUSE_ZONE)).date(),
        user=actor.login,
        teams=actor.teams,
        roles=frozenset(actor.roles_in(opened.name)),
        ranks=ranks(store),
    )
    return with_tables(own, connection, store, overlay)


def ranks(store: Store) -> dict[str, dict[str, int]]:
    """By choice list, the position of every code from 1."""
    return {
        name: {choice.code: place for place, choice in enumerate(listed.choices, start=1)}
        for name, listed in store.catalog.choices.items()
    }
