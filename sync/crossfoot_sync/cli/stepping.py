"""What ``crossfoot undo`` and ``crossfoot restore`` share: the end of both."""

from __future__ import annotations

import sys

import click
import msgspec
from rich.console import Console
from rich.markup import escape

from crossfoot_sync.cli.failing import Exit, exit_code
from crossfoot_sync.cli.printing import MANY, console, print_move, print_report
from crossfoot_sync.cli.words import status_word, word
from crossfoot_sync.client.back_report import OPEN, BackReport, BackRow
from crossfoot_sync.client.phrases import counted, phrase
from crossfoot_sync.engine.display import cut
from crossfoot_templates.label import Language

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
    out, language = console(), report.language
    if report.preview:
        out.print(word("back_preview", language))
    # what needs a look first: of many rows only so many are listed
    rows = sorted(report.rows, key=lambda row: row.status not in OPEN)
    for row in rows[:MANY]:
        colour = _COLOURS.get(row.status, "green")
        place = f"{row.label} {row.name}"
        said = phrase("said_of", language, place=place, said=row.message) if row.message else place
        out.print(f"[{colour}]{status_word(row.status, language)}[/]  {escape(said)}")
        _print_fields(out, row, language)
    if len(rows) > MANY:
        out.print(phrase("more_fields", language, count=counted(len(rows) - MANY, "more row", language)))
    for move in report.totals:
        if move.before != move.after:
            print_move(out, move, language)
    if report.preview and not report.goes_back:
        out.print(word("nothing_back", language))
    if report.batch:
        out.print(word("recorded", language, batch=report.batch))
    if report.pulled is not None:
        print_report(report.pulled)


def _print_fields(out: Console, row: BackRow, language: Language) -> None:
    for each in row.fields:
        said = word("field", language, place=each.column, before=cut(each.before), after=cut(each.after))
        out.print(f"    {escape(said)}")
