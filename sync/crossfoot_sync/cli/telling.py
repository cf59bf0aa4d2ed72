"""Lines that several commands print."""

from __future__ import annotations

from crossfoot_sync.engine.tell import moment
from crossfoot_sync.engine.wire import BatchSummary


def batch_line(batch: BatchSummary) -> str:
    """A batch in one line: when, who, how its rows fared, why, its id."""
    fared = ", ".join(f"{count} {status}" for status, count in batch.statuses.items())
    reverts = f"  undoes {batch.reverts}" if batch.reverts else ""
    return f"{moment(batch.received_at)}  {batch.actor_name}  {fared}{why(batch.reason)}{reverts}  {batch.id}"


def why(reason: str) -> str:
    """The reason of a batch, where one was given."""
    return f"  “{reason}”" if reason else ""
