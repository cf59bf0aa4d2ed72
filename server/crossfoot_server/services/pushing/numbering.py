"""Giving new rows their numbers, leaving out those in use, and saying where somebody gave a row another one."""

from __future__ import annotations

from dataclasses import dataclass
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, select

from crossfoot_server.services.pushing.plan import PushPlan, RowPlan, TablePlan
from crossfoot_server.store import Schema
from crossfoot_server.store.counters import advance
from crossfoot_server.store.statements import among, in_chunks
from crossfoot_templates.messages import say
from crossfoot_templates.types import Code
from crossfoot_templates.types.time import HOUSE_ZONE


def give_numbers(connection: Connection, plan: PushPlan) -> None:
    """Fill the blank numbered codes of the new rows that go through."""
    year = plan.at.astimezone(ZoneInfo(HOUSE_ZONE)).year
    for table in plan.tables.values():
        for column in table.pair.definition.columns:
            if column.numbered and isinstance(column.type, Code):
                series = Series(plan.opened.store.schema, table, column.name, column.type, year)
                series.fill(connection, [row for row in table.rows if row.action == "insert"])
                series.tell_changed([row for row in table.rows if row.action == "update"])


@dataclass(frozen=True)
class Series:
    """The running numbers of one column, ``year`` that of the day on which rows are accepted, in the house's zone."""

    schema: Schema
    table: TablePlan
    column: str
    code: Code
    year: int

    def fill(self, connection: Connection, fresh: list[RowPlan]) -> None:
        """Give each of the ``fresh`` rows that is blank the next number, in order."""
        blank: dict[tuple[str, ...], list[RowPlan]] = {}
        for row in fresh:
            if row.taken[self.column] is None:
                blank.setdefault(tuple(self._facts(row).values()), []).append(row)
        for series, rows in blank.items():
            self._fill(connection, ".".join((self.table.name, self.column, *series)), rows)

    def _facts(self, row: RowPlan) -> dict[str, str]:
        """What the number of a row tells beside its running number; no company is told as ``-``."""
        known = {"entity": str(row.taken.get("entity") or "-"), "year": str(self.year)}
        return {name: known[name] for name in self.code.facts}

    def _fill(self, connection: Connection, counter: str, blank: list[RowPlan]) -> None:
        typed = {row.taken.get(self.column) for row in self.table.rows if row.writes_values}
        facts = self._facts(blank[0])
        while blank:
            first = advance(connection, self.schema, counter, len(blank))
            codes = [self.code.numbered(number, facts) for number in range(first, first + len(blank))]
            used = typed | self._in_use(connection, codes)
            free = [each for each in codes if each not in used]
            for row, number in zip(blank, free, strict=False):
                row.taken[self.column] = number
                row.notes.append(say("number_given", value=number))
            blank = blank[len(free) :]

    def tell_changed(self, rows: list[RowPlan]) -> None:
        """Note the rows that get another number than they had: nobody may have meant to type over it."""
        for row in rows:
            before = None if row.stored is None else row.stored.values[self.column]
            if before is not None and self.column in row.taken:
                row.notes.append(say("renumbered", before=str(before), after=str(row.taken[self.column])))

    def _in_use(self, connection: Connection, codes: list[str]) -> set[str]:
        # The versions and not the current rows: a number that a removed row once had is not given again.
        held = self.table.pair.versions.c[self.column]
        found: set[str] = set()
        for chunk in in_chunks(codes):
            found.update(connection.scalars(select(held).where(among(held)).distinct(), chunk))
        return found
