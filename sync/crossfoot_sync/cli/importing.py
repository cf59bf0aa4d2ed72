"""``crossfoot import``."""

from __future__ import annotations

import sys
from pathlib import Path

import click
from rich.console import Console
from rich.markup import escape
from rich.progress import Progress

from crossfoot_sync.cli.failing import Exit, Failure, failing
from crossfoot_sync.cli.words import fared, word
from crossfoot_sync.client.books import connect
from crossfoot_sync.client.credentials import Credentials
from crossfoot_sync.engine.tell import count_of
from crossfoot_sync.importing.hints import HINTS
from crossfoot_sync.importing.mapping import load_mapping
from crossfoot_sync.importing.prepared import Course, ImportFinding
from crossfoot_sync.importing.run import Import, TargetReport
from crossfoot_templates.label import BETWEEN, COLON, Label, Language
from crossfoot_templates.terminal import terminal_language

MANY = 20

_COURSES: dict[Course, str] = {"refused": "row_refused", "noted": "into_notes", "advice": "advice_only"}
"""The words for what a finding means for its rows."""

_UNANSWERED = Label(
    "服务器恢复后请再次运行同一命令；已上传的不会重复上传。",
    "Run the same command again when it is back; what was sent already is not sent twice.",
)


@click.command("import", short_help="Bring in a CSV or .xlsx file by a mapping file.")
@click.argument("mapping", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.argument("files", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--server", help="The server's address; the one you are logged in to when left out.")
@click.option("--apply", "apply_", is_flag=True, help="Send the rows. Without it only the report is made.")
@click.option("--partly", is_flag=True, help="With --apply: go ahead although some rows are refused.")
@click.option("--reason", default="", help="Why; kept with the batches.")
def import_(
    mapping: Path, files: tuple[Path, ...], server: str | None, apply_: bool, partly: bool, reason: str
) -> None:
    """Bring the rows of FILES in, as MAPPING says.

    First comes a report: what would be sent, what cannot be, and why. With --apply the rows are sent in batches;
    if that is cut off, run the same command again and it continues.
    """
    out, language = Console(highlight=False, soft_wrap=True), terminal_language()
    with failing(_UNANSWERED):
        credentials = Credentials()
        connected = connect(server or credentials.only_server(), credentials)
        work = Import(connected, load_mapping(mapping), mapping, files, language=language)
        reports = work.prepare()
        for report in reports:
            _print_prepared(out, report, language)
        refused = sum(len(report.prepared.refused_lines()) for report in reports)
        if not apply_:
            how = word("how_to_send_others" if refused else "how_to_send", language)
            out.print(f"{word('nothing_sent', language)}{how}")
            sys.exit(Exit.NEEDS_A_LOOK if refused else Exit.IN_STEP)
        if refused and not partly:
            rows = str(refused) if language == "zh" else count_of(refused, "row")
            raise Failure(word("rows_refused", language, rows=rows), language)
        for report in reports:
            _send(out, work, report, reason)
    refused += sum(len(report.refusals) for report in reports)
    if refused:
        out.print(word("bring_the_rest", language))
    sys.exit(Exit.NEEDS_A_LOOK if refused or any(report.undone for report in reports) else Exit.IN_STEP)


def _send(out: Console, work: Import, report: TargetReport, reason: str) -> None:
    table, total, language = report.prepared.target.table, len(report.prepared.rows), work.language
    with Progress(console=Console(stderr=True), transient=True, disable=not sys.stderr.isatty()) as progress:
        task = progress.add_task(table, total=total)
        for done in work.send(report, reason=reason):
            progress.update(task, completed=done)
    came = fared(dict(sorted(report.statuses.items())), language) or word("nothing_to_send", language)
    before = word("replayed", language, count=report.replayed) if report.replayed else ""
    out.print(f"[bold]{table}[/bold]{COLON[language]}{came}{before}")
    for batch, count in report.undone.items():
        out.print(f"  [red]{word('undone_since', language, count=count, batch=batch)}[/red]")
    for refusal in report.refusals[:MANY]:
        said = word("space", language).join(message.text(language) for message in refusal.messages)
        line, columns = word("line", language, line=refusal.line), BETWEEN[language].join(refusal.columns)
        out.print(f"  [red]{line}[/red] {columns}{COLON[language]}{escape(said)}")
    if len(report.refusals) > MANY:
        out.print(f"  {word('more_refusals', language, count=len(report.refusals) - MANY)}")
    agree = report.sums == report.taken
    for name, by_currency in sorted(report.sums.items()):
        for currency, amount in sorted(by_currency.items()):
            facts = {"sent": f"{amount:,}", "taken": f"{report.taken.get(name, {}).get(currency, 0):,}"}
            told = word("sums", language, column=name, currency=currency, **facts)
            out.print(f"  {told}", style=None if agree else "yellow")


def _print_prepared(out: Console, report: TargetReport, language: Language) -> None:
    prepared = report.prepared
    counts = {
        "source_rows": prepared.source_rows,
        "rows": len(prepared.rows),
        "known": prepared.known,
        "refused": len(prepared.refused_lines()),
    }
    out.print(word("prepared", language, table=f"[bold]{prepared.target.table}[/bold]", **counts))
    alike: dict[tuple[str, str, Course, str], list[ImportFinding]] = {}
    for each in prepared.findings:
        alike.setdefault((each.column, each.value, each.course, each.message.text(language)), []).append(each)
    for (column, _, course, text), found in sorted(alike.items(), key=lambda item: -len(item[1]))[:MANY]:
        colour = "red" if course == "refused" else "yellow"
        hint = HINTS.get(found[0].message.code) if course == "refused" else None
        said = text if hint is None else f"{text}{word('space', language)}{hint.in_(language)}"
        becomes = word(_COURSES[course], language)
        facts = {"count": len(found), "line": found[0].line, "said": escape(said), "becomes": becomes}
        out.print(f"  {word('finding', language, column=f'[{colour}]{column}[/]', **facts)}")
    if len(alike) > MANY:
        out.print(f"  {word('more_findings', language, count=len(alike) - MANY)}")
