"""What ``crossfoot serve`` does once its options are read."""

from __future__ import annotations

import signal
import sys
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from types import FrameType

import click

from crossfoot_server import logs
from crossfoot_server.accounts.listing import list_people
from crossfoot_server.app import create_app
from crossfoot_server.cli.opening import NO_USERS, AddressTaken, open_store, place_at
from crossfoot_server.listener import AddressTakenError, Listener, bind
from crossfoot_server.settings import Settings
from crossfoot_templates.terminal import terminal_language


def run(store: str | None, overlay: Path | None, settings: Settings) -> None:
    """Serve until SIGTERM or SIGINT; a line on stdout says where and from which store, once requests are taken.

    Raises:
        BadDefinitions, StoreUnusable, AddressTaken: it cannot start; the message says why.
    """
    # The port first: where another server runs already, its store is not to be upgraded under it.
    try:
        listening = bind(settings.host, settings.port)
    except AddressTakenError as error:
        raise AddressTaken(error.text(terminal_language())) from error
    with (
        logs.lines_to(sys.stderr, settings.log_level),
        closing(listening),
        closing(open_store(store, overlay)) as opened,
    ):
        listener = Listener(create_app(opened, settings, _now), listening, settings)

        def stop(_signal: int, _frame: FrameType | None) -> None:
            listener.stop()

        signal.signal(signal.SIGTERM, stop)
        signal.signal(signal.SIGINT, stop)
        place = place_at(opened.engine.url)
        click.echo(f"crossfoot serves {listener.url} from {place}")
        if not list_people(opened):
            click.echo(NO_USERS.in_(terminal_language()).format(place=place))
        sys.stdout.flush()
        listener.run()


def _now() -> datetime:
    return datetime.now(UTC)
