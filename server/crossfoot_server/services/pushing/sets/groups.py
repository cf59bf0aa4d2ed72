"""Which heads a push concerns, and who contributes to the group of each."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from sqlalchemy import Connection, Select, Table, false, select

from crossfoot_server.services.pushing.plan import PushPlan, RowPlan, TablePlan
from crossfoot_server.services.pushing.sets.overlay import Place, as_it_is, as_it_would_be
from crossfoot_server.services.pushing.sets.touched import TouchedRows
from crossfoot_server.store.schema import ID, VOIDED
from crossfoot_server.store.statements import among, in_chunks, kept
from crossfoot_templates.formula.kinds import Choice, Reference
from crossfoot_templates.formula.typed import Call, OwnColumn
from crossfoot_templates.logic import JudgingRule, TableLogic
from crossfoot_templates.questions import ROW_ID, Criterion, Question
from crossfoot_templates.types import Value


@dataclass(frozen=True)
class Contributor:
    """A planned row that changes what a head comes to, and the columns of it that can be taken back for that."""

    table: TablePlan
    row: RowPlan
    columns: tuple[str, ...]

    @property
    def place(self) -> Place:
        """Which row it is."""
        return self.table.name, self.row.id


@dataclass(frozen=True)
class Seen:
    """A row that a push changes, as rules of other rows see it.

    Attributes:
        sides: what it holds, and what it would hold; ``None`` where it is out of force.
        figures: where only some of its figures may change, the table of the pushed row that does it, and which.
    """

    table: str
    id: str
    sides: tuple[Mapping[str, Value] | None, ...]
    figures: tuple[str, frozenset[str]] | None

    def at(self, criterion: Criterion) -> list[Value]:
        """What it has in the column of ``criterion``, on each side."""
        in_force = (values for values in self.sides if values is not None)
        return [self.id if criterion.column == ROW_ID else values.get(criterion.column) for values in in_force]


class Groups:
    """The groups of one rule: by head the rows of the push that contribute, in the order they are written in."""

    def __init__(
        self, connection: Connection, plan: PushPlan, logic: TableLogic, rule: JudgingRule, touched: TouchedRows
    ) -> None:
        self._connection = connection
        self._plan = plan
        self._logic = logic
        self._rule = rule
        self._touched = touched
        self._holders: dict[str, dict[Value, set[str]]] = {}
        self._all: frozenset[str] | None = None

    def found(self) -> dict[str, list[Contributor]]:
        """The groups as the push is planned now."""
        changing = [(table, row) for table, row in self._plan.rows() if row.action != "none"]
        self._holders = self._who_holds(changing)
        groups: dict[str, list[Contributor]] = {}
        for table, row in changing:
            for head, columns in self._heads(table, row):
                groups.setdefault(head, []).append(Contributor(table, row, columns))
        return groups

    def _who_holds(self, changing: Iterable[tuple[TablePlan, RowPlan]]) -> dict[str, dict[Value, set[str]]]:
        """By column of the heads and value of it, the heads, stored or planned, that hold it, as far as is asked."""
        wanted: dict[str, dict[Value, set[str]]] = {}
        for column, value in self._asked_for(changing):
            wanted.setdefault(column, {}).setdefault(value, set())
        pair = self._plan.opened.store.schema.pairs[self._logic.table.name]
        for column, by_value in wanted.items():
            for chunk in in_chunks(str(value) for value in by_value if value is not None):
                for value, head in self._connection.execute(_holders(pair.current, column), chunk):
                    by_value[value].add(head)
            for row in self._planned():
                values = as_it_would_be(row)
                if values is not None and values.get(column) in by_value:
                    by_value[values.get(column)].add(row.id)
        return wanted

    def _asked_for(self, changing: Iterable[tuple[TablePlan, RowPlan]]) -> Iterator[tuple[str, Value]]:
        """The columns of heads, with values of them, by which the heads of ``changing`` rows are to be looked up."""
        lookups = [
            (question.table, criterion, column)
            for question in self._rule.questions
            for criterion in question.criteria
            if (column := self._own_column(criterion)) is not None
        ]
        for table, row in changing if lookups else ():
            for seen in self._seen(table, row):
                for asked, criterion, column in lookups:
                    for value in seen.at(criterion) if asked == seen.table else ():
                        yield column, value

    def _own_column(self, criterion: Criterion) -> str | None:
        """The column of the heads whose value a criterion asks rows for, where heads can be looked up by it."""
        match criterion.sign, criterion.operand:
            case "=", OwnColumn(column) if isinstance(criterion.kind, (Choice, Reference)):
                return None if column in self._logic.computed else column
        return None

    def _heads(self, table: TablePlan, row: RowPlan) -> Iterator[tuple[str, tuple[str, ...]]]:
        """The heads that ``row`` contributes to, each with the columns that do."""
        heads: dict[str, dict[str, None]] = {}
        if table.name == self._logic.table.name and row.writes_values:
            own = self._rule.blamed(row.taken)
            if own:
                heads[row.id] = dict.fromkeys(own)
        for seen in self._seen(table, row):
            for question in self._rule.questions:
                columns = self._contributed(question, seen, row) if question.table == seen.table else None
                for head in self._asking(question, seen) if columns is not None else ():
                    heads.setdefault(head, {}).update(dict.fromkeys(columns or ()))
        for head, changed in heads.items():
            yield head, tuple(changed)

    def _seen(self, table: TablePlan, row: RowPlan) -> Iterator[Seen]:
        """The row as rules of other rows see it, and the rows whose figures it may change."""
        yield Seen(table.name, row.id, (as_it_is(row), as_it_would_be(row)), None)
        for name, row_id, each in self._touched.caused_by((table.name, row.id)):
            pushed = self._plan.tables[name].by_id[row_id] if each.values is None else None
            sides = (each.values,) if pushed is None else (as_it_is(pushed), as_it_would_be(pushed))
            yield Seen(name, row_id, sides, (table.name, frozenset(each.columns)))

    def _contributed(self, question: Question, seen: Seen, row: RowPlan) -> tuple[str, ...] | None:
        """The columns of ``row`` that change the answer to ``question``; ``None`` where it stays the same."""
        if seen.figures is None:
            columns = self._changed(question, row)
            return columns if columns or row.leaves else None
        pushed, figures = seen.figures
        if question.columns.isdisjoint(figures):
            return None
        return tuple(name for name in self._touched.sources.get(pushed, ()) if name in row.taken)

    def _changed(self, question: Question, row: RowPlan) -> tuple[str, ...]:
        """The columns of ``row`` that are written and that ``question`` looks at, what it measures first."""
        logic = self._plan.opened.store.logic[question.table]
        asked = [question.measure.column, *(each.column for each in question.criteria)]
        sources = [
            source for name in asked if name != ROW_ID for source in sorted(logic.sources([name] if name else []))
        ]
        return tuple(dict.fromkeys(name for name in sources if name in row.taken))

    def _asking(self, question: Question, seen: Seen) -> Collection[str]:
        """The heads whose formula asks ``question`` of a row, as it is or as it would be."""
        found: frozenset[str] | None = None
        for criterion in question.criteria:
            heads = self._meeting(criterion, seen)
            if heads is not None:
                found = heads if found is None else found & heads
        return self._everybody() if found is None else found

    def _meeting(self, criterion: Criterion, seen: Seen) -> frozenset[str] | None:
        """The heads that ask for what a row has in the column of ``criterion``; ``None`` where that tells nothing."""
        if criterion.column in self._plan.opened.store.logic[seen.table].computed:
            return None
        wanted = seen.at(criterion)
        if criterion.sign == "=" and criterion.operand == Call("THIS", (), criterion.kind):
            return frozenset(str(value) for value in wanted if value is not None)
        column = self._own_column(criterion)
        return None if column is None else frozenset().union(*(self._holders[column][value] for value in wanted))

    def _everybody(self) -> frozenset[str]:
        if self._all is None:
            pair = self._plan.opened.store.schema.pairs[self._logic.table.name]
            self._all = frozenset(self._connection.scalars(_in_force(pair.current)))
        return self._all | {each.id for each in self._planned()}

    def _planned(self) -> list[RowPlan]:
        table = self._plan.tables.get(self._logic.table.name)
        return [] if table is None else table.rows


@kept
def _holders(table: Table, column: str) -> Select[str, str]:
    return select(table.c[column], table.c[ID]).where(table.c[VOIDED] == false(), among(table.c[column]))


@kept
def _in_force(table: Table) -> Select[str]:
    return select(table.c[ID]).where(table.c[VOIDED] == false())


def stored_heads(
    connection: Connection, table: Table, columns: tuple[str, ...], ids: Collection[str]
) -> dict[str, Mapping[str, Value]]:
    """The stored rows in force with these ids, with ``columns``."""
    found: dict[str, Mapping[str, Value]] = {}
    for chunk in in_chunks(ids):
        for row in connection.execute(_heads(table, columns), chunk):
            found[row[0]] = dict(zip(columns, row[1:], strict=True))
    return found


@kept
def _heads(table: Table, columns: tuple[str, ...]) -> Select[str]:
    named = [table.c[name] for name in (ID, *columns)]
    return select(*named).where(table.c[VOIDED] == false(), among(table.c[ID]))
