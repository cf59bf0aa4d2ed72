"""``crossfoot addin install`` and ``crossfoot addin uninstall``."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from crossfoot_addin.cli.machine import this_machine
from crossfoot_addin.installing import placing
from crossfoot_addin.installing.places import NoExcelHereError, VariableMissingError
from crossfoot_addin.installing.settings import UnreadableForMacrosError
from crossfoot_macros.excel import build_addin
from crossfoot_macros.excel.borrowed import XlwingsChangedError
from crossfoot_sync.cli.failing import Failure

File = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command(short_help="Put the add-in where Excel starts it from.")
@click.option("--python", type=File, help="The Python that runs crossfoot; the one that runs this when left out.")
@click.option("--trust", is_flag=True, help="On Windows, add the folder to those whose macros run without asking.")
@click.option("--addin", type=File, help="A file that was built and signed before; one is made when left out.")
def install(python: Path | None, trust: bool, addin: Path | None) -> None:
    """Put the add-in where Excel starts it from, and tell it which Python to start.

    Close Excel before, and start it again after. One that is there already is replaced.
    """
    with failing():
        machine = this_machine()
        content = addin.read_bytes() if addin else build_addin()
        interpreter = (python or Path(sys.executable)).absolute()
        for line in placing.install(machine, content, interpreter, trusted=trust):
            click.echo(line)
    click.echo("Start Excel: it has a tab called crossfoot. If not, run: crossfoot addin doctor")


@click.command(short_help="Take the add-in away again.")
def uninstall() -> None:
    """Take the add-in and its settings away. Workbooks, tokens and crossfoot itself stay."""
    with failing():
        lines = list(placing.uninstall(this_machine()))
    click.echo("\n".join(lines) or "The add-in was not installed.")


@contextmanager
def failing() -> Iterator[None]:
    """Turn what can go wrong into a sentence."""
    try:
        yield
    except (
        NoExcelHereError,
        VariableMissingError,
        UnreadableForMacrosError,
        XlwingsChangedError,
        placing.ExcelHasItError,
    ) as error:
        raise Failure(str(error)) from error
    except OSError as error:
        raise Failure(f"{error.filename or 'file'}: {error.strerror or error}") from error
