"""Whether the rules of the books hold in the store after every request, and whether what is refused breaks them."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from crossfoot_tests.simulation.books import SECOND
from crossfoot_tests.simulation.figures import Rows, filled_in
from crossfoot_tests.simulation.judge import Violation
from crossfoot_tests.simulation.ledger import FOLLOWED
from crossfoot_tests.simulation.records import Records, Version, stored_as
from crossfoot_tests.simulation.rules import ALWAYS, FILLED, LATER, LIMITS, LOCKS, MENDED, REFUSED, ruled_by

WaitingOf: TypeAlias = Callable[[str, str], Mapping[str, Any]]
"""What waits of somebody's in a row of a table."""


@dataclass(frozen=True)
class Refusal:
    """A row that a rule refused, and the fields that it was refused for; ``beside`` are all that were, for anything."""

    rule: str
    table: str
    row_id: str
    columns: frozenset[str]
    beside: frozenset[str]


@dataclass
class Rulings:
    """Judges rules while a run goes on.

    Attributes:
        counts: what the rules refused, and what of that went through later.
        refused: the rows that a rule refused, with the rules, until they change.
        filled: what defaults have filled in, by table and column.
    """

    records: Records
    counts: Counter[str]
    refused: dict[tuple[str, str], set[str]] = field(default_factory=dict)
    filled: set[tuple[str, str, Any]] = field(default_factory=set)

    def stored(self, found: list[Version], *, upgraded: bool) -> None:
        """Judge what is stored now, ``found`` being the latest of it; ``upgraded`` is every process."""
        if not found:
            return
        rows = self.rows()
        for rule, broken in ALWAYS.items():
            for what in broken(rows):
                raise Violation("rule", f"{rule}: {what}")
        for version in found:
            self._locked_kept(version)
            self._blanks_filled(version)
            if upgraded:
                self._later_rules_hold(version)
            for rule in sorted(self.refused.pop((version.table, version.row_id), ())):
                if rule in MENDED:
                    self.counts[MENDED[rule]] += 1

    def rows(self) -> dict[str, dict[str, dict[str, Any]]]:
        """The rows in force by table and id, as the store holds them."""
        rows: dict[str, dict[str, dict[str, Any]]] = {table: {} for table in FOLLOWED}
        for version in self.records.current():
            rows[version.table][version.row_id] = version.values
        return rows

    def answer(self, path: str, sent: bytes, body: bytes, waiting: WaitingOf) -> None:
        """Judge what a server refused for a rule: it would break it, in the store as it is without that.

        What its author changes in a row is judged together with what of theirs is ``waiting`` in it.
        """
        if path.endswith("/check") or not sent or b'"refused"' not in body:
            return
        reply = json.loads(body)
        if not isinstance(reply, dict) or reply.get("replayed"):
            return
        pushed, found = json.loads(sent), list(_refusals(reply))
        for refusal in found:
            self.counts[REFUSED[refusal.rule]] += 1
            self.refused.setdefault((refusal.table, refusal.row_id), set()).add(refusal.rule)
        limited = {(each.table, each.row_id) for each in found if each.rule in LIMITS}
        for refusal in found if "push" in pushed else ():
            # of several, one may have been refused for the sake of another that something else kept out
            if refusal.rule not in LIMITS or len(limited) == 1:
                self._would_break(refusal, pushed, waiting(refusal.table, refusal.row_id))

    def _would_break(self, refusal: Refusal, pushed: Mapping[str, Any], waiting: Mapping[str, Any]) -> None:
        table, row_id = refusal.table, refusal.row_id
        history = self.records.rows.get((table, row_id), [])
        before = [each for each in history if each.batch != pushed["batch"]["id"]]
        if refusal.rule in LOCKS:
            lock = LOCKS[refusal.rule]
            fits = before and lock.holds(before[-1].values) and refusal.columns <= {*(lock.columns or refusal.columns)}
        else:
            # rules judge a row together: what another one refused may have been in it, or taken out before
            parts: list[Mapping[str, Any]] = [{}]
            if waiting:
                parts += [waiting, {name: waiting[name] for name in waiting.keys() & refusal.columns}]
            fits = any(
                self._breaks(refusal, columns, pushed, with_it)
                for columns in {refusal.columns, refusal.beside}
                for with_it in parts
            )
        if not fits:
            raise Violation("needless refusal", f"{refusal.rule} refuses {table} {row_id} {sorted(refusal.columns)}")

    def _breaks(
        self, refusal: Refusal, columns: frozenset[str], pushed: Mapping[str, Any], waiting: Mapping[str, Any]
    ) -> bool:
        rows, rule = self.rows(), refusal.rule
        row = rows[refusal.table][refusal.row_id] = self._as_sent(refusal, columns, pushed, rows, waiting)
        return any(ALWAYS[rule](rows)) if rule in ALWAYS else LATER[rule].broken(row)

    def _as_sent(
        self,
        refusal: Refusal,
        columns: frozenset[str],
        pushed: Mapping[str, Any],
        rows: Rows,
        waiting: Mapping[str, Any],
    ) -> dict[str, Any]:
        """The refused row as it would have been with these ``columns``."""
        table, row_id = refusal.table, refusal.row_id
        [push] = [each for each in pushed["push"] if each["table"] == table]
        at = push["ids"].index(row_id)
        sent = {
            name: stored_as(name, dict(zip(column["rows"], column["values"], strict=True))[at])
            for name, column in push["columns"].items()
            if at in column["rows"]
        }
        taken_back = {name for name, positions in push.get("withdrawn", {}).items() if at in positions}
        waiting = {name: waiting[name] for name in waiting.keys() - taken_back - sent.keys()}
        stored = rows[table].get(row_id)
        if stored is None:
            sent = dict.fromkeys(SECOND.tables[table].by_name) | sent
            return {**sent, **{name: value for name, value in filled_in(table, sent).items() if sent[name] is None}}
        return {**stored, **waiting, **{name: value for name, value in sent.items() if name in columns}}

    def _locked_kept(self, version: Version) -> None:
        before = self._before(version)
        if before is None:
            return
        for name, lock in LOCKS.items():
            if lock.table == version.table and lock.holds(before.values):
                changed = {key for key in version.values if version.values[key] != before.values.get(key)}
                if changed & {*(lock.columns or version.values)} or (not lock.columns and not version.in_force):
                    raise Violation("lock", f"{name}: {version.table} {version.row_id} changed in {sorted(changed)}")

    def _blanks_filled(self, version: Version) -> None:
        """A new row has in columns with a default what was typed there, and otherwise what the default comes to.

        What was typed is a mark, or was copied from another row that had it by default.
        """
        if version.kind != "created":
            return
        for name, value in filled_in(version.table, version.values).items():
            held = version.values[name]
            typed = version.marks.get(name, held) is not None
            if held is None or not (typed or held == value or (version.table, name, held) in self.filled):
                raise Violation("default", f"{version.table} {version.row_id} has {held!r} for {name}, not {value!r}")
            self.filled.add((version.table, name, value))
            self.counts[FILLED] += held == value

    def _later_rules_hold(self, version: Version) -> None:
        before = self._before(version)
        for name, rule in LATER.items():
            if rule.table != version.table or not version.in_force or not rule.broken(version.values):
                continue
            if before is None or any(before.values[each] != version.values[each] for each in rule.columns):
                raise Violation("rule", f"{name}: {version.table} {version.row_id} {version.values}")

    def _before(self, version: Version) -> Version | None:
        """The version that was in force until this one."""
        history = self.records.rows[version.table, version.row_id]
        before = history[version.rev - 2] if version.rev > 1 else None
        return before if before is not None and before.in_force else None


def _refusals(reply: Mapping[str, Any]) -> Iterator[Refusal]:
    for table in reply.get("outcome", ()):
        found: dict[tuple[str, str], set[str]] = {}
        beside: dict[str, set[str]] = {}
        for verdict in table.get("fields", ()):
            if verdict["state"] == "refused":
                beside.setdefault(table["ids"][verdict["row"]], set()).add(verdict["column"])
            rule = ruled_by(verdict["message"], verdict["column"]) if verdict["state"] == "refused" else None
            if rule is not None:
                found.setdefault((rule, table["ids"][verdict["row"]]), set()).add(verdict["column"])
        for row_id, messages in zip(table["ids"], table["messages"], strict=True):
            for message in messages:
                rule = ruled_by(message)
                if rule is not None:
                    found.setdefault((rule, row_id), set())
        for (rule, row_id), columns in found.items():
            yield Refusal(rule, table["table"], row_id, frozenset(columns), frozenset(beside.get(row_id, ())))
