"""The judge: holds the ledger, the store's records and what everybody sees against each other."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from crossfoot_sync.client.report import SyncReport
from crossfoot_templates.approvals import APPROVAL
from crossfoot_tests.simulation.company import reaches
from crossfoot_tests.simulation.ledger import AMOUNTS, FOLLOWED, TEXT_MARK, Cell, Ledger, Page
from crossfoot_tests.simulation.records import Records, Version

TEXT_FAULTS = ("column_read_only", "control_character", "too_long", "locked")
"""What a text of a row may be refused for."""

LOGINS = ("li", "wang", "grace", "zhao")


class Violation(AssertionError):
    """A promise was broken. ``promise`` is a short name for which."""

    def __init__(self, promise: str, text: str) -> None:
        super().__init__(f"{promise}: {text}")
        self.promise = promise


@dataclass
class Judge:
    """Judges while a run goes on.

    Attributes:
        teams: in which team people are now.
        undone: batches that undo others, each with the one that it undoes.
        restored: batches that restore a version, each with the revision that its person was shown.
        held: the rows that ever held a value.
        asked: the workbook in which it was asked first whether a value may stand in a cell of a row.
    """

    ledger: Ledger
    records: Records
    teams: dict[str, str] = field(default_factory=dict)
    undone: dict[str, str] = field(default_factory=dict)
    restored: dict[str, int] = field(default_factory=dict)
    held: defaultdict[Cell, set[str]] = field(default_factory=lambda: defaultdict(set))
    asked: dict[tuple[str, str, str, str], str] = field(default_factory=dict)

    @property
    def everybody(self) -> tuple[str, ...]:
        """Whoever may be told of a row."""
        return LOGINS

    def sees(self, login: str, owner: str | None, team: str | None) -> bool:
        """Whether somebody may see a row of that owner and team."""
        return reaches(login, self.teams, owner, team)

    def news(self) -> list[Version]:
        """Judge what the store recorded since the last look; the versions that it found."""
        found = self.records.news()
        for version in found:
            self._row_by_batch(version)
            self._nothing_overwritten(version)
            self._nothing_unseen_removed(version)
            self._only_ones_own_undone(version)
            self._nothing_doubled(version)
            self._may_read(version)
        return found

    def answer(self, workbook: str, path: str, body: bytes) -> None:
        """Judge what a server told a person: nothing of a row that was never theirs to see.

        What a preview says of conflicts is not judged: a push that is under way may make it look worse than it is.
        """
        login = self.ledger.pages[workbook].login
        for mark in set(TEXT_MARK.findall(body.decode())):
            if login not in self.ledger.readers[mark]:
                raise Violation("scope", f"{login} was told {mark}, which {self.ledger.readers[mark]} may read")
        if path.endswith("/check"):
            return
        if b'"conflict"' in body:
            self._conflicts(workbook, json.loads(body))
        if b'"refused"' in body:
            self._refusals(workbook, json.loads(body))

    def report(self, workbook: str, report: SyncReport) -> None:
        """Judge a report: the sheet and the store agree, or the difference is itemised, and its counts add up."""
        for table in report.tables:
            if table.totals is not None and not table.totals.ties:
                raise Violation("control totals", f"{workbook}, {table.name}: {table.totals}")
            if table.totals is not None and table.rows != table.totals.rows:
                raise Violation("counts", f"{workbook}, {table.name}: {table.ticks} of {table.totals.rows} rows")
            if table.sent != table.taken + table.partly + table.waiting + table.untaken:
                raise Violation("counts", f"{workbook}, {table.name}: of {table.sent} rows sent fared {table.statuses}")

    def reorganised(self) -> None:
        """People moved: they may read now what they reach now."""
        for version in self.records.current():
            self._may_read(version)

    def _row_by_batch(self, version: Version) -> None:
        history = self.records.rows[version.table, version.row_id]
        if sum(each.batch == version.batch for each in history) > 1:
            raise Violation("idempotence", f"{version.table} {version.row_id}: batch {version.batch} wrote it twice")
        if [each.rev for each in history] != list(range(1, len(history) + 1)):
            raise Violation("history", f"{version.table} {version.row_id} has revisions out of order")

    def _nothing_overwritten(self, version: Version) -> None:
        """Whoever replaced a value had it on the screen when they typed, insisted on theirs, or emptied its row."""
        history = self.records.rows[version.table, version.row_id]
        if len(history) == 1 or version.workbook not in self.ledger.pages or not version.in_force:
            return
        before = history[-2].marks
        for column, mine in version.marks.items():
            theirs = before.get(column)
            page = self._author(version, column)
            if theirs is None or theirs == mine or page is None:
                continue
            at = self._meant(page, version.table, column, mine)
            seen = page.seen.get((version.table, column, theirs))
            # another row with the same key takes the place of one that was emptied
            at = max(at, page.removed.get((version.table, column, theirs), 0))
            if seen is None or seen > at:
                raise Violation(
                    "silent overwrite",
                    f"{version.table} {version.row_id} {column}: {page.login} put {mine} (typed at {at}) over {theirs} "
                    f"(seen at {seen}) from {version.workbook}",
                )

    def _author(self, version: Version, column: str) -> Page | None:
        """The workbook in which a value was typed. What waits goes with what its author changes elsewhere."""
        mark = version.marks[column]
        asked = None if mark is None else self.asked.get((version.table, version.row_id, column, mark))
        return self.ledger.pages.get(version.workbook if asked is None else asked)

    def _nothing_unseen_removed(self, version: Version) -> None:
        """Whoever removed a row had its values on the screen."""
        page = self.ledger.pages.get(version.workbook)
        if page is None or version.in_force:
            return
        for column, mark in version.marks.items():
            if (
                mark is not None
                and self._could_see(page, version.table, column)
                and not self._saw(page, version, column)
            ):
                raise Violation(
                    "unseen removal", f"{page.login} removed {version.table} {version.row_id} and never saw {mark}"
                )

    def _saw(self, page: Page, version: Version, column: str) -> bool:
        return (version.table, column, version.marks[column]) in page.seen

    def _could_see(self, page: Page, table: str, column: str) -> bool:
        return (table, column) not in page.unseen and any(seen[:2] == (table, column) for seen in page.seen)

    def _only_ones_own_undone(self, version: Version) -> None:
        """An undo takes back what the undone batch wrote, a restore what its person was shown, and nothing newer."""
        history = self.records.rows[version.table, version.row_id]
        if version.batch in self.undone:
            found = [each for each in history if each.batch == self.undone[version.batch]]
        elif version.batch in self.restored:
            found = [each for each in history if each.rev == self.restored[version.batch]]
        else:
            return
        for column, mark in version.marks.items():
            before = history[-2].marks.get(column) if len(history) > 1 else None
            if before not in (None, mark) and not any(each.marks.get(column) == before for each in found):
                raise Violation("undo", f"{version.table} {version.row_id} {column}: {before} was undone with the rest")

    def _meant(self, page: Page, table: str, column: str, mine: str | None) -> int:
        """When somebody last meant ``mine`` to stand in a cell."""
        if mine is None:
            at = page.cleared.get((table, column))
        else:
            at = page.meant.get((table, column, mine))
            if at is None and self.ledger.copies[table, column, mine]:
                return self.ledger.now
        if at is None:
            raise Violation("silent overwrite", f"{table} {column}: nobody typed {mine} in the workbook it came from")
        return at

    def _nothing_doubled(self, version: Version) -> None:
        for column, mark in version.marks.items():
            if mark is not None:
                cell = (version.table, column, mark)
                self.held[cell].add(version.row_id)
                if len(self.held[cell]) > 1 + self.ledger.copies[cell]:
                    raise Violation("doubled", f"{cell} stands in the rows {sorted(self.held[cell])}")

    def _may_read(self, version: Version) -> None:
        history = self.records.rows[version.table, version.row_id]
        marks = {mark for each in history for mark in each.told}
        for login in self.everybody:
            asked = (
                version.values.get("requested_by") == login
            )  # who is told what comes of it, wherever they are by now
            if asked or self.sees(login, version.owner, version.team):
                for mark in marks:
                    self.ledger.readers[mark].add(login)

    def _conflicts(self, workbook: str, reply: Mapping[str, Any]) -> None:
        """Only what both sides changed is a conflict."""
        page = self.ledger.pages[workbook]
        if page.doubtful or page.stepped_back:
            return
        for table in reply.get("outcome", ()):
            for verdict in table.get("fields", ()) if table["table"] not in page.behind else ():
                cell = (table["table"], verdict["column"])
                history = self.records.rows.get((table["table"], table["ids"][verdict["row"]]), [])
                if verdict["state"] == "conflict" and history and cell[1] in history[-1].marks:
                    self._contradicted(page, cell, history[-1], str(verdict["message"]["facts"].get("mine")))

    def _refusals(self, workbook: str, reply: Mapping[str, Any]) -> None:
        """A text of a row that is there is refused for what is wrong with that text alone."""
        for table in reply.get("outcome", ()):
            for verdict in table.get("fields", ()):
                row = (table["table"], table["ids"][verdict["row"]])
                sound = verdict["column"] in FOLLOWED[table["table"]] and verdict["column"] not in {"name", *AMOUNTS}
                if verdict["state"] == "refused" and sound and row in self.records.rows:
                    code = verdict["message"]["code"]
                    if code not in TEXT_FAULTS and not self._not_agreed(code, *row):
                        raise Violation("needless refusal", f"{workbook} {row} {verdict['column']}: {code}")

    def _not_agreed(self, code: str, table: str, row_id: str) -> bool:
        """Whether a text is refused with the change that it is part of, or is a comment where nothing is to decide."""
        asked = table == APPROVAL or any(each[:2] == (table, row_id) for each in self.asked)
        return asked and code.startswith("approval_")

    def _contradicted(self, page: Page, cell: tuple[str, str], theirs: Version, mine: str) -> None:
        value = theirs.marks[cell[1]]
        if any(each is not None and self.ledger.copies[(*cell, each)] for each in (value, mine)):
            # it stands in several rows, and no longer tells when it was seen in this one, or typed
            return
        if (theirs.table, theirs.row_id, cell[1], value) in self.asked:
            # it waited, went through, and its author had changed it once more meanwhile
            return
        history = self.records.rows[theirs.table, theirs.row_id]
        if history[0].asked_by and history[0].actor == page.login:
            # a new row waited and was approved while its author went on working in it: all of it is sent once more
            return
        came = [each.marks.get(cell[1]) for each in history]
        if sum(now == value != before for before, now in pairwise([None, *came])) > 1:
            # it went and came back, by an undo for one: seen once, it need not have been seen again
            return
        if len({each.values.get(cell[1]) for each in history}) == 1:
            raise Violation("needless conflict", f"{cell}: nobody ever changed {value}, which {page.login} typed over")
        typed = page.typed.get((*cell, mine))
        seen = page.seen.get((*cell, value)) if value else None
        if typed is not None and seen is not None and seen < typed:
            raise Violation(
                "needless conflict", f"{cell}: {page.login} typed {mine} at {typed} over {value}, seen at {seen}"
            )


def fate(ledger: Ledger, records: Records, waiting: Mapping[str, Iterable[Cell]]) -> None:
    """Everything typed was stored, was done away with by its author, or stands in its cell with a reason."""
    stored = {
        (version.table, column, mark)
        for version in records.versions()
        for column, mark in version.marks.items()
        if mark is not None
    }
    for workbook, page in ledger.pages.items():
        holes = page.typed.keys() - stored - page.given_up - set(waiting.get(workbook, ()))
        if holes:
            raise Violation("lost edit", f"{page.login} in {workbook}: {sorted(holes)}")
