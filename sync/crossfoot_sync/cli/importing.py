"""``crossfoot import``."""

from __future__ import annotations

import sys
from pathlib import Path

import click
from rich.console import Console
from rich.markup import escape
from rich.progress import Progress

from crossfoot_sync.cli.failing import Exit, Failure, failing
from crossfoot_sync.client.books import connect
from crossfoot_sync.client.credentials import Credentials
from crossfoot_sync.importing.hints import HINTS
from crossfoot_sync.importing.mapping import load_mapping
from crossfoot_sync.importing.prepared import ImportFinding
from crossfoot_sync.importing.run import Import, TargetReport
from crossfoot_templates.label import Label

MANY = 20

_UNANSWERED = Label(
    "服务器恢复后请再次运行同一命令；已上传的不会重复上传。",
    "Run the same command again when it is back; what was sent already is not sent twice.",
)

_HOW_TO_SEND = "To send: the same command with --apply."
_HOW_TO_SEND_OTHERS = "Mend the mapping or the file; or send the other rows: the same command with --apply --partly."


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
    out = Console(highlight=False, soft_wrap=True)
    with failing(_UNANSWERED):
        credentials = Credentials()
        work = Import(connect(server or credentials.only_server(), credentials), load_mapping(mapping), mapping, files)
        reports = work.prepare()
        for report in reports:
            _print_prepared(out, report, work.language)
        refused = sum(len(report.prepared.refused_lines()) for report in reports)
        if not apply_:
            out.print(f"Nothing was sent. {_HOW_TO_SEND_OTHERS if refused else _HOW_TO_SEND}")
            sys.exit(Exit.NEEDS_A_LOOK if refused else Exit.IN_STEP)
        if refused and not partly:
            raise Failure(
                f"{refused} rows cannot be taken. Mend the mapping or the file, or add --partly to leave them."
            )
        for report in reports:
            _send(out, work, report, reason)
    left = refused + sum(len(report.refusals) for report in reports)
    sys.exit(Exit.NEEDS_A_LOOK if left else Exit.IN_STEP)


def _send(out: Console, work: Import, report: TargetReport, reason: str) -> None:
    table, total = report.prepared.target.table, len(report.prepared.rows)
    with Progress(console=Console(stderr=True), transient=True, disable=not sys.stderr.isatty()) as progress:
        task = progress.add_task(table, total=total)
        for done in work.send(report, reason=reason):
            progress.update(task, completed=done)
    fared = ", ".join(f"{count} {status}" for status, count in sorted(report.statuses.items())) or "nothing to send"
    before = f" ({report.replayed} of them by an earlier run)" if report.replayed else ""
    out.print(f"[bold]{table}[/bold]: {fared}{before}")
    for refusal in report.refusals[:MANY]:
        said = " ".join(message.text(work.language) for message in refusal.messages)
        out.print(f"  [red]line {refusal.line}[/red] {', '.join(refusal.columns)}: {escape(said)}")
    if len(report.refusals) > MANY:
        out.print(f"  … and {len(report.refusals) - MANY} more")
    agree = report.sums == report.taken
    for name, by_currency in sorted(report.sums.items()):
        for currency, amount in sorted(by_currency.items()):
            taken = report.taken.get(name, {}).get(currency, 0)
            out.print(f"  {name} {currency}: sent {amount:,}, taken {taken:,}", style=None if agree else "yellow")


def _print_prepared(out: Console, report: TargetReport, language: str) -> None:
    prepared = report.prepared
    out.print(
        f"[bold]{prepared.target.table}[/bold]: {prepared.source_rows} source rows, {len(prepared.rows)} to send, "
        f"{prepared.known} in the store already, {len(prepared.refused_lines())} cannot be taken"
    )
    alike: dict[tuple[str, str, bool, str], list[ImportFinding]] = {}
    for each in prepared.findings:
        alike.setdefault((each.column, each.value, each.refused, each.message.text(language)), []).append(each)
    for (column, _, refused, text), found in sorted(alike.items(), key=lambda item: -len(item[1]))[:MANY]:
        colour = "red" if refused else "yellow"
        said = " ".join(filter(None, (text, HINTS.get(found[0].message.code) if refused else None)))
        out.print(f"  [{colour}]{column}[/] × {len(found)}, first in line {found[0].line}: {escape(said)}")
    if len(alike) > MANY:
        out.print(f"  … and {len(alike) - MANY} other findings")
