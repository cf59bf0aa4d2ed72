"""What a request calls the rows that its row points at."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import Connection

from crossfoot_server.accounts.tokens import teams_below
from crossfoot_server.services.pushing.plan import PushPlan
from crossfoot_server.store.rows import current_rows
from crossfoot_sync.engine.wire import ReferenceList
from crossfoot_templates.types import Reference, Value, canonical


@dataclass(frozen=True)
class PointedAt:
    """The rows that a table points at, as who asks is shown them in ``lists``, and those of their push."""

    connection: Connection
    plan: PushPlan
    lists: Mapping[str, ReferenceList]

    def named(self, table: str, row_id: str, pointing: Mapping[str, Value]) -> str:
        """The key of a row, and its name where everybody sees it who sees a request about the row ``pointing`` at it.

        Of a row that the same push brings there is no key yet.
        """
        listed = self.lists[table]
        position = listed.ids.index(row_id) if row_id in listed.ids else None
        if position is None:
            pushed = self.plan.tables[table].by_id.get(row_id) if table in self.plan.tables else None
            return self._name(table, pushed.end(), pointing) if pushed is not None and pushed.writes_values else ""
        key = listed.keys[position]
        if listed.labels[position] == key:
            # it has no name, or is out of sight for who asks
            return key
        pair = self.plan.opened.store.schema.pairs[table]
        stored = current_rows(self.connection, pair, [row_id])
        name = self._name(table, stored[row_id].values, pointing) if row_id in stored else ""
        return f"{key} {name}" if name else key

    def _name(self, table: str, row: Mapping[str, Value], pointing: Mapping[str, Value]) -> str:
        """What ``row`` is shown by; nothing where that is not for everybody."""
        definition = self.plan.opened.store.catalog.tables[table]
        shown = definition.by_name[definition.shown_by]
        hidden = definition.visible_when or shown.read or isinstance(shown.type, Reference)
        return "" if hidden or not self._within(row, pointing) else canonical(shown.type, row.get(shown.name))

    def _within(self, row: Mapping[str, Value], pointing: Mapping[str, Value]) -> bool:
        """Whether whoever reaches ``pointing`` by its company or its team reaches ``row`` by its own."""
        entity, team = pointing.get("entity"), pointing.get("team")
        if entity is not None and row.get("entity") != entity:
            return False
        return team is None or row.get("team") in teams_below(self.connection, self.plan.opened.store, str(team))
