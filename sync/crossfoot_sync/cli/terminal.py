"""Questions to whoever sits at the terminal."""

from __future__ import annotations

import sys

import click

from crossfoot_sync.cli.failing import Exit


def somebody_is_there() -> bool:
    """Whether a person can be asked: not in a script, and not where the output goes elsewhere."""
    return sys.stdin.isatty() and sys.stdout.isatty()


def confirm(question: str, *, otherwise: str) -> None:
    """Ask, and end the program with ``otherwise`` unless the answer is yes."""
    if not click.confirm(question):
        click.echo(otherwise)
        sys.exit(Exit.ASKS_FIRST)
