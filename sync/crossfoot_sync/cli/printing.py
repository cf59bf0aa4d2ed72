"""Reports on a terminal, and as JSON."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager

import click
import msgspec
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from crossfoot_sync.client.report import SyncReport, TableReport
from crossfoot_sync.engine.display import cut
from crossfoot_sync.engine.totals import ControlTotals

MANY = 40
"""Rows and fields listed at most; the workbook itself has them all."""

_COLOURS = {"⚠": "yellow", "✗": "red", "●": "cyan", "+": "green", "⏳": "magenta"}


def console() -> Console:
    """The terminal, or a plain text stream."""
    return Console(highlight=False, soft_wrap=True)


@contextmanager
def working(what: str, *, quiet: bool) -> Iterator[None]:
    """A sign of life on standard error while something takes its time."""
    if quiet or not sys.stderr.isatty():
        yield
        return
    with Console(stderr=True).status(f"{what} …"):
        yield


def print_json(report: SyncReport) -> None:
    """The whole report as one JSON object, in UTF-8 whatever the terminal speaks."""
    content = msgspec.to_builtins(report) | {"ties": report.ties}
    click.echo(msgspec.json.encode(content))


def print_report(report: SyncReport) -> None:
    """What happened, by table; the rows that need a look; whether the totals tie."""
    out = console()
    batch = f"  batch {report.batch}" if report.batch else ""
    out.print(f"[bold]{escape(report.workbook)}[/bold]  {report.book}{batch}")
    if report.resumed:
        out.print("An earlier sync had been cut off; it was finished first.")
    out.print(_summary(report))
    for table in report.tables:
        for note in table.notes:
            out.print(f"[yellow]{escape(table.label)}: {escape(note)}[/yellow]")
    for note in report.notes:
        out.print(f"[yellow]{escape(note)}[/yellow]")
    _print_rows(out, report)
    _print_fields(out, report)
    if report.missed:
        out.print(f"[yellow]{report.missed} cells changed meanwhile and were left alone; sync again.[/yellow]")
    _print_totals(out, report)


def _summary(report: SyncReport) -> Table:
    grid = Table(box=None, pad_edge=False)
    for heading in ("", "sent", "taken", "open", "refused", "received", "left", "rows"):
        grid.add_column(heading, justify="left" if not heading else "right")
    for table in report.tables:
        statuses = table.statuses
        taken = sum(statuses[status] for status in ("ok", "merged", "removed", "unchanged"))
        rows = str(table.totals.rows) if table.totals else "–"
        cells = (table.sent, taken, statuses["open"], statuses["refused"] + statuses["restored"], table.received)
        grid.add_row(escape(table.label), *(str(cell or "·") for cell in (*cells, table.removed)), rows)
    return grid


def _print_rows(out: Console, report: SyncReport) -> None:
    for row in report.rows[:MANY]:
        colour = _COLOURS.get(row.tick, "default")
        out.print(f"[{colour}]{row.tick or ' '}[/] {row.table} {escape(row.name)}: {escape(row.message)}")
    if len(report.rows) > MANY:
        out.print(f"… and {len(report.rows) - MANY} more rows; the message column of the workbook has them all.")


def _print_fields(out: Console, report: SyncReport) -> None:
    for each in report.fields[:MANY]:
        verdict = f"  [red]{escape(each.verdict)}[/red]" if each.verdict else ""
        change = f"{escape(cut(each.theirs))} → {escape(cut(each.mine))}"
        out.print(f"  {each.table} {escape(each.row)} · {escape(each.column)}: {change}{verdict}")
    if len(report.fields) > MANY:
        out.print(f"  … and {len(report.fields) - MANY} more fields; --json has them all.")


def _print_totals(out: Console, report: SyncReport) -> None:
    counted = [table for table in report.tables if table.totals is not None]
    for table in counted:
        if table.totals and not table.totals.agree:
            _print_difference(out, table, table.totals)
    if counted and all(table.totals and table.totals.agree for table in counted):
        out.print("[green]Control totals agree: every sheet shows what the store holds.[/green]")


def _print_difference(out: Console, table: TableReport, totals: ControlTotals) -> None:
    known = "explained by the rows below" if totals.ties else "NOT explained"
    colour = "yellow" if totals.ties else "red"
    sides = f"{totals.rows} rows here, {totals.stored_rows} in the store"
    out.print(f"[{colour}]{escape(table.label)}: sheet and store differ, {known} ({sides}).[/]")
    for each in totals.differences[:MANY]:
        out.print(f"    {each.column} {each.currency}: here {each.sheet or 0:,}, store {each.store or 0:,}")
