"""The stored rows that questions are about, fetched as groups: one query for all questions of a shape."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeAlias

import numpy as np
from sqlalchemy import ColumnElement, Connection, Select, false, func, or_, select

from crossfoot_server.services.calculating.over_tables.comparing import ORDERS, at
from crossfoot_server.services.calculating.over_tables.gathering import WAYS, Amounts
from crossfoot_server.services.calculating.over_tables.keys import Key, keys_of, value_of
from crossfoot_server.services.calculating.over_tables.matching import among, compared_as
from crossfoot_server.services.calculating.over_tables.parts import Keys, Part, equalities, keys_together
from crossfoot_server.store import Store
from crossfoot_server.store import dialect as dialects
from crossfoot_server.store.schema import ID, SEQ, VOIDED
from crossfoot_templates.formula.evaluation.running import constant
from crossfoot_templates.formula.kinds import Instant, Number
from crossfoot_templates.formula.vectors import vector_of
from crossfoot_templates.questions import ROW_ID, Criterion, Measure, Question, Shape
from crossfoot_templates.types import ColumnType
from crossfoot_templates.types import Text as TextType

Filters: TypeAlias = tuple[tuple[int, Key], ...]
"""Criteria whose operand is the same for all rows in hand: their places and the operand's key."""

Measures: TypeAlias = tuple[Measure, ...]

Box: TypeAlias = tuple[frozenset[Key] | None, ...]
"""What was asked for: for every criterion of equality the keys, or ``None`` for all there are."""

WITHOUT = "without"
"""The parameter that holds the ids that do not count."""


@dataclass
class Fetched:
    """What has been fetched for questions of one shape with the same filters."""

    boxes: list[Box] = field(default_factory=list)
    parts: list[Part] = field(default_factory=list)

    def lacks(self, keys: Keys) -> bool:
        """Whether groups with ``keys`` have not been asked for."""
        return not any(_within(keys, box) for box in self.boxes)


def _within(keys: Keys, box: Box) -> bool:
    return all(asked is None or key in asked for key, asked in zip(keys, box, strict=True))


class StoredGroups:
    """Groups of stored rows in force, each fetched once."""

    def __init__(self, connection: Connection, store: Store) -> None:
        self._connection = connection
        self._store = store
        self._fetched: dict[tuple[Shape, Filters, Measures], Fetched] = {}

    def parts(
        self, question: Question, filters: Filters, keys: Collection[Keys], without: Collection[str]
    ) -> Sequence[Part]:
        """All groups with these ``keys`` of rows whose ids are not among ``without``; there may be other groups."""
        measures = self._measures(question)
        fetched = self._fetched.setdefault((question.shape, filters, measures), Fetched())
        missing = [each for each in keys if fetched.lacks(each)] if fetched.boxes else keys
        if missing:
            box = self._box(question, missing)
            part = self._fetch(question, filters, measures, box, without)
            if fetched.boxes:
                part = _only(part, [row for row, each in enumerate(part.keys) if fetched.lacks(each)])
            fetched.parts.append(part)
            fetched.boxes.append(box)
        return fetched.parts

    def filterable(self, question: Question, criterion: Criterion, key: Key) -> bool:
        """Whether a query can compare the column of ``criterion`` with the operand that has this ``key``."""
        column_type = self._type(question, criterion.column)
        return not isinstance(criterion.kind, Instant) and (key is None or value_of(key, column_type) is not None)

    def _type(self, question: Question, column: str) -> ColumnType:
        table = self._store.catalog.tables[question.table]
        return TextType() if column == ROW_ID else table.by_name[column].type

    def _box(self, question: Question, keys: Iterable[Keys]) -> Box:
        """The keys to ask for: those wanted, and those that other questions of the shape are known to want."""
        box: list[frozenset[Key] | None] = []
        columns: Iterable[Iterable[Key]] = zip(*keys, strict=True)
        for (place, criterion), wanted in zip(equalities(question), columns, strict=True):
            constants = self._store.asked.constants.get((question.shape, place), ())
            known = {key for each in constants for key in keys_of(constant(each), criterion.kind, 1)}
            box.append(None if isinstance(criterion.kind, Instant) else frozenset({*wanted, *known}))
        return tuple(box)

    def _measures(self, question: Question) -> Measures:
        """What is fetched with the answer to ``question``: all that is ever asked of the same rows."""
        known = self._store.asked.measures.get(question.shape, ())
        return known if question.measure in known else (question.measure,)

    def _fetch(
        self, question: Question, filters: Filters, measures: Measures, box: Box, without: Collection[str]
    ) -> Part:
        compared = {
            place: each
            for place, each in enumerate(question.criteria)
            if each.sign != "=" and place not in dict(filters)
        }
        query = Query(self._connection, self._store, question)
        query.narrow(filters, box, without)
        statement = query.firsts(measures) if question.measure.gist == "first" else query.groups(compared, measures)
        rows = self._connection.execute(statement, query.parameters).all()
        width = len(statement.selected_columns)
        return _part(question, compared, measures, list(zip(*rows, strict=True)) or [()] * width)


class Query:
    """A query for groups of stored rows."""

    def __init__(self, connection: Connection, store: Store, question: Question) -> None:
        self._dialect = connection.dialect
        self._types = store.catalog.tables[question.table].by_name
        self._table = store.schema.pairs[question.table].current
        self._question = question
        self._where: list[ColumnElement[bool]] = [self._table.c[VOIDED] == false()]
        self.parameters: dict[str, str] = {}

    def narrow(self, filters: Filters, box: Box, without: Collection[str]) -> None:
        """Look only at what passes the ``filters``, has keys of ``box``, and is not among the ids ``without``."""
        for place, key in filters:
            self._where.append(self._filter(self._question.criteria[place], key))
        for (place, criterion), asked in zip(equalities(self._question), box, strict=True):
            if asked is not None:
                self._where.append(self._among(f"keys_{place}", criterion, asked))
        if without:
            self.parameters[WITHOUT] = dialects.listed(self._dialect, self._table.c[ID].type, without)
            self._where.append(~dialects.one_of(self._dialect, self._table.c[ID], WITHOUT))

    def groups(self, compared: dict[int, Criterion], measures: Iterable[Measure]) -> Select[Any]:
        """What ``measures`` ask of each group, behind its keys and what it holds where rows are ``compared``."""
        grouping = [*self._keys(), *(self._table.c[each.column] for each in compared.values())]
        asked = [each for measure in measures for each in self._measured(measure)]
        return select(*grouping, *asked).where(*self._where).group_by(*grouping)

    def firsts(self, measures: Iterable[Measure]) -> Select[Any]:
        """What the first row of each group holds, behind its key."""
        first = select(func.min(self._table.c[SEQ])).where(*self._where).group_by(*self._keys())
        columns = (self._table.c[measure.column] for measure in measures)
        return select(*self._keys(), *columns).where(self._table.c[SEQ].in_(first))

    def _keys(self) -> list[ColumnElement[Any]]:
        return [self._compared_as(each) for _, each in equalities(self._question)]

    def _compared_as(self, criterion: Criterion) -> ColumnElement[Any]:
        return compared_as(self._dialect, self._table.c[criterion.column or ID], criterion.kind)

    def _measured(self, measure: Measure) -> Sequence[ColumnElement[Any]]:
        column = self._table.c[measure.column or ID]
        scale = measure.kind.scale or 0 if isinstance(measure.kind, Number) else 0
        return WAYS[measure.gist].asked(column, scale, self._dialect)

    def _filter(self, criterion: Criterion, key: Key) -> ColumnElement[bool]:
        column = self._compared_as(criterion)
        if key is None:
            return column.is_not(None) if criterion.sign == "<>" else false()
        value = value_of(key, self._types[criterion.column].type)
        if criterion.sign == "<>":
            return or_(column.is_(None), column != value)
        found: ColumnElement[bool] = ORDERS[criterion.sign](column, value)
        return found

    def _among(self, name: str, criterion: Criterion, asked: frozenset[Key]) -> ColumnElement[bool]:
        column_type = TextType() if criterion.column == ROW_ID else self._types[criterion.column].type
        column = self._compared_as(criterion)
        condition, self.parameters[name] = among(self._dialect, column, column_type, asked, name)
        return condition


def _part(
    question: Question, compared: dict[int, Criterion], measures: Iterable[Measure], columns: Sequence[Sequence[Any]]
) -> Part:
    """The selected ``columns`` as groups."""
    count, rest = len(columns[0]), iter(columns)
    keys = [keys_of(vector_of(each.kind, next(rest)), each.kind, count) for _, each in equalities(question)]
    return Part(
        keys=keys_together(keys, count),
        compared={place: vector_of(each.kind, next(rest)) for place, each in compared.items()},
        amounts={each: _amounts(each, rest) for each in measures if each.gist != "first"},
        firsts={each: next(rest) for each in measures if each.gist == "first"},
    )


def _amounts(measure: Measure, columns: Iterator[Sequence[Any]]) -> Amounts:
    way = WAYS[measure.gist]
    return way.of_groups(measure.kind, [next(columns) for _ in range(way.columns)])


def _only(part: Part, groups: list[int]) -> Part:
    """Those ``groups`` of ``part``."""
    chosen = np.array(groups, np.int64)
    return Part(
        keys=[part.keys[group] for group in groups],
        compared={place: at(vector, chosen) for place, vector in part.compared.items()},
        amounts={each: tuple(array[chosen] for array in amounts) for each, amounts in part.amounts.items()},
        firsts={each: [values[group] for group in groups] for each, values in part.firsts.items()},
    )
