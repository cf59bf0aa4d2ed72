"""What the server's commands share: where the store is, which definitions it follows, and why one cannot start."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from crossfoot_templates.label import Label, Language

if TYPE_CHECKING:
    from crossfoot_server.store import Store

Command = TypeVar("Command", bound=Callable[..., Any])

BAD_DEFINITIONS = Label("定义有误，未启动任何程序。", "The definitions have errors; nothing was started.")


class Refused(click.ClickException):
    """What was asked cannot be done. Exit code 2 is taken: click ends so where a command line cannot be read."""

    exit_code = 1


class BadDefinitions(click.ClickException):
    """The definitions, ours or the overlay, have errors."""

    exit_code = 3


class StoreUnusable(click.ClickException):
    """The store cannot be opened or brought up to date."""

    exit_code = 4


class AddressTaken(click.ClickException):
    """Nothing can listen where it was asked to."""

    exit_code = 5


def store_options(command: Command) -> Command:
    """Give ``command`` the options ``--store`` and ``--overlay``."""
    overlay = click.option(
        "--overlay",
        envvar="CROSSFOOT_OVERLAY",
        show_envvar=True,
        type=click.Path(exists=True, file_okay=False, path_type=Path),
        help="Folder of your own definitions, laid over those that come with crossfoot.",
    )
    store = click.option(
        "--store",
        envvar="CROSSFOOT_STORE",
        show_envvar=True,
        metavar="URL|FILE",
        help="Where the store is. [default: a SQLite file among your own data files]",
    )
    return store(overlay(command))


def store_url(named: str | None) -> str:
    """The SQLAlchemy URL of the store that ``--store`` names; the folder of a file is made if it is missing."""
    if named and "://" in named:
        return named
    file = Path(named) if named else default_file()
    file.parent.mkdir(parents=True, exist_ok=True)
    return f"sqlite:///{file.absolute()}"


def default_file() -> Path:
    """The store's file where nobody names one."""
    import platformdirs  # noqa: PLC0415  # only a command that runs needs it

    return platformdirs.user_data_path("crossfoot", appauthor=False) / "store.sqlite"


def open_existing(named: str | None, overlay: Path | None) -> Store:
    """The store as :func:`open_store` gives it; a file that is not there yet is not made.

    Raises:
        BadDefinitions, StoreUnusable: the message says why and what to do.
    """
    file = None if named and "://" in named else Path(named) if named else default_file()
    if file is not None and not file.is_file():
        raise StoreUnusable(f"There is no store {file}. Name the one that was restored with --store.")
    return open_store(named, overlay)


def open_store(named: str | None, overlay: Path | None) -> Store:
    """The store that ``--store`` names, following the definitions that ``--overlay`` adds to.

    Raises:
        BadDefinitions, StoreUnusable: the message says why and what to do.
    """
    # --help is not to wait for SQLAlchemy and Alembic.
    from sqlalchemy.exc import SQLAlchemyError  # noqa: PLC0415

    from crossfoot_server import services  # noqa: PLC0415
    from crossfoot_server.errors import ServerError  # noqa: PLC0415
    from crossfoot_templates.loader import DefinitionErrors, load_catalog, told  # noqa: PLC0415

    try:
        catalog = load_catalog(overlay)
    except DefinitionErrors as error:
        spoken = language()
        raise BadDefinitions(f"{BAD_DEFINITIONS.in_(spoken)}\n\n{told(error, spoken)}") from error
    try:
        return services.open_store(store_url(named), catalog)
    except ServerError as error:
        raise StoreUnusable(f"The store cannot be opened: {error.message}") from error
    except (SQLAlchemyError, OSError, ValueError) as error:
        reason = getattr(error, "orig", None) or error
        raise StoreUnusable(
            _without_password(
                f"The store {named or default_file()} cannot be opened: {reason}. Check that it is a crossfoot store, "
                "that its folder exists, and that you may write there."
            )
        ) from error


def language() -> Language:
    """Chinese where the terminal is: definitions are often written by people who know a spreadsheet, and no English."""
    names = ("LC_ALL", "LC_MESSAGES", "LANG")
    setting = next((os.environ[name] for name in names if os.environ.get(name)), "")
    return "zh" if setting.startswith("zh") else "en"


def _without_password(message: str) -> str:
    return re.sub(r"(://[^:/@\s]*):[^/\s]*@", r"\1:***@", message)
