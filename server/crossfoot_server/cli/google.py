"""What the commands on linked sheets share: how Google is reached, and their errors as one sentence."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from crossfoot_server.cli.opening import Refused, open_store
from crossfoot_templates.label import Label
from crossfoot_templates.terminal import terminal_language

if TYPE_CHECKING:
    from crossfoot_server.sheets.bench import Bench

Command = TypeVar("Command", bound=Callable[..., Any])

NO_KEY = Label(
    "需要服务帐号的密钥文件；请用 --google-key 指定。",
    "The key file of a service account is needed; name it with --google-key.",
)


@dataclass(frozen=True)
class Options:
    """What the options of a command on linked sheets say."""

    store: str | None
    overlay: Path | None
    google_key: Path | None
    google: str
    queue: str


def google_options(command: Command) -> Command:
    """Give ``command`` the options ``--google-key``, ``--google`` and ``--queue``."""
    key = click.option(
        "--google-key",
        envvar="CROSSFOOT_GOOGLE_KEY",
        show_envvar=True,
        type=click.Path(dir_okay=False, path_type=Path),
        help="Key file (JSON) of the service account that people share their spreadsheets with.",
    )
    google = click.option(
        "--google",
        envvar="CROSSFOOT_GOOGLE",
        show_envvar=True,
        metavar="URL",
        default="",
        help="Address on this machine of an emulator that stands in for Google.",
    )
    queue = click.option(
        "--queue",
        envvar="CROSSFOOT_QUEUE",
        show_envvar=True,
        metavar="URL",
        default="",
        help="Redis that several workers share, such as redis://127.0.0.1/0. [default: a file beside the store]",
    )
    return key(google(queue(command)))


@contextmanager
def open_bench(options: Options, log_level: str = "warning") -> Iterator[Bench]:
    """The store and the way to Google; what is refused ends the command with its message.

    Raises:
        Refused: something cannot be done; the message says what to do.
        BadDefinitions, StoreUnusable: the store cannot be opened.
    """
    from crossfoot_server import logs  # noqa: PLC0415  # --help is not to wait for SQLAlchemy
    from crossfoot_server.sheets.bench import Bench  # noqa: PLC0415  # the same
    from crossfoot_server.sheets.reaching import Reach, reach  # noqa: PLC0415  # the same

    if options.google_key is None:
        raise Refused(NO_KEY.in_(terminal_language()))
    with logs.lines_to(sys.stderr, log_level), telling():
        spreadsheets = reach(Reach(options.google_key, options.google, options.queue))
        with closing(open_store(options.store, options.overlay)) as store:
            yield Bench(store, spreadsheets)


@contextmanager
def telling() -> Iterator[None]:
    """Turn what can go wrong into one sentence.

    Raises:
        Refused: something went wrong; the message says what and what to do.
    """
    from crossfoot_server.errors import ServerError  # noqa: PLC0415  # --help is not to wait for SQLAlchemy
    from crossfoot_server.sheets.troubles import REFUSALS, told_of  # noqa: PLC0415  # the same

    try:
        yield
    except REFUSALS as error:
        raise Refused(told_of(error).in_(terminal_language())) from error
    except ServerError as error:
        raise Refused(error.text(terminal_language())) from error
    except ValueError as error:
        raise Refused(str(error)) from error
