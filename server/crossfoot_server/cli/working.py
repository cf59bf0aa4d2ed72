"""What ``crossfoot worker`` does once its options are read."""

from __future__ import annotations

import logging
import sys

import click

from crossfoot_server.cli.google import Options, open_bench
from crossfoot_server.sheets.google import GoogleSpreadsheets
from crossfoot_server.worker.queue import open_queue
from crossfoot_server.worker.running import work


def run(options: Options, threads: int, log_level: str) -> None:
    """Work until SIGTERM or SIGINT; one line on stdout says that it has begun.

    Raises:
        Refused, BadDefinitions, StoreUnusable: it cannot start; the message says why.
    """
    with open_bench(options, log_level) as bench:
        spreadsheets = bench.spreadsheets
        assert isinstance(spreadsheets, GoogleSpreadsheets)  # noqa: S101 - open_bench makes no others
        queue = open_queue(bench.store, options.queue or None)
        logging.getLogger("huey").setLevel(logging.WARNING)  # it has a line for each look at a sheet
        click.echo(f"crossfoot worker acts as {spreadsheets.account}")
        sys.stdout.flush()
        work(queue, bench, spreadsheets.transport.counts, threads)
