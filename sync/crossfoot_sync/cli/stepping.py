"""What ``crossfoot undo`` and ``crossfoot restore`` share: the end of both."""

from __future__ import annotations

import sys

import click
import msgspec
from rich.console import Console
from rich.markup import escape

from crossfoot_sync.cli.failing import Exit, exit_code
from crossfoot_sync.cli.printing import MANY, console, print_report, print_side
from crossfoot_sync.client.back_report import OPEN, BackReport, BackRow
from crossfoot_sync.engine.display import cut

_COLOURS = {"open": "yellow", "refused": "red", "unchanged": "default"}


def finish(report: BackReport, *, json_: bool) -> None:
    """Print ``report`` and end the program as it says."""
    if json_:
        content = msgspec.to_builtins(report) | {"statuses": dict(report.statuses)}
        click.echo(msgspec.json.encode(content))
    else:
        print_back(report)
    sys.exit(_exit_code(report))


def _exit_code(report: BackReport) -> Exit:
    pulled = Exit.IN_STEP if report.pulled is None else exit_code(report.pulled)
    return Exit.NEEDS_A_LOOK if pulled is Exit.IN_STEP and report.needs_a_look else pulled


def print_back(report: BackReport) -> None:
    """What went back, or would: the rows with their fields, and the store's totals before and after."""
    out = console()
    if report.preview:
        out.print("A preview: nothing went back. This is what would come of it.")
    # what needs a look first: of many rows only so many are listed
    rows = sorted(report.rows, key=lambda row: row.status not in OPEN)
    for row in rows[:MANY]:
        colour = _COLOURS.get(row.status, "green")
        said = f": {escape(row.message)}" if row.message else ""
        out.print(f"[{colour}]{row.status}[/]  {escape(row.label)} {escape(row.name)}{said}")
        _print_fields(out, row)
    if len(rows) > MANY:
        out.print(f"… and {len(rows) - MANY} more rows; --json has them all.")
    for move in report.totals:
        if move.before != move.after:
            print_side(out, f"{move.label}, store", move.before, move.after, move.money)
    if report.batch:
        out.print(f"Recorded as batch {report.batch}, which can be undone itself.")
    if report.pulled is not None:
        print_report(report.pulled)


def _print_fields(out: Console, row: BackRow) -> None:
    for each in row.fields:
        out.print(f"    {escape(each.column)}: {escape(cut(each.before))} → {escape(cut(each.after))}")
