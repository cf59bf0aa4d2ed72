"""The server processes over one store: each the real application, which can be killed inside a request."""

from __future__ import annotations

import datetime as dt
import gzip
import shutil
from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from flask import Flask
from sqlalchemy import Engine, event

from crossfoot_server.accounts import apply_organisation, issue_token
from crossfoot_server.app import create_app
from crossfoot_server.services import open_store
from crossfoot_server.settings import Settings
from crossfoot_server.store import Definitions, Schema, Store
from crossfoot_server.store.dialect import open_engine
from crossfoot_server.store.epochs import epoch_of
from crossfoot_sync.client.server import Response
from crossfoot_tests.end_to_end.world import START
from crossfoot_tests.simulation.books import FIRST, SECOND
from crossfoot_tests.simulation.company import ORGANISATION

_WRITES = ("INSERT", "UPDATE", "DELETE")


@dataclass(frozen=True)
class Request:
    """A request on its way."""

    workbook: str
    method: str
    path: str
    body: bytes | None
    headers: Mapping[str, str]

    @property
    def plain(self) -> bytes:
        """The body as it was before it was packed."""
        body = self.body or b""
        return gzip.decompress(body) if self.headers.get("Content-Encoding") == "gzip" else body


class ServerKilled(BaseException):
    """A server process ended inside a request. Nobody catches it but who asked."""


@dataclass
class Fuse:
    """Counts down the writes of a process until it is killed; ``left`` is ``None`` where it is not.

    What was not committed is lost with the process: the store rolls back what a dead one left.
    """

    left: int | None = None

    def watch(self, engine: Engine) -> None:
        """Burn with every write through ``engine``, and before its commits."""
        event.listen(engine, "before_cursor_execute", self._before_statement)
        event.listen(engine, "commit", self._before_commit)

    def _before_statement(self, _connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        if statement.lstrip().upper().startswith(_WRITES):
            self._burn()

    def _before_commit(self, _connection: Any) -> None:
        self._burn()

    def _burn(self) -> None:
        if self.left is None:
            return
        self.left -= 1
        if self.left < 0:
            self.left = None
            raise ServerKilled("killed server before its commit")


@dataclass
class Process:
    """One server process: the real application over a store that it opened."""

    store: Store
    application: Flask
    upgraded: bool
    skew: dt.timedelta
    fuse: Fuse


@dataclass
class Processes:
    """All server processes, the file of their store, and backups of it.

    Attributes:
        clock: the true time; every process has a skew of its own.
        backup: a copy of the store, with the newest feed number in it.
    """

    folder: Path
    clock: Callable[[], dt.datetime]
    processes: list[Process] = field(default_factory=list)
    backup: int | None = None

    @property
    def path(self) -> Path:
        """The store's file."""
        return self.folder / "store.sqlite"

    @property
    def tokens(self) -> dict[str, str]:
        """Everybody's token by login."""
        return _founded()[1]

    @property
    def store(self) -> Store:
        """The store as the first process has it."""
        return self.processes[0].store

    def start(self, count: int) -> None:
        """Start ``count`` processes over a new store with everybody in it."""
        self.path.write_bytes(_founded()[0])
        for _ in range(count):
            self.processes.append(self._process(len(self.processes), upgraded=False, skew=dt.timedelta()))

    def fit(self, *, upgraded: bool) -> None:
        """Fit the store to the definitions, as the first process to start with them does."""
        open_store(f"sqlite:///{self.path}", SECOND if upgraded else FIRST).close()

    def stop(self) -> None:
        """End all processes."""
        for process in self.processes:
            process.store.close()

    def restart(self, number: int, *, upgraded: bool | None = None) -> None:
        """End a process and start it again, with the new definitions if it is to be ``upgraded``."""
        old = self.processes[number]
        old.store.close()
        new = old.upgraded if upgraded is None else upgraded
        if new != old.upgraded:
            self.fit(upgraded=new)
        self.processes[number] = self._process(number, upgraded=new, skew=old.skew)

    def skew(self, number: int, minutes: int) -> None:
        """Set the clock of a process wrong by so much."""
        self.processes[number].skew = dt.timedelta(minutes=minutes)

    def upgrade_all(self) -> None:
        """Finish an upgrade that was begun."""
        if any(process.upgraded for process in self.processes):
            for number, process in enumerate(self.processes):
                if not process.upgraded:
                    self.restart(number, upgraded=True)

    def ask(self, number: int, request: Request, fuse: int | None) -> Response:
        """What a process answers. With a ``fuse`` it is killed after so many writes.

        Raises:
            ServerKilled: it was killed before it could; it has been started again.
        """
        process = self.processes[number]
        process.fuse.left = fuse
        try:
            client = process.application.test_client()
            reply = client.open(request.path, method=request.method, data=request.body, headers=dict(request.headers))
        except ServerKilled:
            self.restart(number)
            raise
        if fuse is not None:
            # the request needed fewer writes than the fuse has: it is killed when all is written
            self.restart(number)
            raise ServerKilled("killed server after its commit")
        return Response(reply.status_code, reply.data)

    def back_up(self, feed: int) -> None:
        """Copy the store as it is, at feed number ``feed``."""
        with self.store.engine.connect() as connection:
            connection.exec_driver_sql("ROLLBACK")
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
            connection.exec_driver_sql("BEGIN")
        shutil.copyfile(self.path, self.path.with_suffix(".backup"))
        self.backup = feed

    def restore(self) -> None:
        """Put the backup back, as an administrator does: all processes stopped, a new epoch, all started again."""
        self.stop()
        for old in self.folder.glob("store.sqlite*"):
            old.unlink()
        shutil.copyfile(self.path.with_suffix(".backup"), self.path)
        upgraded = [process.upgraded for process in self.processes]
        with_epoch = open_store(f"sqlite:///{self.path}", SECOND if any(upgraded) else FIRST)
        with_epoch.renew_epoch()
        with_epoch.close()
        self.processes = [
            self._process(number, upgraded=old.upgraded, skew=old.skew) for number, old in enumerate(self.processes)
        ]

    def _process(self, number: int, *, upgraded: bool, skew: dt.timedelta) -> Process:
        engine, fuse = _engine(self.path, number)
        fuse.left = None
        store, application, watch = _application(self.path, number, upgraded=upgraded)
        store.epoch = _epoch(engine, store.schema)
        process = Process(store, application, upgraded, skew, fuse)
        watch.read = lambda: self.clock() + process.skew
        return process


@cache
def _founded() -> tuple[bytes, dict[str, str]]:
    """The file of a new store with everybody in it, and their tokens: made once for all runs."""
    with TemporaryDirectory() as folder:
        path = Path(folder, "store.sqlite")
        with closing(Store.open(f"sqlite:///{path}", FIRST)) as store:
            apply_organisation(store, ORGANISATION)
            tokens = {user.login: issue_token(store, user.login, "simulation", START) for user in ORGANISATION.users}
        return path.read_bytes(), tokens


@cache
def _engine(path: Path, number: int) -> tuple[Engine, Fuse]:
    """The engine of a process with its fuse: kept for all runs, so that statements are compiled once."""
    engine, fuse = open_engine(f"sqlite:///{path}"), Fuse()
    fuse.watch(engine)
    return engine, fuse


@cache
def _definitions(*, upgraded: bool) -> Definitions:
    return Definitions.of(SECOND if upgraded else FIRST)


@dataclass
class Watch:
    """The clock of a process."""

    read: Callable[[], dt.datetime] = field(default_factory=lambda: lambda: START)

    def now(self) -> dt.datetime:
        """What it shows."""
        return self.read()


@cache
def _application(path: Path, number: int, *, upgraded: bool) -> tuple[Store, Flask, Watch]:
    """A process's application: kept for all runs, since all that it remembers are connections, an epoch and a clock.

    Its store was fitted to these definitions at the start or at the upgrade.
    """
    watch = Watch()
    store = Store(_engine(path, number)[0], _definitions(upgraded=upgraded), "")
    return store, create_app(store, Settings(compress_from=1 << 30), watch.now), watch


def _epoch(engine: Engine, schema: Schema) -> str:
    with engine.connect() as connection:
        return epoch_of(connection, schema)
