"""What people take back: a whole batch, or a row to an older version."""

from __future__ import annotations

from collections.abc import Callable

from crossfoot_sync.client.errors import ServerProblemError, UnreachableError
from crossfoot_sync.engine.rowid import new_row_id
from crossfoot_sync.engine.wire import Batch, RestoreRequest, StepBack, UndoRequest
from crossfoot_tests.simulation.acts import Act
from crossfoot_tests.simulation.fragile import ClientKilled
from crossfoot_tests.simulation.moment import Moment

LATEST = 8
"""Of so many batches or rows, the latest, one is chosen."""


def undo(moment: Moment) -> bool:
    """Undo one of one's own latest batches."""
    place, records = moment.place, moment.office.judge.records
    own = [version for version in records.versions() if version.actor == place.login]
    latest = list(dict.fromkeys(version.batch for version in sorted(own, key=lambda each: -each.seq)))[:LATEST]
    if not latest:
        return False
    return undo_batch(moment, moment.dice.choice(latest))


def undo_batch(moment: Moment, undone: str) -> bool:
    """Undo this batch."""
    place, batch = moment.place, _batch(moment)
    moment.office.judge.undone[batch.id] = undone
    return _send(moment, lambda: place.server.undo(place.book, undone, UndoRequest(batch)))


def restore(moment: Moment) -> bool:
    """Put a row that one can see back to an older version; what others changed meanwhile is a conflict."""
    place, records = moment.place, moment.office.judge.records
    rows = [
        (table, row_id, len(history))
        for (table, row_id), history in records.rows.items()
        if table in place.tables and row_id in place.known(table) and len(history) > 1
    ]
    if not rows:
        return False
    table, row_id, newest = moment.dice.choice(rows)
    batch = _batch(moment)
    seen = moment.dice.choice((newest, newest, newest - 1))
    moment.office.judge.restored[batch.id] = seen
    request = RestoreRequest(batch, rev=moment.dice.randint(1, newest - 1), seen=seen)
    return _send(moment, lambda: place.server.restore(place.book, table, row_id, request))


def _batch(moment: Moment) -> Batch:
    at = moment.office.clock()
    batch_id = new_row_id(int(at.timestamp() * 1000), moment.dice.getrandbits(74))
    return Batch(batch_id, "simulation", "", at.isoformat(timespec="seconds"), "thought better of it")


def _send(moment: Moment, ask: Callable[[], StepBack]) -> bool:
    """Ask for it; where no answer came, ask for the very same once more, as the batch has an id."""
    office = moment.office
    for _ in range(2):
        try:
            reply = ask()
        except UnreachableError:
            continue
        except ClientKilled:
            office.struck(f"killed client {moment.place.fuse.struck}")
            return True
        except ServerProblemError as error:
            # the batch is of another book, or the row is out of sight: nothing was done
            office.counts[f"going back was refused: {error.problem.code}"] += 1
            return False
        finally:
            office.news()
        for table in reply.outcome:
            office.counts.update(f"row {status} when going back" for status in table.status)
        return True
    return True


GOING_BACK: dict[str, Act] = {
    "undo a batch": Act(undo, 8),
    "restore a version": Act(restore, 6),
}
"""What is taken back; trouble may strike meanwhile."""
