"""Which computed columns are kept beside their rows, in which order they are calculated, and what they look at.

A computed column is kept if it comes, by itself or through other computed columns of its row, from functions over
tables, or if a formula looks at it as a column of a table. What comes from ``TODAY()`` is never kept: it would be wrong
the next day without anybody having changed anything.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import cached_property
from typing import TypeAlias

from crossfoot_templates.formula.kinds import Choice, Instant, Reference
from crossfoot_templates.formula.typed import Call, Expression, OwnColumn, TableColumn, calls, walk
from crossfoot_templates.logic import Formula, TableLogic, circle
from crossfoot_templates.questions import ROW_ID, Criterion, Question, questions

Place: TypeAlias = tuple[str, str]
"""A column by its table's name and its own."""

Computed: TypeAlias = Mapping[Place, Formula]
"""The formulas of all computed columns of all tables."""

CALCULATION = 1
"""Raised when the same formula comes to another value than before, so that stores calculate theirs again."""


def computed_of(logic: Mapping[str, TableLogic]) -> dict[Place, Formula]:
    """The computed columns of all tables."""
    return {(table, name): formula for table, each in logic.items() for name, formula in each.computed.items()}


def looked_at(expression: Expression) -> Iterator[Place]:
    """The columns of tables that ``expression`` looks at."""
    return ((each.table, each.column) for each in walk(expression) if isinstance(each, TableColumn))


def needs(place: Place, computed: Computed) -> tuple[Place, ...]:
    """The computed columns that the one at ``place`` names, of its own row and of tables."""
    formula = computed[place]
    own = ((place[0], name) for name in formula.names)
    return tuple(dict.fromkeys(each for each in (*own, *looked_at(formula.expression)) if each in computed))


def circle_over_tables(computed: Computed) -> tuple[Place, ...]:
    """Computed columns that come to need themselves, from one to itself again; none where there is no such circle."""
    named = {written(place): tuple(map(written, needs(place, computed))) for place in computed}
    places = {written(place): place for place in computed}
    return tuple(places[name] for name in circle(named))


def written(place: Place) -> str:
    """``place`` as it is told: ``receivable.residual``."""
    return ".".join(place)


def of_today(computed: Computed) -> AbstractSet[Place]:
    """The computed columns that come from ``TODAY()``."""
    first = {place for place, formula in computed.items() if "TODAY" in calls(formula.expression)}
    return _spread(first, computed, lambda place: needs(place, computed))


def over_tables(computed: Computed) -> AbstractSet[Place]:
    """The computed columns that come, by themselves or through others of their row, from functions over tables."""
    first = {place for place, formula in computed.items() if any(questions(formula.expression))}
    return _spread(first, computed, lambda place: [each for each in needs(place, computed) if each[0] == place[0]])


def kept_of(computed: Computed, others: Iterable[Formula]) -> AbstractSet[Place]:
    """The columns of ``computed`` that are kept; ``others`` are the formulas that compute no column."""
    named = {place for formula in (*computed.values(), *others) for place in looked_at(formula.expression)}
    return (over_tables(computed) | named.intersection(computed)) - of_today(computed)


def _spread(
    first: AbstractSet[Place], computed: Computed, needed: Callable[[Place], Iterable[Place]]
) -> AbstractSet[Place]:
    """``first``, and every computed column that comes to need one of them."""
    found = first
    while True:
        reached = {place for place in computed if place not in found and not found.isdisjoint(needed(place))}
        if not reached:
            return found
        found |= reached


@dataclass(frozen=True, slots=True)
class Looking:
    """How rows look at the table that ``question`` is about.

    A row looks at those whose value at ``criterion`` is its own in column ``own``, or its id where that is
    :data:`ROW_ID`. Without a criterion every row may look at every other.
    """

    question: Question
    criterion: Criterion | None = None
    own: str = ROW_ID


@dataclass(frozen=True, slots=True)
class Kept:
    """A kept column.

    Attributes:
        reads: what it is calculated from in its own row: columns people fill in, and those kept by earlier stages.
        lookings: how it looks at tables.
    """

    name: str
    reads: frozenset[str]
    lookings: tuple[Looking, ...]


@dataclass(frozen=True, slots=True)
class Stage:
    """Kept columns of one table that are calculated together."""

    table: str
    columns: tuple[Kept, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """The names of its columns."""
        return tuple(each.name for each in self.columns)


@dataclass(frozen=True, eq=False)
class Keeping:
    """What is kept.

    Attributes:
        columns: by table, its kept columns.
        stages: all of them in the order in which they are calculated.
        digests: by kept column, what its values depend on beside those of rows; by the name that :func:`written` gives.
    """

    columns: Mapping[str, frozenset[str]]
    stages: tuple[Stage, ...]
    digests: Mapping[str, str]

    def of(self, table: str) -> frozenset[str]:
        """The kept columns of ``table``."""
        return self.columns.get(table, frozenset())

    @cached_property
    def watched(self) -> frozenset[str]:
        """The tables whose rows kept values come from, their own among them."""
        looked = {each.question.table for each in self._lookings()}
        return frozenset(looked | {stage.table for stage in self.stages})

    @cached_property
    def found_by(self) -> dict[str, frozenset[str]]:
        """By table, the columns whose values say which rows look at a row of it."""
        found: dict[str, set[str]] = {}
        for each in self._lookings():
            if each.criterion is not None and each.criterion.column != ROW_ID:
                found.setdefault(each.question.table, set()).add(each.criterion.column)
        return {table: frozenset(names) for table, names in found.items()}

    def _lookings(self) -> Iterator[Looking]:
        return (each for stage in self.stages for column in stage.columns for each in column.lookings)


NOTHING_KEPT = Keeping({}, (), {})


def keeping_of(logic: Mapping[str, TableLogic]) -> Keeping:
    """What is kept of the tables of ``logic``, whose formulas the loader has found right.

    Raises:
        ValueError: computed columns come to need themselves.
    """
    computed = computed_of(logic)
    if circle_over_tables(computed):
        raise ValueError(f"columns are computed from each other in a circle: {circle_over_tables(computed)}")
    others = (formula for each in logic.values() for formula in each.formulas())
    kept = kept_of(computed, others)
    columns: dict[str, set[str]] = {}
    for table, name in kept:
        columns.setdefault(table, set()).add(name)
    return Keeping(
        columns={table: frozenset(names) for table, names in columns.items()},
        stages=tuple(_stage(logic, table, names, columns[table]) for table, names in _grouped(logic, columns)),
        digests=_digests(logic, columns),
    )


def _grouped(
    logic: Mapping[str, TableLogic], kept: Mapping[str, AbstractSet[str]]
) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The kept columns in the order of calculation, those of one table together as far as that goes."""
    waiting = {
        (table, name): _kept_behind(logic[table], name, kept) for table in sorted(kept) for name in sorted(kept[table])
    }
    while waiting:
        table = next(place[0] for place, (own, looked) in waiting.items() if waiting.keys().isdisjoint(own | looked))
        ready = {
            place: own
            for place, (own, looked) in waiting.items()
            if place[0] == table and waiting.keys().isdisjoint(looked)
        }
        taken: list[Place] = []
        for _ in ready:
            taken += [
                place for place in ready if place not in taken and (waiting.keys() - {*taken}).isdisjoint(ready[place])
            ]
        yield table, tuple(name for _, name in taken)
        for place in taken:
            del waiting[place]


def _kept_behind(
    logic: TableLogic, name: str, kept: Mapping[str, AbstractSet[str]]
) -> tuple[AbstractSet[Place], AbstractSet[Place]]:
    """The kept columns that the one called ``name`` needs: those of its own row, and those that it looks at."""
    table = logic.table.name
    formulas, reads = _unfolded(logic, (name,), kept[table] - {name})
    own = {(table, each) for each in reads & kept[table]}
    looked = {place for formula in formulas for place in looked_at(formula.expression)}
    return own, {(each, column) for each, column in looked if column in kept.get(each, ())}


def _unfolded(logic: TableLogic, names: Iterable[str], given: AbstractSet[str]) -> tuple[list[Formula], frozenset[str]]:
    """The formulas that are calculated for the computed columns ``names``, and the columns of the row they begin with.

    Those are what people fill in and the computed columns that are ``given``.
    """
    unfolded: dict[str, Formula] = {}
    reads: set[str] = set()
    waiting = [*names]
    while waiting:
        name = waiting.pop()
        if name in given or name not in logic.computed:
            reads.add(name)
        elif name not in unfolded:
            unfolded[name] = logic.computed[name]
            waiting += unfolded[name].names
    return list(unfolded.values()), frozenset(reads)


def read_for(logic: TableLogic, names: Iterable[str], kept: AbstractSet[str]) -> frozenset[str]:
    """The columns of a row that the columns ``names`` are made from, where those that are ``kept`` need no making."""
    return _unfolded(logic, names, kept)[1]


def _stage(logic: Mapping[str, TableLogic], table: str, names: tuple[str, ...], kept: AbstractSet[str]) -> Stage:
    given = kept - {*names}
    return Stage(table, tuple(_kept(logic, table, name, given) for name in names))


def _kept(logic: Mapping[str, TableLogic], table: str, name: str, given: AbstractSet[str]) -> Kept:
    formulas, reads = _unfolded(logic[table], (name,), given)
    asked = dict.fromkeys(question for formula in formulas for question in questions(formula.expression))
    return Kept(name, reads, tuple(_looking(each, logic[each.table], reads) for each in asked))


def _looking(question: Question, logic: TableLogic, reads: AbstractSet[str]) -> Looking:
    """How rows look at the table of ``logic``: by the criterion that the fewest of them meet."""
    # Of a computed column only the present value is known, and a row may have looked at the former one.
    filled_in = [each for each in question.criteria if each.column not in logic.computed]
    ways = [way for each in filled_in for way in _ways(question, each, reads)]
    return max(ways, key=_merit, default=Looking(question))


def _ways(question: Question, criterion: Criterion, reads: AbstractSet[str]) -> Iterator[Looking]:
    if criterion.sign != "=" or isinstance(criterion.kind, Instant):
        return
    match criterion.operand:
        case Call("THIS"):
            yield Looking(question, criterion)
        case OwnColumn(column, kind) if column in reads and not isinstance(kind, Instant):
            yield Looking(question, criterion, column)


def _merit(looking: Looking) -> tuple[bool, bool]:
    criterion = looking.criterion
    return looking.own == ROW_ID, criterion is not None and isinstance(criterion.kind, Reference)


def _digests(logic: Mapping[str, TableLogic], kept: Mapping[str, AbstractSet[str]]) -> dict[str, str]:
    computed = computed_of(logic)
    found: dict[Place, str] = {}

    def digest(place: Place) -> str:
        if place not in found:
            table, formula = logic[place[0]], computed[place]
            lists = {each.kind.choices for each in walk(formula.expression) if isinstance(each.kind, Choice)}
            parts = (
                CALCULATION,
                formula.expression,
                table.table.by_name[place[1]].type,
                [[choice.code for choice in table.choices[name].choices] for name in sorted(lists)],
                [digest(each) for each in needs(place, computed)],
            )
            found[place] = hashlib.blake2b(repr(parts).encode(), digest_size=8).hexdigest()
        return found[place]

    return {written((table, name)): digest((table, name)) for table in kept for name in kept[table]}
