"""The workers: two processes that share the store and its queue, each of which may be killed, and is started again."""

from __future__ import annotations

from dataclasses import dataclass, field
from random import Random
from typing import Any

from crossfoot_server.sheets import registry
from crossfoot_server.sheets.bench import Bench
from crossfoot_server.sheets.google import GoogleSpreadsheets
from crossfoot_server.sheets.registry import Linked
from crossfoot_server.sheets.visiting import visit
from crossfoot_server.store.alone import Taken, alone
from crossfoot_server.worker.dispatching import DISPATCHING, Dispatcher
from crossfoot_server.worker.jobs import register
from crossfoot_server.worker.metrics import Metrics
from crossfoot_server.worker.queue import open_queue
from crossfoot_sync.client.server import Response
from crossfoot_sync.emulator.http import adapter
from crossfoot_sync.google.bucket import LocalBucket
from crossfoot_sync.google.line import Line
from crossfoot_sync.google.patience import Patience
from crossfoot_sync.google.transport import Transport
from crossfoot_tests.sheets_hour.hour import Hour
from crossfoot_tests.sheets_hour.served import OverheardServer
from crossfoot_tests.sheets_hour.wire import Wire
from crossfoot_tests.simulation.fragile import ClientKilled, Fuse
from crossfoot_tests.simulation.judge import Violation
from crossfoot_tests.simulation.processes import Request
from crossfoot_tests.sync.grids.google_books import GivenTokens

KILLED = 0.04
"""How many looks end with the death of their worker, unless they are over before."""

INTERRUPTED = 0.12
"""How often the other worker has its turn while a request is on its way."""


SIDE_BY_SIDE = "one worker looked at a sheet while the other waited for Google"


@dataclass
class Worker:
    """One worker process.

    Attributes:
        up: whether it runs; ``bench`` is what it works with since it was started last.
        busy: it is in the middle of a look.
    """

    workers: Workers
    number: int
    dice: Random
    fuse: Fuse = field(default_factory=Fuse)
    up: bool = True
    busy: bool = False
    bench: Bench = field(init=False)
    metrics: Metrics = field(init=False)
    dispatcher: Dispatcher = field(init=False)
    queue: Any = field(init=False)

    def __post_init__(self) -> None:
        self.starts()

    def starts(self) -> None:
        """Begin as a process does: nothing is known but what stands in the store and in the queue."""
        hour = self.workers.hour
        wire = Wire(hour, self.dice, self.fuse, lambda: self.workers.interrupt(self))
        session = hour.google.session()
        adapter.mount(session, wire.handle)
        tokens = GivenTokens(hour.google, hour.account)
        line, patience = Line(session, clock=hour.time), Patience(random=self.dice)
        transport = Transport(tokens, LocalBucket(clock=hour.time), line, patience=patience)
        store = self.workers.store
        self.bench = Bench(store, GoogleSpreadsheets(transport), hour.clock, hour.new_id)
        self.bench.server = OverheardServer(store, hour.clock, self.workers.heard, self.fuse)
        self.metrics = Metrics()
        self.queue = open_queue(store, None)
        put = register(self.queue, self.bench, self.metrics)
        self.dispatcher = Dispatcher(self.bench, put, self.queue.pending_count, 1, clock=hour.time.monotonic)
        self.up = True

    def turn(self) -> bool:
        """Put in what is due, and look at one sheet; whether there was one."""
        if not self.up or self.busy:
            return False
        try:
            with alone(self.bench.store, DISPATCHING):
                self.dispatcher.tick()
        except Taken:
            pass
        task = self.queue.dequeue()
        if task is None:
            return False
        self.busy = True
        hour = self.workers.hour
        acts, looks = hour.acts, self.metrics.looks["synced"]
        if not hour.quiet and self.dice.random() < KILLED:
            self.fuse.left = self.dice.randrange(16)
        try:
            self.queue.execute(task)
        except ClientKilled:
            hour.struck(f"killed worker {self.fuse.struck}")
            self.up = False
            hour.at(self.dice.uniform(2, 40), self.starts)
        finally:
            self.fuse.left = None
            self.busy = False
        self.workers.judge_look(task.args[0], acts, synced=self.metrics.looks["synced"] > looks)
        return True


@dataclass
class Workers:
    """Both, over one store; ``linked`` are the sheets by the login of their account."""

    hour: Hour
    both: list[Worker] = field(default_factory=list)
    linked: dict[str, Linked] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.store = self.hour.opened()
        self.both = [Worker(self, number, Random(f"{self.hour.seed}/worker {number}")) for number in range(2)]

    def turns(self) -> bool:
        """Let each look at a sheet whose turn it is; whether any did."""
        looked = [worker.turn() for worker in self.both]
        return any(looked)

    def interrupt(self, first: Worker) -> None:
        """While one waits for Google, the other has its turn."""
        if first.dice.random() < INTERRUPTED:
            for other in self.both:
                with self.hour.judging():
                    if other is not first and other.turn():
                        self.hour.counts[SIDE_BY_SIDE] += 1

    def sync(self, spreadsheet: str, *, confirmed: bool) -> None:
        """Somebody who runs the server runs ``crossfoot sheet sync``."""
        bench = self.both[0].bench
        try:
            with alone(self.store, spreadsheet):
                linked = registry.linked_sheet(self.store, spreadsheet)
                if linked is not None:
                    visit(bench, linked, wanted=True, confirmed=confirmed)
        except Taken:
            self.hour.counts["the command found a worker at the sheet"] += 1
        except ClientKilled:
            self.hour.struck("killed command")

    def heard(self, login: str, request: Request, reply: Response) -> None:
        """The server answered a sheet."""
        linked = self.linked.get(login)
        if linked is not None:
            told = Request(linked.workbook, request.method, request.path, request.body, request.headers)
            with self.hour.judging():
                self.hour.heard(told, reply)

    @property
    def busy(self) -> bool:
        """Whether one of them is in the middle of a look."""
        return any(worker.busy for worker in self.both)

    def judge_look(self, spreadsheet: str, acts: int, *, synced: bool) -> None:
        """A look comes to no mistake, nor to totals that differ without an explanation."""
        linked = registry.linked_sheet(self.store, spreadsheet)
        if linked is None:
            return
        if synced and acts == self.hour.acts:
            self.hour.ledger.pages[linked.workbook].stepped_back = False
        code = linked.outcome.code
        self.hour.counts[f"a look came to {code}"] += 1
        if code in {"mistake", "does_not_tie"}:
            raise Violation("outcome", f"{linked.title}: {linked.outcome.en} {self.hour.mistakes[-1:]}")

    def close(self) -> None:
        """End both."""
        self.store.close()
