"""The store: current rows, every version of every row, batches and accounts, in one SQL database.

Where things live:

- ``schema`` the SQL tables generated from the definitions; ``columns`` the SQL type of a column type;
- ``upgrade`` fitting a store to changed definitions; ``dialect`` what differs between databases;
- ``rows`` reading rows and versions in bulk; ``counters`` the feed and running numbers; ``epochs`` which store it is;
- ``statements`` what every request asks, built once.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from threading import Lock

from sqlalchemy import Connection, Engine

from crossfoot_server.store import dialect
from crossfoot_server.store.epochs import begin_epoch, epoch_of
from crossfoot_server.store.schema import Pair as Pair
from crossfoot_server.store.schema import Schema as Schema
from crossfoot_server.store.schema import build_schema
from crossfoot_server.store.upgrade import check_ours, fit
from crossfoot_templates.keeping import Keeping, keeping_of
from crossfoot_templates.logic import TableLogic, logic_of
from crossfoot_templates.model import BookView, Catalog
from crossfoot_templates.questions import Asked, questions


@dataclass(frozen=True)
class Definitions:
    """The catalog that a store is opened with, its formulas, which of their values are kept, and the SQL tables."""

    catalog: Catalog
    logic: dict[str, TableLogic]
    keeping: Keeping
    schema: Schema

    @classmethod
    def of(cls, catalog: Catalog) -> Definitions:
        """Those of ``catalog``, which the loader has found right.

        What was made of the last few catalogs is kept: that takes as long as opening a store.

        Raises:
            SchemaMismatch: two tables would have the same name in SQL.
        """
        # a copy: another thread may open a store meanwhile
        made = next((each for each in tuple(_MADE) if each.catalog is catalog), None)
        if made is None:
            logic = logic_of(catalog)
            keeping = keeping_of(logic)
            made = cls(catalog, logic, keeping, build_schema(catalog, keeping))
            _MADE.append(made)
        return made


_MADE: deque[Definitions] = deque(maxlen=8)


class Store:
    """An open store. It may be shared by threads.

    Attributes:
        engine: the SQLAlchemy engine; services open transactions with :meth:`reading` and :meth:`writing`.
        catalog: the definitions the store was opened with.
        schema: the SQL tables made from them.
        logic: the formulas of every table, by its name.
        keeping: which computed columns are kept beside their rows.
        asked: what all formulas ask of tables.
        epoch: random text that tells this store from every other, and from itself before a backup was restored.
    """

    def __init__(self, engine: Engine, definitions: Definitions, epoch: str) -> None:
        self.engine = engine
        self.catalog = definitions.catalog
        self.schema = definitions.schema
        self.epoch = epoch
        self.logic = definitions.logic
        self.keeping = definitions.keeping
        self.asked = Asked.by(
            question
            for logic in self.logic.values()
            for formula in logic.formulas()
            for question in questions(formula.expression)
        )
        self._views: dict[tuple[str, frozenset[str]], BookView] = {}
        self._views_lock = Lock()

    @classmethod
    def open(cls, url: str, catalog: Catalog) -> Store:
        """Open the store at an SQLAlchemy ``url``, creating its tables or adding what the definitions gained.

        Raises:
            NotAStore: it is a database of another program.
            SchemaMismatch: the definitions changed in a way that stored rows would not survive.
            StoreBusy: another process is writing.
        """
        definitions = Definitions.of(catalog)
        engine = dialect.open_engine(url)
        try:
            with dialect.reading(engine) as connection:
                check_ours(connection, definitions.schema)
            dialect.let_read_beside_writing(engine)
            with dialect.writing(engine) as connection:
                fit(connection, definitions.schema)
                epoch = epoch_of(connection, definitions.schema)
        except BaseException:
            engine.dispose()
            raise
        return cls(engine, definitions, epoch)

    def close(self) -> None:
        """Give back every connection."""
        self.engine.dispose()

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A transaction that sees one consistent state."""
        with dialect.reading(self.engine) as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A transaction that writes; it commits at the end and rolls back on an error.

        Raises:
            StoreBusy: another writer held the store too long.
        """
        with dialect.writing(self.engine) as connection:
            yield connection

    def renew_epoch(self) -> str:
        """Give a store that was restored from a backup a new epoch: what workbooks know of it no longer holds."""
        with self.writing() as connection:
            epoch = begin_epoch(connection, self.schema)
        self.epoch = epoch
        return epoch

    def view(self, book: str, roles: Iterable[str]) -> BookView:
        """The catalog's view of ``book`` for ``roles``, made once.

        Raises:
            KeyError: there is no such book.
        """
        wanted = (book, frozenset(roles))
        with self._views_lock:
            if wanted not in self._views:
                self._views[wanted] = self.catalog.view(*wanted)
            return self._views[wanted]
