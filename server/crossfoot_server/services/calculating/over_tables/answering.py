"""The answers to functions over tables, for every row in hand."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from sqlalchemy import Connection

from crossfoot_server.services.calculating.over_tables.comparing import at, holds
from crossfoot_server.services.calculating.over_tables.gathering import WAYS
from crossfoot_server.services.calculating.over_tables.keys import Key, keys_of
from crossfoot_server.services.calculating.over_tables.overlay import Nothing, Overlay
from crossfoot_server.services.calculating.over_tables.parts import (
    Keys,
    Part,
    equalities,
    keys_together,
    part_of_rows,
)
from crossfoot_server.services.calculating.over_tables.stored import Filters, StoredGroups
from crossfoot_server.services.calculating.rows import ByRow, RowsInHand, listed, without_errors
from crossfoot_server.store import Store
from crossfoot_templates.formula.evaluation import Context
from crossfoot_templates.formula.typed import Call
from crossfoot_templates.formula.vectors import Blanks, Numbers, Texts, Truths, Vector, vector_of
from crossfoot_templates.formula.vectors.columns import NA, Units, first_errors
from crossfoot_templates.formula.vectors.ordering import chosen
from crossfoot_templates.questions import ROW_ID, Criterion, Question, question_of
from crossfoot_templates.types import Value

PAIRS = 1 << 20
"""How many pairs of a group and a row are compared at once."""

NOT_FOUND = Blanks(np.array([NA], np.int8))
BLANK = (None,)


@dataclass(frozen=True)
class AskedRows:
    """What the rows in hand ask for.

    Attributes:
        keys: the place of every distinct key among them.
        places: the place of each row's key.
        filters: the comparisons that the query looks after, by place among the criteria.
        fixed: the same with the one operand that all rows have, for groups that no query has looked at.
        compared: the other comparisons with their operands.
    """

    keys: Mapping[Keys, int]
    places: Units
    filters: Filters
    fixed: Mapping[int, tuple[Criterion, Vector]]
    compared: Mapping[int, tuple[Criterion, Vector]]


def with_tables(context: Context, connection: Connection, store: Store, overlay: Overlay | None = None) -> Context:
    """``context`` with functions over the tables of ``store``, as ``connection`` sees them and ``overlay`` has them.

    It is for one state of the store: what was fetched once is not fetched again.
    """
    return OverTables(context, connection, store, overlay or Nothing()).context


class OverTables:
    """Answers functions over tables for one context, which is its ``context`` with them."""

    def __init__(self, context: Context, connection: Connection, store: Store, overlay: Overlay) -> None:
        self.context = replace(context, over=self.over)
        self._store = store
        self._overlay = overlay
        self._stored = StoredGroups(connection, store)

    def over(self, call: Call, operands: tuple[Vector, ...]) -> Vector:
        """What ``call`` comes to for every row, its ``operands`` being calculated."""
        question = question_of(call)
        count = max(map(_size, operands))
        asked = self._asked(question, operands, count)
        parts = self._parts(question, asked)
        if question.measure.gist == "first":
            return _first(question, parts, asked, operands)
        result = _gathered(question, parts, asked)
        return replace(result, errors=first_errors(*(each.errors for each in operands), result.errors))

    def _asked(self, question: Question, operands: tuple[Vector, ...], count: int) -> AskedRows:
        columns = [keys_of(operands[each.place], each.kind, count) for _, each in equalities(question)]
        keys = keys_together(columns, count)
        distinct = {key: place for place, key in enumerate(dict.fromkeys(keys))}
        filters: list[tuple[int, Key]] = []
        fixed: dict[int, tuple[Criterion, Vector]] = {}
        compared: dict[int, tuple[Criterion, Vector]] = {}
        for place, criterion in enumerate(question.criteria):
            if criterion.sign != "=":
                operand = operands[criterion.place]
                for key in _same(keys_of(operand, criterion.kind, count)):
                    if self._stored.filterable(question, criterion, key):
                        filters.append((place, key))
                        fixed[place] = criterion, operand
                if place not in fixed:
                    compared[place] = criterion, operand
        places = np.fromiter(map(distinct.__getitem__, keys), np.int64, count)
        return AskedRows(distinct, places, tuple(filters), fixed, compared)

    def _parts(self, question: Question, asked: AskedRows) -> Sequence[Part]:
        if not asked.keys:
            return ()
        table = question.table
        stored = self._stored.parts(question, asked.filters, asked.keys.keys(), self._overlay.ids(table))
        rows = self._overlay.rows(table)
        return [*stored, part_of_rows(question, len(rows), self._overlaid(table, rows))] if rows else stored

    def _overlaid(self, table: str, rows: Mapping[str, Mapping[str, Value]]) -> Callable[[str], Sequence[Value]]:
        ids = list(rows)
        by_row = ByRow(ids, list(rows.values()))
        logic = self._store.logic[table]
        in_hand = RowsInHand(logic, by_row, self.context)

        def values(column: str) -> Sequence[Value]:
            if column == ROW_ID:
                return ids
            if column not in logic.computed:
                return by_row.column(column)
            return without_errors(listed(in_hand.column(column), logic.table.by_name[column].type, len(ids)))

        return values


def _size(vector: Vector) -> int:
    """The entries of ``vector``; 1 where nothing tells."""
    match vector:
        case Numbers(units=array) | Texts(values=array) | Truths(values=array):
            return int(array.size)
        case Blanks(errors=errors):
            return 1 if errors is None else errors.size


def _same(keys: Sequence[Key]) -> Sequence[Key]:
    """The one key that all rows have, or none where there is none."""
    return keys[:1] if all(key == keys[0] for key in keys) else ()


def _gathered(question: Question, parts: Sequence[Part], asked: AskedRows) -> Vector:
    way, measure = WAYS[question.measure.gist], question.measure
    by_row = bool(asked.compared)
    amounts = way.start(asked.places.size if by_row else len(asked.keys))
    for part in parts:
        for groups, places in _pairs(part, asked):
            way.add(amounts, places, tuple(array[groups] for array in part.amounts[measure]))
    result = way.result(measure.kind, amounts)
    return result if by_row else at(result, asked.places)


def _pairs(part: Part, asked: AskedRows) -> Iterator[tuple[Units, Units]]:
    """The groups of ``part`` that are asked for, and what each goes to: a key's place, or rows if rows are compared."""
    places = np.fromiter((asked.keys.get(each, -1) for each in part.keys), np.int64, len(part.keys))
    groups = np.flatnonzero(places >= 0)
    for place, (criterion, operand) in asked.fixed.items():
        if place in part.compared:
            one = at(operand, np.zeros(groups.size, np.int64))
            groups = groups[holds(criterion, at(part.compared[place], groups), one, groups.size)]
    if not asked.compared:
        yield groups, places[groups]
        return
    for some, rows in _joined(groups, places[groups], asked.places, len(asked.keys)):
        met = np.ones(some.size, np.bool_)
        for place, (criterion, operand) in asked.compared.items():
            met &= holds(criterion, at(part.compared[place], some), at(operand, rows), some.size)
        yield some[met], rows[met]


def _joined(groups: Units, wanted: Units, places: Units, keys: int) -> Iterator[tuple[Units, Units]]:
    """Each of ``groups`` with each row that has its key, some pairs at a time.

    ``wanted`` are the places of the groups' keys, ``places`` those of the rows', of so many ``keys``.
    """
    by_place = np.argsort(places, kind="stable")
    starts = np.searchsorted(places[by_place], np.arange(keys + 1))
    counts = starts[wanted + 1] - starts[wanted]
    blocks = np.cumsum(counts) // PAIRS
    for block in np.unique(blocks):
        of_block = np.flatnonzero(blocks == block)
        each = np.repeat(of_block, counts[of_block])
        before = np.repeat(np.cumsum(counts[of_block]) - counts[of_block], counts[of_block])
        yield groups[each], by_place[starts[wanted[each]] + np.arange(each.size) - before]


def _first(question: Question, parts: Sequence[Part], asked: AskedRows, operands: tuple[Vector, ...]) -> Vector:
    """XLOOKUP: what the first row with the key holds, or what stands for none."""
    values: list[Value] = [None] * len(asked.keys)
    found = np.zeros(len(asked.keys), np.bool_)
    for part in parts:
        for keys, value in zip(part.keys, part.firsts[question.measure], strict=True):
            place = asked.keys.get(keys)
            if place is not None and keys != BLANK and not found[place]:
                values[place], found[place] = value, True
    looked_up, missing = vector_of(question.measure.kind, values), operands[1] if len(operands) > 1 else NOT_FOUND
    return chosen(found[asked.places], at(looked_up, asked.places), missing, operands[0].errors)
