"""What rows hold in a column, by the key of the row."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import TypeVar

from sqlalchemy import Connection

from crossfoot_server.services.looking_up.pointed_at import pointed_at
from crossfoot_server.services.looking_up.rows_named import Named, naming_columns, rows_named
from crossfoot_server.services.open_book import OpenBook
from crossfoot_server.services.pulling.changed import pull_rows
from crossfoot_sync.engine.lookups import Answer, Cell, CellOf, Refused, Shown
from crossfoot_sync.engine.wire import TablePull
from crossfoot_templates.label import BETWEEN, Label, Language
from crossfoot_templates.messages import say
from crossfoot_templates.model import Column, Table
from crossfoot_templates.types import (
    Boolean,
    Choice,
    ColumnType,
    Date,
    DateTime,
    Decimal,
    Integer,
    Money,
    Percent,
    Reference,
    WireValue,
)

T = TypeVar("T")

SHOWN: Mapping[type[ColumnType], Shown] = {
    Integer: "number",
    Decimal: "number",
    Money: "number",
    Percent: "number",
    Date: "date",
    DateTime: "time",
    Boolean: "truth",
}
"""What values are; of every other type they are texts."""


@dataclass(frozen=True)
class Place:
    """A table as one book shows it, and the column of it that is asked for."""

    opened: OpenBook
    table: Table
    column: Column


@dataclass
class Wanted:
    """What is asked of one table in one book."""

    opened: OpenBook
    table: Table
    keys: set[str] = field(default_factory=set)
    columns: set[str] = field(default_factory=set)


@dataclass(frozen=True)
class Found:
    """What was read of a table: the rows that were named, their values, and what their references show."""

    named: Named
    rows: TablePull
    pointed: Mapping[str, Mapping[str, str]]


def answer_cells(
    connection: Connection, opened: Sequence[OpenBook], asked: Sequence[CellOf], now: dt.datetime, language: Language
) -> list[Answer]:
    """The answers to ``asked``, in their order, each from the first of the books ``opened`` that shows the row."""
    places = [_places(opened, each, language) for each in asked]
    wanted: dict[tuple[str, str], Wanted] = {}
    for question, found in zip(asked, places, strict=True):
        for place in found if isinstance(found, list) else ():
            each = wanted.setdefault(_of(place), Wanted(place.opened, place.table))
            each.keys.add(question.key.strip())
            each.columns.add(place.column.name)
    read = {name: _read(connection, each, now, language) for name, each in wanted.items()}
    return [_answered(question, found, read, language) for question, found in zip(asked, places, strict=True)]


def _of(place: Place) -> tuple[str, str]:
    return place.opened.name, place.table.name


def _places(opened: Sequence[OpenBook], asked: CellOf, language: Language) -> list[Place] | Refused:
    """Where the column that is asked for may be read."""
    shown = [(book, view.table) for book in opened for view in book.view.tables]
    tables = _called(asked.table, shown, lambda each: (each[1].name, each[1].label))
    if not tables:
        labels = dict.fromkeys(table.label.in_(language) for _, table in shown)
        return Refused(say("no_such_table", value=asked.table, tables=BETWEEN[language].join(labels)))
    columns = [Place(book, table, column) for book, table in tables for column in table.columns]
    places = _called(asked.column, columns, lambda each: (each.column.name, each.column.label))
    label = tables[0][1].label.in_(language)
    if not places:
        names = BETWEEN[language].join(_near(asked.column, [each.column for each in columns], language))
        return Refused(say("no_such_column", value=asked.column, table=label, columns=names))
    named = [each for each in places if naming_columns(each.opened, each.table.name)]
    return named or Refused(say("no_single_key", table=label))


def _called(text: str, things: Sequence[T], naming: Callable[[T], tuple[str, Label]]) -> list[T]:
    """Those of ``things`` that ``text`` is the name of; if it is no name, those that it is a label of."""
    wanted = text.strip().casefold()
    named = [(each, *naming(each)) for each in things]
    found = [each for each, name, _ in named if name == wanted]
    return found or [each for each, _, label in named if wanted in {label.zh.casefold(), label.en.casefold()}]


def _near(text: str, columns: Sequence[Column], language: Language) -> Iterable[str]:
    """The labels of columns that somebody may have meant; of all where none is near."""
    labels = dict.fromkeys(each.label.in_(language) for each in columns)
    names = {each.name: each.label.in_(language) for each in columns}
    near = get_close_matches(text, [*labels, *names], n=1)
    return [names.get(near[0], near[0])] if near else labels


def _read(connection: Connection, wanted: Wanted, now: dt.datetime, language: Language) -> Found:
    opened, name = wanted.opened, wanted.table.name
    named = rows_named(connection, opened, name, wanted.keys)
    if not named.names:
        return Found(named, TablePull(name, [], [], {}), {})
    rows = pull_rows(connection, opened, name, named.all_ids, now)
    pointed = {
        column: pointed_at(connection, opened, target, _texts(rows.columns[column]), language)
        for column, target in wanted.table.references().items()
        if column in wanted.columns
    }
    return Found(named, rows, pointed)


def _texts(values: Iterable[WireValue]) -> list[str]:
    return [value for value in values if isinstance(value, str)]


def _answered(
    asked: CellOf, places: list[Place] | Refused, read: Mapping[tuple[str, str], Found], language: Language
) -> Answer:
    if isinstance(places, Refused):
        return places
    key = asked.key.strip()
    for place in places:
        found = read[_of(place)]
        ids = found.named.find(key)
        if len(ids) > 1:
            keys = BETWEEN[language].join(found.named.names[each] for each in ids)
            return Refused(say("ambiguous_key", value=key, candidates=keys))
        if ids:
            return _cell(place, found, ids[0], language)
    return Refused(say("no_such_row", value=key, table=places[0].table.label.in_(language)))


def _cell(place: Place, found: Found, row_id: str, language: Language) -> Cell:
    kind = place.column.type
    value = found.rows.columns[place.column.name][found.rows.ids.index(row_id)]
    if isinstance(kind, Choice) and isinstance(value, str):
        value = place.opened.view.choice_lists[kind.choices].label(value, language) or value
    if isinstance(kind, Reference) and isinstance(value, str):
        value = found.pointed[place.column.name].get(value, "")
    return Cell(value, SHOWN.get(type(kind), "text"))
