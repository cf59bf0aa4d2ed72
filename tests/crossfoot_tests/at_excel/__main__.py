"""``python -m crossfoot_tests.at_excel``: what only Excel can tell, asked of the Excel that runs here."""

from __future__ import annotations

import datetime as dt
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import click
import xlwings as xw

from crossfoot_tests.at_excel.place import Place
from crossfoot_tests.at_excel.probes import PROBES
from crossfoot_tests.at_excel.rehearsing import rehearsal
from crossfoot_tests.at_excel.running import prepared, run
from crossfoot_tests.probing.probe import Outcome, Probe
from crossfoot_tests.probing.telling import Report, clean

NAMES = [each.name for each in PROBES]


@click.command()
@click.option("--alone", is_flag=True, help="Nobody sits at the screen: leave out what a person has to do.")
@click.option("--only", multiple=True, metavar="NAME", type=click.Choice(NAMES), help="This probe; may be repeated.")
@click.option(
    "--report",
    type=click.Path(path_type=Path),
    default=Path("at-excel"),
    show_default=True,
    help="Where to write what came out: .txt and .json are added.",
)
@click.option("--rehearsed", is_flag=True, help="Rehearse it over LibreOffice; no Excel is needed.")
def main(alone: bool, only: tuple[str, ...], report: Path, rehearsed: bool) -> None:
    """Try in the Excel that runs here everything that crossfoot relies on there.

    It works in workbooks of its own and closes them without saving. Ends with 1 where something came out otherwise.
    """
    probes = [each for each in PROBES if each.name in (only or NAMES)]
    with rehearsal() if rehearsed else _running(alone=alone) as place:
        outcomes = _run(place, probes, report)
    sys.exit(int(any(each.verdict in {"otherwise", "broken"} for each in outcomes)))


@contextmanager
def _running(*, alone: bool) -> Iterator[Place]:
    try:
        app = xw.apps.active
    except Exception as error:
        raise click.ClickException(f"xlwings finds no Excel here ({error}). On Linux there is --rehearsed.") from error
    if app is None:
        raise click.ClickException("Start Excel first, and choose a blank workbook. On Linux there is --rehearsed.")
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        yield prepared(Place(app, Path(folder), ask=None if alone else _ask))


def _ask(text: str) -> None:
    click.prompt(f"\n>>> {text}\n    When that is so, press Enter HERE", default="", show_default=False)


def _run(place: Place, probes: Sequence[Probe[Place]], path: Path) -> list[Outcome]:
    began = dt.datetime.now(dt.UTC)
    hidden = (str(place.folder), Path.home().name)

    def tell(outcome: Outcome) -> None:
        click.echo(clean(f"{outcome.verdict:12}{outcome.name:14}{outcome.seconds:6.1f} s  {outcome.why}", hidden))

    outcomes = run(place, probes, tell)
    program = f"{'LibreOffice' if place.rehearsed else 'Excel'} {place.app.version}"
    made = Report("Excel", f"{began:%Y-%m-%d %H:%M} UTC", program, outcomes, hidden)
    for suffix, text in ((".txt", made.text()), (".json", made.json())):
        path.with_name(path.name + suffix).write_text(text, encoding="utf-8")
    click.echo(made.text().splitlines()[-1])
    click.echo(f"written: {path}.txt, {path}.json")
    return outcomes


if __name__ == "__main__":
    main()
