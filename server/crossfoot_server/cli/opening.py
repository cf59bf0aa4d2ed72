"""What the server's commands share: where the store is, which definitions it follows, and why one cannot start."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, TypeVar

import click

from crossfoot_templates.label import Label
from crossfoot_templates.terminal import ERROR, terminal_language

if TYPE_CHECKING:
    from sqlalchemy import URL

    from crossfoot_server.store import Store
    from crossfoot_templates.model import Catalog

Command = TypeVar("Command", bound=Callable[..., Any])

BAD_DEFINITIONS = Label("定义有误，未启动任何程序。", "The definitions have errors; nothing was started.")
NO_STORE = Label(
    "没有数据库 {file}。请用 --store 或 CROSSFOOT_STORE 指定正确的文件；如需新建：crossfoot accounts apply FILE",
    "There is no store {file}. Name the right one with --store or in CROSSFOOT_STORE; a new one is begun with: "
    "crossfoot accounts apply FILE",
)
CLOSED = Label("无法打开数据库 {place}：{why}", "The store {place} cannot be opened: {why}")
UNREADABLE = Label(
    "无法打开数据库 {place}：{why}。请确认它是 crossfoot 数据库、所在文件夹存在，并且您有写入权限。",
    "The store {place} cannot be opened: {why}. Check that it is a crossfoot store, that its folder exists, and that "
    "you may write there.",
)
NEW_STORE = Label("已新建数据库 {file}。", "Made a new store at {file}.")
NO_USERS = Label(
    "数据库 {place} 中还没有用户；请写好组织文件，再运行：crossfoot accounts apply FILE",
    "The store {place} has no users yet; write an organisation file and run: crossfoot accounts apply FILE",
)


class _Told(click.ClickException):
    """An error in the language of the terminal."""

    def show(self, file: IO[Any] | None = None) -> None:
        """Print it where errors go."""
        click.echo(f"{ERROR.in_(terminal_language())}{self.format_message()}", file=file, err=file is None)


class Refused(_Told):
    """What was asked cannot be done. Exit code 2 is taken: click ends so where a command line cannot be read."""

    exit_code = 1


class BadDefinitions(_Told):
    """The definitions, ours or the overlay, have errors."""

    exit_code = 3


class StoreUnusable(_Told):
    """The store cannot be opened or brought up to date."""

    exit_code = 4


class AddressTaken(_Told):
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


def default_file() -> Path:
    """The store's file where nobody names one."""
    import platformdirs  # noqa: PLC0415  # only a command that runs needs it

    return platformdirs.user_data_path("crossfoot", appauthor=False) / "store.sqlite"


def open_store(named: str | None, overlay: Path | None) -> Store:
    """The store that ``--store`` names, following the definitions that ``--overlay`` adds to.

    Raises:
        BadDefinitions, StoreUnusable: the message says why and what to do; a file that is not there is not made.
    """
    from crossfoot_server import services  # noqa: PLC0415  # --help is not to wait for SQLAlchemy and Alembic

    catalog = _definitions(overlay)
    with _telling(named):
        url = _url(named)
        file = _file_of(url)
        if file is not None and not _holds_something(file):
            raise StoreUnusable(NO_STORE.in_(terminal_language()).format(file=file))
        return services.open_store(url.render_as_string(hide_password=False), catalog)


@contextmanager
def beginning_store(named: str | None, overlay: Path | None) -> Iterator[Store]:
    """The store as :func:`open_store` gives it; a file that is not there is made, with its folder, and said at the end.

    Whoever works in it closes it. Where they fail, what was made for them is taken away again.

    Raises:
        BadDefinitions, StoreUnusable: the message says why and what to do.
    """
    from crossfoot_server import services  # noqa: PLC0415  # as above

    catalog = _definitions(overlay)
    with ExitStack() as unless_done:
        with _telling(named):
            url = _url(named)
            file = _file_of(url)
            made = None if file is None or _holds_something(file) else file
            if made is not None:
                unless_done.callback(_take_away, made, [each for each in made.parents if not each.exists()])
                made.parent.mkdir(parents=True, exist_ok=True)
            store = services.open_store(url.render_as_string(hide_password=False), catalog)
        yield store
        unless_done.pop_all()
    if made is not None:
        click.echo(NEW_STORE.in_(terminal_language()).format(file=made), err=True)


def _take_away(file: Path, folders: Sequence[Path]) -> None:
    """Remove a store that was begun at ``file``, and the ``folders`` that were made for it, the innermost first."""
    with suppress(OSError):  # why it failed is what counts; and something else may have come to lie in a folder
        for ending in ("", "-wal", "-shm", "-journal"):
            file.with_name(f"{file.name}{ending}").unlink(missing_ok=True)
        for folder in folders:
            folder.rmdir()


def place_at(url: URL) -> str:
    """Where the store at ``url`` is: its file, or the address of its database without a password."""
    return str(_file_of(url) or url.set(query={}).render_as_string(hide_password=True))


def _url(named: str | None) -> URL:
    from sqlalchemy import make_url  # noqa: PLC0415  # as above

    if named and "://" in named:
        return make_url(named)
    file = Path(named) if named else default_file()
    return make_url(f"sqlite:///{file.absolute()}")


def _holds_something(file: Path) -> bool:
    """Whether a store may be there: a name that was mistyped before another program leaves an empty file."""
    return file.is_file() and file.stat().st_size > 0


def _file_of(url: URL) -> Path | None:
    """The file of a store that is one."""
    database = url.database or ":memory:"
    if url.get_backend_name() != "sqlite" or database.startswith((":memory:", "file:")):
        return None
    return Path(database).absolute()


def _definitions(overlay: Path | None) -> Catalog:
    from crossfoot_templates.loader import DefinitionErrors, load_catalog, told  # noqa: PLC0415  # as above

    try:
        return load_catalog(overlay)
    except DefinitionErrors as error:
        spoken = terminal_language()
        raise BadDefinitions(f"{BAD_DEFINITIONS.in_(spoken)}\n\n{told(error, spoken)}") from error


@contextmanager
def _telling(named: str | None) -> Iterator[None]:
    """Turn what keeps a store from being opened into one sentence."""
    from sqlalchemy.exc import SQLAlchemyError  # noqa: PLC0415  # as above

    from crossfoot_server.errors import ServerError  # noqa: PLC0415  # as above

    try:
        yield
    except ServerError as error:
        spoken = terminal_language()
        told = CLOSED.in_(spoken).format(place=named or default_file(), why=error.text(spoken))
        raise StoreUnusable(_without_password(told)) from error
    except (SQLAlchemyError, OSError, ValueError) as error:
        reason = getattr(error, "orig", None) or error
        told = UNREADABLE.in_(terminal_language()).format(place=named or default_file(), why=reason)
        raise StoreUnusable(_without_password(told)) from error


def _without_password(message: str) -> str:
    return re.sub(r"(://[^:/@\s]*):[^/\s]*@", r"\1:***@", message)
