"""``crossfoot worker``."""

from __future__ import annotations

from typing import Any

import click

from crossfoot_server.cli.google import Options, google_options
from crossfoot_server.cli.opening import store_options


@click.command()
@click.option(
    "--threads",
    envvar="CROSSFOOT_WORKER_THREADS",
    show_envvar=True,
    default=4,
    show_default=True,
    type=click.IntRange(1, 32),
    help="Sheets looked at, at the same time.",
)
@click.option(
    "--log-level",
    envvar="CROSSFOOT_LOG_LEVEL",
    show_envvar=True,
    default="info",
    show_default=True,
    type=click.Choice(["debug", "info", "warning", "error"]),
    help="Least level of the JSON lines written to stderr.",
)
@store_options
@google_options
def worker(threads: int, log_level: str, **told: Any) -> None:
    """Keep all linked sheets in step until the program is ended (Ctrl-C or SIGTERM).

    Syncs that are under way are finished first, within half a minute. Ended in any other way, it loses nothing either.
    """
    from crossfoot_server.cli.working import run  # noqa: PLC0415  # --help is not to wait for SQLAlchemy

    run(Options(**told), threads, log_level)
