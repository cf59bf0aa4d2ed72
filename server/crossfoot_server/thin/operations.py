"""What can be done in a session, each with the desk that everybody else has as well."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final, TypeAlias

from crossfoot_server.thin.recorded import Recorded, RecordedOutbox, RecordedTransport, WorkbookGrid
from crossfoot_server.thin.telling import told_back, told_history, told_problems, told_sync
from crossfoot_server.thin.transcript import Transcript
from crossfoot_server.thin.troubles import NothingChosen, NothingToUndo, NotOnATable
from crossfoot_server.thin.wire import Begin, Outcome, Task
from crossfoot_sync.client import stepping_back
from crossfoot_sync.client.back_report import describe_back
from crossfoot_sync.client.desk import Desk
from crossfoot_sync.client.errors import ClientError, ServerProblemError
from crossfoot_sync.client.finding import Found, open_workbook
from crossfoot_sync.client.server import Server, Transport
from crossfoot_sync.engine.cells import Edits, Reading, SetCell, TableCells
from crossfoot_sync.engine.rows import decision_of
from crossfoot_templates.layout import CONFLICT, KEEP_MINE, REFUSED, TAKE_THEIRS, TICK

CLIENT: Final = "crossfoot-pane/1"
"""What batches of thin clients say they were made with."""

_OPEN: Final = frozenset({CONFLICT, REFUSED})


@dataclass(frozen=True)
class Workplace:
    """The workbook of a session, and what it is kept in step with."""

    begin: Begin
    grid: WorkbookGrid
    desk: Desk

    def selected(self, reading: Reading) -> Iterator[tuple[TableCells, int]]:
        """The rows that are selected, each with its table and its position there."""
        for cells in reading.tables.values():
            spans = [span for span in self.begin.rows if span.sheet == cells.sheet]
            for position, row in enumerate(cells.rows):
                if any(span.first <= row - 1 <= span.last for span in spans):
                    yield cells, position


def workplace(transcript: Transcript, transport: Transport, token: str) -> Workplace:
    """Where the session of ``transcript`` works, in the name of whoever has the ``token``."""
    recorded, begin = Recorded(transcript), transcript.session.begin
    grid = WorkbookGrid(transcript)
    desk = Desk(
        grid=grid,
        outbox=RecordedOutbox(transcript.store, transcript),
        server=Server(RecordedTransport(transport, transcript), token),
        now=recorded.now,
        new_id=recorded.new_id,
        login=transcript.session.login,
        client=CLIENT,
    )
    return Workplace(begin, grid, desk)


def carry_out(place: Workplace) -> Outcome:
    """Do what a session was begun for."""
    return OPERATIONS[place.begin.task](place)


def _sync(place: Workplace) -> Outcome:
    report = place.desk.sync(reason=place.begin.reason, confirmed=place.begin.confirmed)
    return told_sync(place.begin.task, report, place.grid.titles)


def _pull(place: Workplace) -> Outcome:
    return told_sync(place.begin.task, place.desk.pull(), place.grid.titles)


def _preview(place: Workplace) -> Outcome:
    return told_sync(place.begin.task, place.desk.preview(), place.grid.titles)


def _problems(place: Workplace) -> Outcome:
    return told_problems(open_workbook(place.grid, place.desk.server))


def _choose(label: Mapping[str, str]) -> Operation:
    """Put a choice into the ticks of the selected rows that are open, as their drop-down does, and sync."""

    def choose(place: Workplace) -> Outcome:
        reading = place.grid.read()
        choice = label[reading.manifest.get("language", "en")]
        edits = Edits()
        for cells, position in place.selected(reading):
            tick = cells.columns.get(TICK, [None] * len(cells.rows))[position]
            if tick in _OPEN or decision_of(tick) is not None:
                edits.cells.append(SetCell(cells.table, cells.rows[position], TICK, tick, choice))
        if not edits:
            raise NothingChosen
        place.grid.write(edits, reading)
        return _sync(place)

    return choose


def _history(place: Workplace) -> Outcome:
    workbook = open_workbook(place.grid, place.desk.server)
    for cells, position in place.selected(workbook.reading):
        table = workbook.tables[cells.table]
        row = next((each for each in table.rows if each.position == position), None)
        if row is None or row.is_new:
            break
        asked = place.grid.column_at(table.name, place.begin.column)
        field = asked if asked in table.view.table.by_name else ""
        told = place.desk.server.history(workbook.manifest.book, table.name, row.id, field)
        return told_history(told, Found(row.id, 0, table, workbook.display), row.handle, field)
    raise NotOnATable


def _undo(place: Workplace) -> Outcome:
    desk = place.desk
    try:
        found = stepping_back.batch_to_undo(desk, "")
    except ServerProblemError:
        raise
    except ClientError as error:
        raise NothingToUndo from error
    stepped = stepping_back.undo(desk, found.id, place.begin.reason)
    report = describe_back(desk.grid.name, desk.server, stepped, open_workbook(desk.grid, desk.server))
    return told_back(report, stepped.before.manifest.language)


Operation: TypeAlias = Callable[[Workplace], Outcome]

OPERATIONS: dict[Task, Operation] = {
    "sync": _sync,
    "pull": _pull,
    "preview": _preview,
    "problems": _problems,
    "keep_mine": _choose(KEEP_MINE),
    "take_theirs": _choose(TAKE_THEIRS),
    "history": _history,
    "undo": _undo,
}
