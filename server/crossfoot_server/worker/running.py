"""The process: threads that take sheets from the queue, one that puts them in, and an end when a signal says so."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any, Final

import structlog
from huey.consumer import Consumer  # type: ignore[import-untyped]

from crossfoot_server.sheets.bench import Bench
from crossfoot_server.worker.dispatching import Dispatcher
from crossfoot_server.worker.jobs import register
from crossfoot_server.worker.metrics import Metrics
from crossfoot_sync.google.counts import Counts

GRACE_SECONDS: Final = 30
"""How long syncs that are under way may go on after the signal. One that is cut off then is finished by the next."""

METRICS_SECONDS: Final = 60.0
_POLL_SECONDS: Final = 0.5

_log = structlog.stdlib.get_logger("crossfoot.worker")


def work(queue: Any, bench: Bench, google: Counts, threads: int) -> None:
    """Look at linked sheets with so many ``threads`` until SIGTERM or SIGINT."""
    metrics, stopping = Metrics(), threading.Event()
    dispatcher = Dispatcher(bench, register(queue, bench, metrics), queue.pending_count, room=threads)
    consumer = Consumer(queue, workers=threads, periodic=False, max_delay=_POLL_SECONDS, shutdown_timeout=GRACE_SECONDS)
    consumer.start()
    with _until_a_signal(stopping):
        dispatching = threading.Thread(target=dispatcher.run, args=(stopping,), name="dispatching", daemon=True)
        dispatching.start()
        _log.info("begins", threads=threads, account=bench.spreadsheets.account)
        while not stopping.wait(METRICS_SECONDS):
            _log.info("metrics", **metrics.facts(google))
            consumer.check_worker_health()
        dispatching.join(GRACE_SECONDS)
        consumer.stop(graceful=True)
        _log.info("ends", **metrics.facts(google))


@contextmanager
def _until_a_signal(stopping: threading.Event) -> Iterator[None]:
    """Set ``stopping`` at SIGTERM and SIGINT; the handlers that Huey sets when it starts would cut syncs off."""

    def stop(_signal: int, _frame: FrameType | None) -> None:
        stopping.set()

    before = {number: signal.signal(number, stop) for number in (signal.SIGTERM, signal.SIGINT)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
