"""Workbook files: making one, and opening the desk at which it is kept in step."""

from __future__ import annotations

import getpass
import hashlib
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from filelock import FileLock, Timeout

from crossfoot_sync.client.credentials import Credentials
from crossfoot_sync.client.desk import CLIENT, Desk
from crossfoot_sync.client.errors import (
    BusyElsewhereError,
    ExistsAlreadyError,
    NoSuchBookError,
    NotABookError,
    NotAWorkbookNameError,
)
from crossfoot_sync.client.http import HttpTransport
from crossfoot_sync.client.outbox import FileOutbox, Outbox
from crossfoot_sync.client.report import SyncReport
from crossfoot_sync.client.server import Server
from crossfoot_sync.engine.manifest import Manifest, ManifestError, first_headings
from crossfoot_sync.engine.rowid import new_row_id
from crossfoot_sync.engine.wire import Whoami
from crossfoot_sync.grids.protocol import Grid
from crossfoot_sync.grids.xlsx import XlsxGrid
from crossfoot_templates.model import BookView, Language
from crossfoot_templates.render import render_workbook


def connect(address: str, credentials: Credentials) -> Server:
    """The server at ``address``, with the token that is kept for it."""
    return Server(HttpTransport(address), credentials.token(address))


def read_manifest(path: Path) -> Manifest:
    """What the workbook at ``path`` says it is.

    Raises:
        NotABookError: it is no book, or its manifest is damaged.
        GridError: it cannot be read.
    """
    return manifest_of(XlsxGrid(path))


def manifest_of(grid: Grid) -> Manifest:
    """What the workbook in ``grid`` says it is.

    Raises:
        NotABookError: it is no book, or its manifest is damaged.
        GridError: it cannot be read.
    """
    try:
        return Manifest.read(grid.read().manifest)
    except ManifestError as error:
        raise NotABookError(grid.name, str(error)) from error


@contextmanager
def open_desk(path: Path, credentials: Credentials) -> Iterator[Desk]:
    """The desk for the workbook at ``path``; nobody else's sync of the same file runs meanwhile."""
    grid = XlsxGrid(path)
    desk = desk_over(grid, manifest_of(grid), FileOutbox(path), credentials)
    with alone(str(path.resolve()), path.name):
        yield desk


def desk_over(grid: Grid, manifest: Manifest, outbox: Outbox, credentials: Credentials, client: str = CLIENT) -> Desk:
    """The desk for the workbook in ``grid``, which says that it is ``manifest``; for whoever its server knows."""
    server = connect(manifest.server, credentials)
    return Desk(grid, outbox, server, login=server.me().login, client=client)


def new_book(path: Path, book: str, server: Server, language: Language | None = None) -> SyncReport:
    """Make a workbook of ``book`` at ``path`` and fill it with what the person may see.

    Raises:
        ClientError: the name is not that of a workbook, the file exists already, or the book is not open to this
            person.
    """
    if path.suffix.lower() != ".xlsx":
        raise NotAWorkbookNameError(path.name, str(path.with_suffix(".xlsx")))
    if path.exists():
        raise ExistsAlreadyError(str(path))
    who = server.me()
    if book not in who.books:
        raise NoSuchBookError(book, who.login, who.books)
    # Filled under another name, for an empty book would look like a finished one; what a crash left is overwritten.
    unfinished = path.with_name(f".{path.name}.unfinished")
    with alone(str(path.resolve()), path.name):
        try:
            view = server.view(book)
            manifest = _first_manifest(view, server, who, language or who.language)
            _write(unfinished, render_workbook(view, manifest.language, manifest.facts()), named=path)
            report = Desk(XlsxGrid(unfinished), FileOutbox(unfinished), server, login=who.login).sync()
            unfinished.replace(path)
        finally:
            unfinished.unlink(missing_ok=True)
    return replace(report, workbook=path.name)


def _write(file: Path, content: bytes, *, named: Path) -> None:
    """Write ``file``; what keeps it from being written is told of the name that the person gave."""
    try:
        file.write_bytes(content)
    except OSError as error:
        raise OSError(error.errno, error.strerror, str(named)) from error


def _first_manifest(view: BookView, server: Server, who: Whoami, language: Language) -> Manifest:
    return Manifest(
        book=view.book.name,
        workbook=new_row_id(),
        server=server.address,
        user=who.login,
        language=language,
        headings=first_headings(view, language),
    )


@contextmanager
def alone(place: str, called: str) -> Iterator[None]:
    """Keep other runs away from the workbook at ``place``: its whole path, or what else tells it from all others.

    The lock is not beside it: nobody could ever safely remove it there.

    Raises:
        BusyElsewhereError: another run is at it.
    """
    name = hashlib.blake2b(os.fsencode(place), digest_size=16).hexdigest()
    folder = Path(tempfile.gettempdir()) / f"crossfoot-{getpass.getuser()}"
    folder.mkdir(mode=0o700, exist_ok=True)
    try:
        with FileLock(folder / f"{name}.lock", timeout=0):
            yield
    except Timeout:
        raise BusyElsewhereError(called) from None
