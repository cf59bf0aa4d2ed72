"""``crossfoot accounts``: who may use a server, and with which tokens."""

from __future__ import annotations

from pathlib import Path

import click

from crossfoot_server.cli.opening import store_options

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
_DAYS = 90  # as signing_in.HOLDS_DAYS, which --help is not to wait for


@click.group()
def accounts() -> None:
    """Keep the people of a store, their grants and their tokens.

    Works on the store itself, on the machine where the server runs; the server may go on running.
    """


@accounts.command()
@click.argument("file", type=_FILE)
@store_options
def apply(store: str | None, overlay: Path | None, file: Path) -> None:
    """Take over companies, teams, people and grants from FILE (TOML).

    A store that is not there yet is made; no other command makes one.
    """
    from crossfoot_server.cli import keeping  # noqa: PLC0415  # --help is not to wait for SQLAlchemy

    keeping.apply(store, overlay, file)


@accounts.command("list")
@store_options
def list_(store: str | None, overlay: Path | None) -> None:
    """List the people and what they were granted."""
    from crossfoot_server.cli import keeping  # noqa: PLC0415  # as above

    keeping.list_everybody(store, overlay)


@accounts.command()
@click.argument("login")
@click.option("--label", default="", help="What the token is for, such as the name of a computer.")
@click.option("--days", type=click.IntRange(1, 3650), help=f"How long it holds. [default: {_DAYS}]")
@click.option("--never", is_flag=True, help="It never expires: it holds until it is revoked.")
@store_options
def token(store: str | None, overlay: Path | None, login: str, label: str, days: int | None, *, never: bool) -> None:
    """Make a token for LOGIN and print it, this once."""
    if never and days is not None:
        raise click.UsageError("--days and --never exclude each other; give one of them.")
    from crossfoot_server.cli import keeping  # noqa: PLC0415  # as above

    keeping.issue(store, overlay, login, label, None if never else days or _DAYS)


@accounts.command("let-in")
@click.argument("code")
@click.argument("login")
@click.option("--days", type=click.IntRange(1, 3650), default=_DAYS, show_default=True, help="How long it holds.")
@click.option("--yes", is_flag=True, help="Do not ask first.")
@store_options
def let_in(store: str | None, overlay: Path | None, code: str, login: str, days: int, *, yes: bool) -> None:
    """Let the program in that shows CODE, as LOGIN. Be sure that it is they who told you the code.

    It says which program that is, and asks first.
    """
    from crossfoot_server.cli import keeping  # noqa: PLC0415  # as above

    keeping.let_in(store, overlay, code, keeping.LetIn(login, days, asks=not yes))


@accounts.command()
@click.argument("login")
@store_options
def tokens(store: str | None, overlay: Path | None, login: str) -> None:
    """List the tokens of LOGIN, without their secrets."""
    from crossfoot_server.cli import keeping  # noqa: PLC0415  # as above

    keeping.list_those_of(store, overlay, login)


@accounts.command()
@click.argument("token_id")
@store_options
def revoke(store: str | None, overlay: Path | None, token_id: str) -> None:
    """Make the token TOKEN_ID worthless from now on."""
    from crossfoot_server.cli import keeping  # noqa: PLC0415  # as above

    keeping.revoke(store, overlay, token_id)
