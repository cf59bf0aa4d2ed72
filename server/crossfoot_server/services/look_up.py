"""Answering questions about single figures and cells, many at once."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

from crossfoot_server.accounts import Actor
from crossfoot_server.services.looking_up.cells import answer_cells
from crossfoot_server.services.looking_up.owing import answer_owing, book_of_receivables
from crossfoot_server.services.open_book import open_book
from crossfoot_server.store import Store
from crossfoot_sync.engine.lookups import Answer, Answers, CellOf, Lookups
from crossfoot_templates.types.time import HOUSE_ZONE


def look_up(store: Store, actor: Actor, asked: Lookups, now: dt.datetime) -> Answers:
    """What ``actor`` may know of what is ``asked``, all of it as the store is at one moment.

    A question that cannot be answered says why, and keeps no other from being answered. How many statements the store
    is sent depends on the tables that are asked about, and not on how many questions there are.
    """
    cells = {place: each for place, each in enumerate(asked.questions) if isinstance(each, CellOf)}
    owing = {place: each for place, each in enumerate(asked.questions) if not isinstance(each, CellOf)}
    today = now.astimezone(ZoneInfo(HOUSE_ZONE)).date()
    found: dict[int, Answer] = {}
    with store.reading() as connection:
        if owing:
            book = book_of_receivables(store, actor)
            answers = answer_owing(connection, book, list(owing.values()), today, asked.language)
            found |= dict(zip(owing, answers, strict=True))
        if cells:
            books = [open_book(store, actor, name) for name in actor.books(store.catalog)]
            answers = answer_cells(connection, books, list(cells.values()), now, asked.language)
            found |= dict(zip(cells, answers, strict=True))
    return Answers([found[place] for place in range(len(asked.questions))])
