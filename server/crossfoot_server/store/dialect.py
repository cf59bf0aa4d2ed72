"""Everything in which one database differs from another. What stands above asks here and knows no database by name."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from sqlalchemy import (
    BigInteger,
    Column,
    ColumnElement,
    Connection,
    Engine,
    ForeignKeyConstraint,
    Numeric,
    Text,
    bindparam,
    cast,
    create_engine,
    event,
    func,
    make_url,
    select,
    type_coerce,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.engine import Dialect
from sqlalchemy.exc import OperationalError
from sqlalchemy.exc import TimeoutError as NoConnectionFree
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.pool import QueuePool
from sqlalchemy.schema import CreateColumn
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import Function, FunctionElement
from sqlalchemy.types import TypeEngine

from crossfoot_server.errors import StoreBusy
from crossfoot_templates.formula.evaluation import letters

_IN_MEMORY = (None, "", ":memory:")
"""Names of databases that are no files."""

WAIT_SECONDS = 30.0
"""How long a writer waits for another one."""

WRITING = "crossfoot_writing"
"""The execution option of a connection whose transactions write."""

CAPITALS = "crossfoot_capitals"
"""The function that SQLite is given for :func:`in_capitals`."""

LOWER_HALF = 2**32 - 1

CHUNK = 500
"""How many values one IN list carries: below every database's limit on parameters."""


def has_exact_numbers(dialect: Dialect) -> bool:
    """Whether NUMERIC is exact. SQLite would keep a float."""
    return dialect.name != "sqlite"


def has_time_zones(dialect: Dialect) -> bool:
    """Whether a stored instant keeps its zone."""
    return dialect.name != "sqlite"


class Capitals(FunctionElement[str]):
    """A text as formulas compare it, where it is not known yet which database will be asked."""

    type = Text()
    inherit_cache = True
    name = "capitals"


@compiles(Capitals)
def _capitals(element: Capitals, compiler: SQLCompiler, **options: Any) -> str:
    return f"upper({compiler.process(element.clauses, **options)})"


@compiles(Capitals, "sqlite")
def _capitals_in_sqlite(element: Capitals, compiler: SQLCompiler, **options: Any) -> str:
    return f"{CAPITALS}({compiler.process(element.clauses, **options)})"


class Unindexed(FunctionElement[Any]):
    """A column that is compared without the help of its index, where another one leaves fewer rows."""

    inherit_cache = True
    name = "unindexed"

    def __init__(self, column: ColumnElement[Any]) -> None:
        super().__init__(column)
        self.type = column.type


@compiles(Unindexed)
def _unindexed(element: Unindexed, compiler: SQLCompiler, **options: Any) -> str:
    return compiler.process(element.clauses, **options)


@compiles(Unindexed, "sqlite")
def _unindexed_in_sqlite(element: Unindexed, compiler: SQLCompiler, **options: Any) -> str:
    # It keeps no count of what is in an index unless it is told to, and would choose between two by chance.
    return f"+{compiler.process(element.clauses, **options)}"


def in_capitals(dialect: Dialect, column: ColumnElement[Any]) -> ColumnElement[Any]:
    """The text of ``column`` as formulas compare it, which no index helps with."""
    return Function(CAPITALS if dialect.name == "sqlite" else "upper", column, type_=Text())


def sum_in_halves(column: ColumnElement[Any], scale: int, dialect: Dialect) -> Sequence[ColumnElement[Any]]:
    """The exact sum of a column of numbers in its smallest units: its multiple of 2**32, and the rest.

    SQLite fails where a sum has more than 64 bits; that of the halves of 2**31 rows has not.
    """
    if dialect.name == "sqlite":
        units = type_coerce(column, BigInteger)
        halves: tuple[ColumnElement[Any], ...] = (units.bitwise_rshift(32), units.bitwise_and(LOWER_HALF))
        return [func.coalesce(func.sum(half), 0) for half in halves]
    total = func.coalesce(func.sum(cast(column, Numeric)), 0) * 10**scale
    return [cast(func.div(total, LOWER_HALF + 1), BigInteger), cast(func.mod(total, LOWER_HALF + 1), BigInteger)]


def one_of(dialect: Dialect, column: ColumnElement[Any], parameter: str) -> ColumnElement[bool]:
    """Whether ``column`` holds one of the list in ``parameter``, made by :func:`listed`: one of any length."""
    given = bindparam(parameter, type_=Text())
    if dialect.name == "sqlite":
        return column.in_(select(func.json_each(given).table_valued("value").c.value))
    each = func.jsonb_array_elements_text(cast(given, JSONB)).column_valued()
    return column.in_(select(cast(each, column.type)))


def listed(dialect: Dialect, column_type: TypeEngine[Any], values: Iterable[Any]) -> str:
    """``values`` of a column of ``column_type`` as the text that a parameter of :func:`one_of` takes."""
    stored = column_type.dialect_impl(dialect).bind_processor(dialect)
    kept = values if stored is None else map(stored, values)
    return json.dumps([value if isinstance(value, (str, int)) else str(value) for value in kept], ensure_ascii=False)


def open_engine(url: str) -> Engine:
    """An engine for ``url`` whose transactions begin as :func:`writing` and plain reads need them.

    Raises:
        ValueError: a database that crossfoot does not know yet.
    """
    parsed = make_url(url)
    if parsed.get_backend_name() != "sqlite":
        raise ValueError(f"crossfoot keeps its store in SQLite; {parsed.get_backend_name()!r} is not supported: {url}")
    in_memory = parsed.database in _IN_MEMORY
    arguments = {"check_same_thread": False, "timeout": WAIT_SECONDS}
    # A database in memory lives in its one connection, which threads must therefore take turns to use.
    sizes: dict[str, Any] = {"pool_size": 1, "max_overflow": 0} if in_memory else {}
    engine = create_engine(
        url,
        poolclass=QueuePool,
        connect_args=arguments,
        pool_timeout=WAIT_SECONDS,
        hide_parameters=True,  # an error ends up in the log, where no values of rows belong
        **sizes,
    )
    event.listen(engine, "connect", _prepare_connection)
    event.listen(engine, "begin", _begin)
    return engine


def let_read_beside_writing(engine: Engine) -> None:
    """Let readers go on while somebody writes. It stays with the file."""
    if engine.url.database in _IN_MEMORY:
        return
    with engine.connect() as connection:
        # Outside a transaction, which cannot change it.
        raw = connection.connection.dbapi_connection
        assert raw is not None  # noqa: S101 - a fresh connection has one
        raw.execute("PRAGMA journal_mode = WAL")


def _prepare_connection(raw: Any, _record: object) -> None:
    raw.isolation_level = None  # the driver would begin transactions of its own, and too late
    raw.execute("PRAGMA foreign_keys = ON")
    raw.execute("PRAGMA synchronous = FULL")  # a reply that was sent must survive a power cut
    raw.execute(f"PRAGMA busy_timeout = {int(WAIT_SECONDS * 1000)}")
    # Its own upper() knows the letters of English only.
    raw.create_function(CAPITALS, 1, _in_capitals, deterministic=True)


def _in_capitals(text: str | None) -> str | None:
    return None if text is None else letters.in_capitals(text)


def _begin(connection: Connection) -> None:
    # A writer takes its lock at once: a read lock that must grow can lose against another and could not wait.
    connection.exec_driver_sql("BEGIN IMMEDIATE" if connection.get_execution_options().get(WRITING) else "BEGIN")


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """A transaction that writes, one at a time. It commits at the end and rolls back on an error.

    Raises:
        StoreBusy: another writer did not finish in :data:`WAIT_SECONDS`.
    """
    try:
        with engine.connect() as plain:
            connection = plain.execution_options(**{WRITING: True})
            with connection.begin():
                yield connection
    except NoConnectionFree as error:
        raise StoreBusy(WAIT_SECONDS) from error
    except OperationalError as error:
        if "locked" in str(error.orig):
            raise StoreBusy(WAIT_SECONDS) from error
        raise


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """A transaction that reads one consistent state and writes nothing.

    Raises:
        StoreBusy: no connection became free in :data:`WAIT_SECONDS`.
    """
    try:
        with engine.connect() as connection, connection.begin():
            yield connection
    except NoConnectionFree as error:
        raise StoreBusy(WAIT_SECONDS) from error


def drop_column(connection: Connection, table: str, column: str) -> None:
    """Take a column out of ``table``, with what it holds."""
    quote = connection.dialect.identifier_preparer.quote
    connection.exec_driver_sql(f"ALTER TABLE {quote(table)} DROP COLUMN {quote(column)}")


def add_column(connection: Connection, column: Column[Any]) -> None:
    """Add ``column`` with its foreign key to its table, which is there already and may hold rows."""
    preparer = connection.dialect.identifier_preparer
    parts = [
        f"ALTER TABLE {preparer.format_table(column.table)} ADD COLUMN",
        str(CreateColumn(column).compile(dialect=connection.dialect)),
    ]
    # SQLite adds no constraint to a table that exists, but takes one that comes with the column.
    for key in column.foreign_keys:
        constraint = key.constraint
        if isinstance(constraint, ForeignKeyConstraint):
            target = key.column
            parts.append(
                f"CONSTRAINT {preparer.format_constraint(constraint)} REFERENCES "
                f"{preparer.format_table(target.table)} ({preparer.format_column(target)}) "
                "DEFERRABLE INITIALLY DEFERRED"
            )
    connection.exec_driver_sql(" ".join(parts))
