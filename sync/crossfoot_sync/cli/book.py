"""``crossfoot book``: new, check, sync, pull."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, cast

import click

from crossfoot_sync.cli.failing import TRY_AGAIN, AsksFirst, exit_code, failing
from crossfoot_sync.cli.lazy import NearestGroup
from crossfoot_sync.cli.terminal import confirm, somebody_is_there
from crossfoot_sync.cli.words import word
from crossfoot_sync.client.afterwards import look_up
from crossfoot_sync.client.books import connect, new_book, open_desk
from crossfoot_sync.client.credentials import Credentials
from crossfoot_sync.client.desk import Desk
from crossfoot_sync.client.report import SyncReport
from crossfoot_templates.model import Language

Command = Callable[..., Any]
as_json = click.option("--json", "json_", is_flag=True, help="Print the report as JSON.")
workbook = click.argument("path", type=click.Path(exists=True, dir_okay=False, path_type=Path))


@click.group(cls=NearestGroup, short_help="Make, check, sync and refresh workbooks.")
def book() -> None:
    """Make, check, sync and refresh workbooks."""


@book.command()
@click.argument("name")
@click.argument("path", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--server", help="The server's address; the one you are logged in to when left out.")
@click.option("--language", type=click.Choice(["zh", "en"]), help="Of the labels; your own when left out.")
@as_json
def new(name: str, path: Path, server: str | None, language: str | None, json_: bool) -> None:
    """Make a workbook of book NAME at PATH, filled with what you may see."""
    credentials = Credentials()
    with failing(TRY_AGAIN, path), _working(f"{path.name}", quiet=json_):
        connection = connect(server or credentials.only_server(), credentials)
        report = new_book(path, name, connection, cast("Language | None", language))
    _finish(report, json_=json_)


@book.command()
@workbook
@as_json
def check(path: Path, json_: bool) -> None:
    """Say what is wrong in the workbook at PATH, as the server would see it. Nothing is sent for keeps."""
    _run(path, Desk.preview, json_=json_)


@book.command()
@workbook
@click.option("--preview", is_flag=True, help="Show what would be sent, by row and field; change nothing.")
@click.option("--reason", default="", help="Why you make these changes; kept with the batch.")
@click.option("--yes", is_flag=True, help="Go ahead although many rows change or go at once.")
@as_json
def sync(path: Path, preview: bool, reason: str, yes: bool, json_: bool) -> None:
    """Send what you changed in the workbook at PATH, and bring in what others changed."""
    if preview:
        _run(path, Desk.preview, json_=json_)
        return
    try:
        _run(path, lambda desk: desk.sync(reason=reason, confirmed=yes), json_=json_)
    except AsksFirst as asked:
        if json_ or not somebody_is_there():
            raise
        click.echo("\n".join(asked.lines))
        confirm(word("send_all", asked.language), otherwise=word("not_sent", asked.language))
        _run(path, lambda desk: desk.sync(reason=reason, confirmed=True), json_=json_)


@book.command()
@workbook
@as_json
def pull(path: Path, json_: bool) -> None:
    """Bring in what others changed. Your own edits stay in the sheet and are not sent."""
    _run(path, Desk.pull, json_=json_)


def _run(path: Path, work: Callable[[Desk], SyncReport], *, json_: bool) -> None:
    with failing(path=path), _working(path.name, quiet=json_), open_desk(path, Credentials()) as desk:
        report = work(desk)
        look_up(desk, path, report)
    _finish(report, json_=json_)


def _finish(report: SyncReport, *, json_: bool) -> None:
    from crossfoot_sync.cli.printing import print_json, print_report  # noqa: PLC0415 - rich is slow to load

    (print_json if json_ else print_report)(report)
    sys.exit(exit_code(report))


def _working(what: str, *, quiet: bool) -> Any:
    from crossfoot_sync.cli.printing import working  # noqa: PLC0415 - the same

    return working(what, quiet=quiet)
