"""Reports on a terminal, and as JSON."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

import click
import msgspec
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from crossfoot_sync.cli.words import status_word, word
from crossfoot_sync.client.back_report import OPEN
from crossfoot_sync.client.phrases import counted, phrase, waits
from crossfoot_sync.client.report import StoreMove, SyncReport, TableReport
from crossfoot_sync.client.reporting import store_moves
from crossfoot_sync.engine.display import cut
from crossfoot_sync.engine.marks import told
from crossfoot_sync.engine.tell import row_line, write_message
from crossfoot_sync.engine.totals import ControlTotals, Side
from crossfoot_sync.engine.wire import BatchDetail
from crossfoot_sync.engine.workbook import Workbook
from crossfoot_templates.approvals import APPROVAL
from crossfoot_templates.label import BETWEEN, Language

MANY = 40
"""Rows and fields listed at most; the workbook itself has them all."""

_NOT_TAKEN = OPEN | {"restored"}
"""Statuses of rows that a list begins with."""

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
    if report.preview:
        out.print(phrase("preview", report.language))
    if report.resumed:
        out.print(phrase("resumed", report.language))
    _print_summary(out, report)
    for table in report.tables:
        for note in table.notes:
            said = phrase("said_of", report.language, place=table.label, said=note)
            out.print(f"[yellow]{escape(said)}[/yellow]")
    for note in report.notes:
        out.print(f"[yellow]{escape(note)}[/yellow]")
    _print_rows(out, report)
    _print_fields(out, report)
    _print_given_up(out, report)
    if report.to_decide:
        place = next(table.label for table in report.tables if table.name == APPROVAL)
        said = waits("to_decide", report.to_decide, "request", report.language, place=place)
        out.print(f"[magenta]{escape(said)}[/magenta]")
    if report.missed:
        out.print(f"[yellow]{waits('missed', report.missed, 'cell', report.language)}[/yellow]")
    if report.batch:
        _print_courses(out, report)
    _print_totals(out, report)


def print_side(
    out: Console, name: str, before: Side, after: Side, labels: Mapping[str, str], language: Language
) -> None:
    """One line: rows and sums of one side, before and after. What did not change is said once."""
    rows = counted(after.rows, "row", language)
    parts = [rows if before.rows == after.rows else f"{before.rows:,} → {rows}"]
    for column in {**before.sums, **after.sums}:
        was, now = before.sums.get(column, {}), after.sums.get(column, {})
        for currency in {**was, **now}:
            amounts = _step(f"{was.get(currency, 0):,}", f"{now.get(currency, 0):,}")
            parts.append(" ".join(filter(None, (labels.get(column, column), currency, amounts))))
    said = phrase("said_of", language, place=name, said=phrase("comma", language).join(parts))
    out.print(f"  {escape(said)}")


def print_move(out: Console, move: StoreMove, language: Language) -> None:
    """What a batch made of the store's control totals of one table."""
    label = phrase("in_store", language, label=move.label)
    print_side(out, label, move.before, move.after, move.money, language)


def print_batch(detail: BatchDetail, workbook: Workbook, names: Mapping[str, Mapping[str, str]]) -> None:
    """What became of the rows of a batch, and the store's control totals before and after it.

    ``names`` are what the rows of each table are called, by id; of others there is nothing but the id to tell.
    """
    out = console()
    language = workbook.manifest.language
    for outcome in detail.outcome:
        table, named = workbook.view.by_name[outcome.table].table, names[outcome.table]
        rows = list(zip(outcome.ids, outcome.status, outcome.messages, strict=True))
        # what was not taken first: of many rows only so many are listed
        for row_id, status, messages in sorted(rows, key=lambda row: row[1] not in _NOT_TAKEN)[:MANY]:
            said = write_message(row_line(message, table, language) for message in messages)
            place = f"{table.label.in_(language)} {named.get(row_id, row_id)}"
            told_of = phrase("said_of", language, place=place, said=said) if said else place
            out.print(f"  {status_word(status, language)}  {escape(told_of)}")
        if len(outcome.ids) > MANY:
            more = counted(len(outcome.ids) - MANY, "more row", language)
            out.print(f"  {phrase('more_fields', language, count=more)}")
    for move in store_moves(workbook.view, language, detail.totals):
        print_move(out, move, language)


def _step(before: str, after: str) -> str:
    return after if before == after else f"{before} → {after}"


def _print_courses(out: Console, report: SyncReport) -> None:
    """The control totals of the tables that the sync changed, before and after."""
    for table in report.tables:
        course = table.course
        if course is None or not course.moved:
            continue
        sheet, store = (course.sheet_before, course.sheet_after), (course.store_before, course.store_after)
        if sheet == store:
            print_side(out, table.label, *store, table.money, report.language)
        else:
            for name, side in (("on_sheet", sheet), ("in_store", store)):
                label = phrase(name, report.language, label=table.label)
                print_side(out, label, *side, table.money, report.language)


def _print_summary(out: Console, report: SyncReport) -> None:
    """The counts in one line for each table; where the terminal is narrow, closer together and without empty columns.

    No word or number is broken: what is wider still the terminal itself takes to a second line.
    """
    wide, narrow = _summary(report), _summary(report, narrow=True)
    anywhere = out.options.update(max_width=1000)
    grid = wide if out.measure(wide, options=anywhere).maximum <= out.width else narrow
    out.print(grid, width=out.measure(grid, options=anywhere).maximum)


def _summary(report: SyncReport, *, narrow: bool = False) -> Table:
    """What travelled and what stands in the sheets: what was sent is what became of it; the rows are the ticks."""
    language = report.language
    sums = {
        "sent": [table.sent for table in report.tables],
        "taken": [table.taken for table in report.tables],
        "partly": [table.partly for table in report.tables],
        "waiting": [table.waiting for table in report.tables],
        "not taken": [table.untaken for table in report.tables],
        "received": [table.received for table in report.tables],
        "left": [table.removed for table in report.tables],
    }
    sums = {name: counts for name, counts in sums.items() if any(counts) or (name != "waiting" and not narrow)}
    grid = Table(box=None, pad_edge=False, collapse_padding=narrow)
    for heading in ("", *sums, "rows"):
        name = phrase(heading, language) if heading else ""
        grid.add_column(name, justify="right" if heading else "left", no_wrap=True)
    grid.add_column(phrase("of which", language), no_wrap=True)
    for table, *counts in zip(report.tables, *sums.values(), strict=True):
        rows, which = (
            ("–", phrase("held back", language)) if table.held_back else (str(table.rows), told(table.ticks, " "))
        )
        grid.add_row(escape(table.label), *(str(count or "·") for count in counts), rows, which)
    return grid


def _print_rows(out: Console, report: SyncReport) -> None:
    labels = {table.name: table.label for table in report.tables}
    for row in report.waiting_first()[:MANY]:
        colour = _COLOURS.get(row.tick, "default")
        # a row that left has neither a line nor a tick
        line = phrase("row_place", report.language, handle=row.handle) if row.handle else ""
        sign = row.tick or (" " if row.handle else "–")
        place = f"{labels.get(row.table, row.table)}{phrase('comma', report.language)}{line}{row.name}"
        out.print(f"[{colour}]{sign}[/] {escape(phrase('said_of', report.language, place=place, said=row.message))}")
    if len(report.rows) > MANY:
        more = counted(len(report.rows) - MANY, "more row", report.language)
        out.print(phrase("more_rows", report.language, count=more))


def _print_given_up(out: Console, report: SyncReport) -> None:
    """What no cell holds any more."""
    if report.given_up:
        out.print(phrase("given_up", report.language))
    for each in report.given_up[:MANY]:
        now = cut(each.theirs) if each.theirs else phrase("row_left", report.language)
        place = f"{each.label} {each.row} · {each.column}"
        out.print(f"    {escape(word('field', report.language, place=place, before=cut(each.mine), after=now))}")
    if len(report.given_up) > MANY:
        out.print(f"    {phrase('more', report.language, count=len(report.given_up) - MANY)}")


def _print_fields(out: Console, report: SyncReport) -> None:
    labels = {table.name: table.label for table in report.tables}
    # the rows of which something would not be taken first: of many fields only so many are listed
    stay = {(each.table, each.handle) for each in report.fields if each.verdict}
    for each in sorted(report.fields, key=lambda field: (field.table, field.handle) not in stay)[:MANY]:
        verdict = f"  [red]{escape(each.verdict)}[/red]" if each.verdict else ""
        place = f"{labels.get(each.table, each.table)} {each.row} · {each.column}"
        change = word("field", report.language, place=place, before=cut(each.theirs), after=cut(each.mine))
        out.print(f"  {escape(change)}{verdict}")
    if len(report.fields) > MANY:
        more = counted(len(report.fields) - MANY, "more field", report.language)
        out.print(f"  {phrase('more_fields', report.language, count=more)}")


def _print_totals(out: Console, report: SyncReport) -> None:
    """Whether sheet and store agree. What was not compared is named: nobody knows whether it would."""
    counted_tables = [(table, table.totals) for table in report.tables if table.totals is not None]
    for table, totals in counted_tables:
        if not totals.agree:
            _print_difference(out, table, totals, report.language)
    left_out = [table.label for table in report.tables if table.totals is None]
    if left_out and not report.preview:
        named = phrase("not_compared", report.language, tables=BETWEEN[report.language].join(left_out))
        out.print(f"[yellow]{escape(named)}[/]")
    if counted_tables and all(totals.agree for _, totals in counted_tables):
        waiting = sum(1 for _ in report.open_rows())
        noted = any(table.notes for table in report.tables)
        rest = phrase("see_notes", report.language) if noted else ""
        rest = waits("rows_wait", waiting, "row", report.language) if waiting else rest
        colour = "yellow" if rest or left_out else "green"
        agree = phrase("others_agree" if left_out else "agree", report.language)
        out.print(f"[{colour}]{agree}{' ' if rest and report.language == 'en' else ''}{rest}[/]")


def _print_difference(out: Console, table: TableReport, totals: ControlTotals, language: Language) -> None:
    name, colour = ("differ", "yellow") if totals.ties else ("differ_unexplained", "red")
    here = counted(totals.rows, "row", language)
    said = phrase(name, language, label=table.label, here=here, stored=f"{totals.stored_rows:,}")
    out.print(f"[{colour}]{escape(said)}[/]")
    for line in table.differing[:MANY]:
        out.print(f"    {escape(line)}")
    if len(table.differing) > MANY:
        out.print(f"    {phrase('more', language, count=len(table.differing) - MANY)}")
