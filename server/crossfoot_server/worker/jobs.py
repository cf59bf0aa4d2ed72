"""What is done with a sheet whose turn has come."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import structlog

from crossfoot_server.sheets import registry
from crossfoot_server.sheets.bench import Bench
from crossfoot_server.sheets.registry import Linked
from crossfoot_server.sheets.visiting import visit
from crossfoot_server.sheets.waiting import Waiting
from crossfoot_server.store.alone import Taken, alone
from crossfoot_server.worker.metrics import Metrics

_log = structlog.stdlib.get_logger("crossfoot.worker")


def visit_due(bench: Bench, spreadsheet: str, metrics: Metrics) -> None:
    """Visit a sheet, unless it is unlinked, not due any more, or somebody else is at it.

    So it does no harm to be told twice.
    """
    try:
        with alone(bench.store, spreadsheet):
            linked = registry.linked_sheet(bench.store, spreadsheet)
            if linked is not None and linked.state != "laying" and _waiting(linked).is_ready(bench.now()):
                _visit(bench, linked, metrics)
    except Taken:
        _log.info("taken", sheet=spreadsheet)


def _visit(bench: Bench, linked: Linked, metrics: Metrics) -> None:
    asked = linked.due_at if linked.pinged_at is None else min(linked.due_at, linked.pinged_at)
    waited = max(0.0, (bench.now() - asked).total_seconds())
    began = time.monotonic()
    visited = visit(bench, linked)
    seconds = time.monotonic() - began
    metrics.looked(visited.did, seconds, waited)
    if visited.did not in {"nothing", "read"}:
        facts = {
            "did": visited.did,
            "code": visited.told.code,
            "seconds": round(seconds, 2),
            "waited": round(waited, 1),
        }
        _log.info("sheet", sheet=linked.id, title=linked.title, **facts)


def _waiting(linked: Linked) -> Waiting:
    return Waiting(linked.id, linked.due_at, linked.pinged_at)


def register(queue: Any, bench: Bench, metrics: Metrics) -> Callable[[str], object]:
    """Teach ``queue`` the job; what is returned puts a sheet into it."""

    @queue.task(name="visit")  # type: ignore[untyped-decorator]  # Huey has no types
    def visit_sheet(spreadsheet: str) -> None:
        visit_due(bench, spreadsheet, metrics)

    def put(spreadsheet: str) -> object:
        return visit_sheet(spreadsheet)

    return put
