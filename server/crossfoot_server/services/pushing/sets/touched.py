"""Rows that a push may give other figures without speaking of them: an allocation does so to its invoice.

Rules that look at kept columns are to see them as the push would leave them. So these rows stand in the overlay too,
as they are stored, where their figures are calculated from the others in it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from sqlalchemy import Connection, false, select

from crossfoot_server.services.calculating.kept.changes import Change
from crossfoot_server.services.calculating.kept.looking import looked_upon, who_looks
from crossfoot_server.services.pushing.plan import PushPlan, RowPlan
from crossfoot_server.services.pushing.sets.overlay import Place, Rows, as_it_is, as_it_would_be
from crossfoot_server.store import Store
from crossfoot_server.store.schema import ID, VOIDED
from crossfoot_server.store.statements import among, in_chunks
from crossfoot_templates.keeping import Kept, Looking, Stage
from crossfoot_templates.logic import JudgingRule
from crossfoot_templates.questions import ROW_ID
from crossfoot_templates.types import Value


@dataclass(slots=True)
class Touched:
    """A row some of whose figures the push may change.

    Attributes:
        values: what it holds, where the push does not speak of it.
        columns: the kept columns.
        causes: the rows of the push that do it.
    """

    values: Mapping[str, Value] | None
    columns: set[str] = field(default_factory=set)
    causes: dict[Place, None] = field(default_factory=dict)


@dataclass(frozen=True)
class TouchedRows:
    """The rows whose figures a push may change, of the figures that rules look at.

    Attributes:
        rows: the touched rows by table and id, those among them that are pushed too.
        sources: by table, the columns that such figures come from, what is measured first.
    """

    rows: Mapping[str, Mapping[str, Touched]]
    sources: Mapping[str, tuple[str, ...]]

    @cached_property
    def beside(self) -> dict[str, Rows]:
        """The touched rows of which the push does not speak, as they are."""
        return {
            table: {row_id: each.values for row_id, each in rows.items() if each.values is not None}
            for table, rows in self.rows.items()
        }

    def caused_by(self, place: Place) -> Sequence[tuple[str, str, Touched]]:
        """The rows that a pushed row touches: table, id and how."""
        return self._by_cause.get(place, ())

    @cached_property
    def _by_cause(self) -> dict[Place, list[tuple[str, str, Touched]]]:
        found: dict[Place, list[tuple[str, str, Touched]]] = {}
        for table, rows in self.rows.items():
            for row_id, each in rows.items():
                for cause in each.causes:
                    found.setdefault(cause, []).append((table, row_id, each))
        return found


def stages_behind(store: Store, rules: Iterable[JudgingRule]) -> list[Stage]:
    """The kept columns that ``rules`` look at, and those that these come from, in the order of calculation."""
    wanted = {(each.table, name) for rule in rules for each in rule.questions for name in each.columns}
    behind: list[Stage] = []
    for stage in reversed(store.keeping.stages):
        columns = []
        for each in reversed(stage.columns):
            if (stage.table, each.name) in wanted:
                columns.append(each)
                wanted |= {(stage.table, name) for name in each.reads}
                asked = [looking.question for looking in each.lookings]
                wanted |= {(question.table, name) for question in asked for name in question.columns}
        if columns:
            behind.append(Stage(stage.table, tuple(reversed(columns))))
    return behind[::-1]


def touched_by(connection: Connection, plan: PushPlan, stages: Sequence[Stage]) -> TouchedRows:
    """What ``plan`` touches of the figures of ``stages``."""
    return _Tracing(connection, plan).through(stages)


class _Tracing:
    """Follows what a push changes through the tables that look at it."""

    def __init__(self, connection: Connection, plan: PushPlan) -> None:
        self._connection = connection
        self._plan = plan
        self._store = plan.opened.store
        self._changes: dict[str, dict[str, Change]] = {}
        self._causes: dict[Place, dict[Place, None]] = {}
        self._rows: dict[str, dict[str, Touched]] = {}
        for table, row in plan.rows():
            if row.action != "none":
                self._changes.setdefault(table.name, {})[row.id] = _change(row)
                self._causes[table.name, row.id] = {(table.name, row.id): None}

    def through(self, stages: Sequence[Stage]) -> TouchedRows:
        """Everything that is touched, stage by stage."""
        for stage in stages:
            for column in stage.columns:
                self._touch(stage.table, column, dict(self._reading(stage.table, column)))
        return TouchedRows(self._rows, _sources(self._store, stages))

    def _reading(self, table: str, column: Kept) -> Iterator[tuple[str, dict[Place, None]]]:
        """The rows in which ``column`` may change, each with what does it."""
        found: dict[str, dict[Place, None]] = {}
        for row_id, change in self._changes.get(table, {}).items():
            if change.after is not None and change.touches(column.reads):
                found.setdefault(row_id, {}).update(self._causes[table, row_id])
        for looking in column.lookings:
            for row_id, seen in self._looking(table, looking):
                causes = found.setdefault(row_id, {})
                for each in seen:
                    causes.update(self._causes[looking.question.table, each])
        yield from found.items()

    def _looking(self, table: str, looking: Looking) -> Iterator[tuple[str, Sequence[str]]]:
        lookers = who_looks(self._connection, self._store, table, looking, self._changes)
        if lookers is not None:
            yield from lookers.items()
            return
        seen = list(looked_upon(looking, self._changes))
        current = self._store.schema.pairs[table].current
        if seen:
            for row_id in self._connection.scalars(select(current.c[ID]).where(current.c[VOIDED] == false())):
                yield row_id, seen

    def _touch(self, table: str, column: Kept, found: Mapping[str, dict[Place, None]]) -> None:
        rows, changes = self._rows.setdefault(table, {}), self._changes.setdefault(table, {})
        self._load(table, [row_id for row_id in found if row_id not in changes])
        for row_id, causes in found.items():
            if row_id in changes:
                pushed = self._plan.tables[table].by_id.get(row_id) if table in self._plan.tables else None
                change = changes[row_id]
                change.columns.add(column.name)
                self._causes.setdefault((table, row_id), {}).update(causes)
                spoken_of = pushed is not None and pushed.counts
                touched = rows.setdefault(row_id, Touched(None if spoken_of else change.after))
                touched.columns.add(column.name)
                touched.causes.update(causes)

    def _load(self, table: str, ids: Sequence[str]) -> None:
        """Read rows of which the push changes nothing that people fill in."""
        pair = self._store.schema.pairs[table]
        names = list(pair.definition.by_name)
        wanted = select(pair.current.c[ID], *(pair.current.c[name] for name in names))
        for chunk in in_chunks(ids):
            in_force = wanted.where(pair.current.c[VOIDED] == false(), among(pair.current.c[ID]))
            for row in self._connection.execute(in_force, chunk):
                values = dict(zip(names, row[1:], strict=True))
                self._changes[table][row[0]] = Change(values, values, set())


def _change(row: RowPlan) -> Change:
    return Change(as_it_is(row), as_it_would_be(row), set(row.taken))


def _sources(store: Store, stages: Iterable[Stage]) -> dict[str, tuple[str, ...]]:
    """By table, the columns people fill in that the figures of ``stages`` come from."""
    found: dict[str, dict[str, None]] = {}
    for stage in stages:
        for column in stage.columns:
            for looking in column.lookings:
                asked = looking.question
                names = (asked.measure.column, *(each.column for each in asked.criteria))
                found.setdefault(asked.table, {}).update(dict.fromkeys(name for name in names if name != ROW_ID))
            found.setdefault(stage.table, {}).update(dict.fromkeys(sorted(column.reads)))
    return {
        table: tuple(
            dict.fromkeys(source for name in names if name for source in sorted(store.logic[table].sources([name])))
        )
        for table, names in found.items()
    }
