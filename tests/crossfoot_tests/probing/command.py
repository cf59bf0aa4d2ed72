"""What the commands that try probes have in common: which are tried, what is told of them, and the report."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any, TypeVar

import click

from crossfoot_tests.probing.probe import Outcome, P, Probe
from crossfoot_tests.probing.telling import Report, clean

F = TypeVar("F", bound=Callable[..., Any])


def asks_which(probes: Iterable[Probe[P]], report: str) -> Callable[[F], F]:
    """The options ``--only`` and ``--report``; ``report`` is the name where nobody says another."""
    names = [each.name for each in probes]
    only = click.option("--only", multiple=True, metavar="NAME", type=click.Choice(names), help=_ONLY)
    path = click.option(
        "--report", type=click.Path(path_type=Path), default=Path(report), show_default=True, help=_PATH
    )

    def adds(command: F) -> F:
        return only(path(command))

    return adds


_ONLY = "This probe; may be repeated."
_PATH = "Where to write what came out: .txt and .json are added."


def chosen(probes: Sequence[Probe[P]], only: Sequence[str]) -> list[Probe[P]]:
    """Those of ``probes`` that ``only`` names, in their order; all where it names none."""
    return [each for each in probes if not only or each.name in only]


def minute() -> str:
    """What the clock shows, in UTC."""
    return f"{dt.datetime.now(dt.UTC):%Y-%m-%d %H:%M} UTC"


def telling(hidden: Iterable[str], width: int) -> Callable[[Outcome], None]:
    """What tells of an outcome in one line, without what is ``hidden``; names stand in a column of that width."""

    def tell(outcome: Outcome) -> None:
        line = f"{outcome.verdict:12}{outcome.name:{width}}{outcome.seconds:6.1f} s  {outcome.why}"
        click.echo(clean(line, hidden))

    return tell


def write(report: Report, path: Path) -> None:
    """Write the report beside ``path`` as text and as JSON, and tell its last line and where it is."""
    text = report.text()
    for suffix, content in ((".txt", text), (".json", report.json())):
        path.with_name(path.name + suffix).write_text(content, encoding="utf-8")
    click.echo(text.splitlines()[-1])
    click.echo(f"written: {path}.txt, {path}.json")


def status(outcomes: Iterable[Outcome]) -> int:
    """What the command ends with: 1 where something came out otherwise."""
    return int(any(each.verdict in {"otherwise", "broken"} for each in outcomes))
