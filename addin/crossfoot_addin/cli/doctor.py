"""``crossfoot addin doctor``: what keeps the add-in from working."""

from __future__ import annotations

import datetime as dt
import sys

import click

from crossfoot_addin.cli.install import failing
from crossfoot_addin.cli.machine import this_machine
from crossfoot_addin.installing.doctor import Patient, examine
from crossfoot_macros.excel import about_addin, read_about
from crossfoot_sync.cli.failing import Exit
from crossfoot_sync.client.credentials import Credentials


@click.command(short_help="Say what keeps the add-in from working.")
def doctor() -> None:
    """Look at the add-in, its Python, Excel's macro security, the servers and the clock; say what to do."""
    with failing():
        patient = Patient(this_machine(), Credentials(), about_addin(), read_about, lambda: dt.datetime.now(dt.UTC))
        found = list(examine(patient))
    for each in found:
        click.echo(f"{'✗' if each.wrong else '✓'} {each.said}")
        if each.wrong:
            click.echo(f"    {each.way_out}")
    sys.exit(Exit.NEEDS_A_LOOK if any(each.wrong for each in found) else Exit.IN_STEP)
