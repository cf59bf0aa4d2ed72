"""``crossfoot sheet``: Google spreadsheets that teams share, linked to books of a store."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import click

from crossfoot_server.cli.google import Options, google_options
from crossfoot_server.cli.opening import store_options

Command = TypeVar("Command", bound=Callable[..., Any])

_name = click.argument("name", metavar="NAME|URL")


@click.group()
def sheet() -> None:
    """Link Google spreadsheets that teams share, and look after them.

    Works on the store itself, on the machine where the server runs; the server and the worker may go on running.
    """


def _on_sheets(command: Command) -> Command:
    return store_options(google_options(command))


@sheet.command()
@click.argument("url")
@click.option("--book", required=True, help="The book that is laid out into it.")
@click.option("--team", required=True, help="Code of the team that shares it; the sheet holds the team's rows.")
@click.option("--role", required=True, help="The role in which it acts; columns that it may not read are not in it.")
@click.option("--language", type=click.Choice(["zh", "en"]), default="zh", show_default=True, help="Of the labels.")
@click.option(
    "--locale",
    envvar="CROSSFOOT_SHEET_LOCALE",
    show_envvar=True,
    default="",
    help="Refuse a spreadsheet of another locale, such as zh_CN.",
)
@click.option(
    "--time-zone",
    envvar="CROSSFOOT_SHEET_TIME_ZONE",
    show_envvar=True,
    default="",
    help="Refuse a spreadsheet of another time zone, such as Asia/Shanghai.",
)
@_on_sheets
def link(url: str, **told: Any) -> None:
    """Lay a book out into the spreadsheet at URL and keep it in step from now on.

    Share it with the service account as an editor first. What it holds is left alone: all of ours is in new sheets.
    """
    from crossfoot_server.cli import linked  # noqa: PLC0415  # --help is not to wait for SQLAlchemy

    options = Options(**{name: told.pop(name) for name in Options.__dataclass_fields__})
    linked.link(options, url, **told)


@sheet.command("list")
@_on_sheets
def list_(**told: Any) -> None:
    """List the linked sheets: what they are of, when they were last in step, and what came of it."""
    from crossfoot_server.cli import linked  # noqa: PLC0415  # as above

    linked.list_all(Options(**told))


@sheet.command()
@_name
@click.option("--confirmed", is_flag=True, help="Go ahead although many rows changed or went at once.")
@_on_sheets
def sync(name: str, confirmed: bool, **told: Any) -> None:
    """Sync a linked sheet now."""
    from crossfoot_server.cli import linked  # noqa: PLC0415  # as above

    linked.sync(Options(**told), name, confirmed=confirmed)


@sheet.command("new-secret")
@_name
@_on_sheets
def new_secret(name: str, **told: Any) -> None:
    """Give the script in a sheet another secret; the one that it had is worth nothing from now on."""
    from crossfoot_server.cli import linked  # noqa: PLC0415  # as above

    linked.new_secret(Options(**told), name)


@sheet.command()
@_name
@_on_sheets
def unlink(name: str, **told: Any) -> None:
    """Keep a sheet in step no longer. People keep it with all its values."""
    from crossfoot_server.cli import linked  # noqa: PLC0415  # as above

    linked.unlink(Options(**told), name)


@sheet.command()
@click.argument("name", metavar="[NAME|URL]", default="")
@_on_sheets
def doctor(name: str, **told: Any) -> None:
    """Say what is wrong with a linked sheet, or with all of them, and what to do."""
    from crossfoot_server.cli import linked  # noqa: PLC0415  # as above

    linked.doctor(Options(**told), name)
