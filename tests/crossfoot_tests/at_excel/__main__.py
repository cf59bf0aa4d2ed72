"""``python -m crossfoot_tests.at_excel``: what only Excel can tell, asked of the Excel that runs here."""

from __future__ import annotations

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
from crossfoot_tests.probing.command import asks_which, chosen, minute, status, telling, write
from crossfoot_tests.probing.probe import Outcome, Probe
from crossfoot_tests.probing.telling import Report


@click.command()
@click.option("--alone", is_flag=True, help="Nobody sits at the screen: leave out what a person has to do.")
@asks_which(PROBES, "at-excel")
@click.option("--rehearsed", is_flag=True, help="Rehearse it over LibreOffice; no Excel is needed.")
def main(alone: bool, only: tuple[str, ...], report: Path, rehearsed: bool) -> None:
    """Try in the Excel that runs here everything that crossfoot relies on there.

    It works in workbooks of its own and closes them without saving. Ends with 1 where something came out otherwise.
    """
    probes = chosen(PROBES, only)
    with rehearsal() if rehearsed else _running(alone=alone) as place:
        outcomes = _run(place, probes, report)
    sys.exit(status(outcomes))


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
    began = minute()
    hidden = (str(place.folder), Path.home().name)
    outcomes = run(place, probes, telling(hidden, 14))
    program = f"{'LibreOffice' if place.rehearsed else 'Excel'} {place.app.version}"
    write(Report("Excel", began, program, outcomes, hidden), path)
    return outcomes


if __name__ == "__main__":
    main()
