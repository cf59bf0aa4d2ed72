"""The SQL tables: two for every table of the catalog, generated from its definition, and the store's own.

Columns of the store's own in a generated table begin with an underscore, which no defined column can.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    Index,
    LargeBinary,
    MetaData,
    PrimaryKeyConstraint,
    String,
    Table,
    Text,
    UniqueConstraint,
    false,
)

from crossfoot_server.errors import SchemaMismatch
from crossfoot_server.store.columns import CODE_LENGTH, ID_LENGTH, Instant, sql_type
from crossfoot_templates import model
from crossfoot_templates.keeping import NOTHING_KEPT, Keeping
from crossfoot_templates.label import Label
from crossfoot_templates.model import Catalog

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}

ID, REV, SEQ, VOIDED = "_id", "_rev", "_seq", "_voided"
UPDATED_AT, UPDATED_BY = "_updated_at", "_updated_by"
COMPUTED_SEQ = "_computed_seq"
"""The feed number at which kept computed columns last changed by themselves; NULL where they never did."""

KEPT = "_kept_"
"""What the SQL name of a kept computed column begins with, so that it never takes the place of one people filled in."""

RECORDED_AT, BATCH, ACTOR, KIND = "_recorded_at", "_batch", "_actor", "_kind"

ACCOUNT_KEYS = {"entity": "code", "team": "code", "user": "login"}
"""The account tables, each with the column that references hold."""

PERSON, SHEET = "person", "sheet"
"""The kinds of accounts: of people, and of spreadsheets that teams share."""

NAME_LENGTH = 60
"""PostgreSQL cuts names beyond 63 bytes."""


@dataclass(frozen=True, eq=False)
class Pair:
    """A table of the catalog in SQL: its current rows, and every version of every row.

    ``definition`` is the table without its computed columns, which are no part of a row. ``kept`` are those of them
    whose values stand beside the current rows; both kinds are found in ``current`` under their own names.
    """

    definition: model.Table
    current: Table
    versions: Table
    kept: tuple[model.Column, ...] = ()

    @property
    def unique_sets(self) -> tuple[tuple[str, ...], ...]:
        """The column sets that no two rows in force may share, the natural key first."""
        return tuple(dict.fromkeys((self.definition.key, *self.definition.unique)))


@dataclass(frozen=True, eq=False)
class Schema:
    """All SQL tables of a store. ``pairs`` holds the generated ones by the catalog's table names."""

    metadata: MetaData
    pairs: dict[str, Pair]
    entity: Table
    team: Table
    user: Table
    grant: Table
    token: Table
    sign_in: Table
    batch: Table
    fact: Table
    number: Table
    column: Table
    held: Table
    request: Table
    sheet: Table
    session: Table
    session_entry: Table
    session_part: Table
    outbox: Table
    upload: Table

    @property
    def accounts(self) -> dict[str, Table]:
        """The tables the accounts supply, by the names references use."""
        return {"entity": self.entity, "team": self.team, "user": self.user}

    def generated(self) -> Iterator[tuple[model.Table, Table]]:
        """Every generated SQL table with its definition."""
        for pair in self.pairs.values():
            yield pair.definition, pair.current
            yield pair.definition, pair.versions


def build_schema(catalog: Catalog, keeping: Keeping = NOTHING_KEPT) -> Schema:
    """The SQL tables for ``catalog``, with the columns that ``keeping`` names.

    Raises:
        SchemaMismatch: two tables would have the same name in SQL.
    """
    metadata = MetaData(naming_convention=NAMING)
    fixed = _accounts(metadata) | _own(metadata)
    for name in (each for table in catalog.tables for each in (table, f"{table}_version")):
        taken = name in metadata.tables or (name.endswith("_version") and name in catalog.tables)
        if taken or name.startswith("cf_"):
            problem = Label("数据库中此名称另有他用", "the store keeps something else under this name")
            raise SchemaMismatch(name, "-", problem, Label("请给此表改名。", "Rename the table."))
    pairs = {name: _pair(metadata, catalog, table, keeping.of(name)) for name, table in catalog.tables.items()}
    return Schema(metadata=metadata, pairs=pairs, **fixed)


def _pair(metadata: MetaData, catalog: Catalog, whole: model.Table, names: AbstractSet[str]) -> Pair:
    table = whole.without_computed
    kept = tuple(column for column in whole.computed if column.name in names)
    current = Table(
        table.name,
        metadata,
        Column(ID, String(ID_LENGTH), primary_key=True),
        Column(REV, BigInteger, nullable=False),
        Column(SEQ, BigInteger, nullable=False, unique=True),
        Column(VOIDED, Boolean, nullable=False, server_default=false()),
        Column(UPDATED_AT, Instant, nullable=False),
        Column(UPDATED_BY, String(CODE_LENGTH), nullable=False),
        *(_data_column(catalog, column) for column in table.columns),
        Column(COMPUTED_SEQ, BigInteger),
        # A reference among them is no foreign key: it holds nothing in place.
        *(Column(KEPT + column.name, sql_type(column.type), key=column.name) for column in kept),
    )
    versions = Table(
        f"{table.name}_version",
        metadata,
        Column(ID, String(ID_LENGTH), nullable=False),
        Column(REV, BigInteger, nullable=False),
        Column(SEQ, BigInteger, nullable=False, unique=True),
        Column(RECORDED_AT, Instant, nullable=False),
        Column(BATCH, String(CODE_LENGTH), nullable=False),
        Column(ACTOR, String(CODE_LENGTH), nullable=False),
        Column(KIND, String(16), nullable=False),
        *(Column(column.name, sql_type(column.type)) for column in table.columns),
        PrimaryKeyConstraint(ID, REV),
    )
    pair = Pair(table, current, versions, kept)
    for columns in pair.unique_sets:
        _unique_index(current, columns)
    return pair


def _data_column(catalog: Catalog, column: model.Column) -> Column[Any]:
    target = getattr(column.type, "table", None)
    if target is None:
        return Column(column.name, sql_type(column.type))
    # Deferred, so that rows of one batch may point at each other whatever order they are written in.
    points_at = f"{target}.{ACCOUNT_KEYS.get(target, ID)}"
    if target not in ACCOUNT_KEYS and target not in catalog.tables:
        problem = Label("它引用的表没有定义", "it points at a table that is not defined")
        raise SchemaMismatch(target, column.name, problem, Label("请定义此表。", "Define the table."))
    key = ForeignKey(points_at, deferrable=True, initially="DEFERRED")
    return Column(column.name, sql_type(column.type), key, index=True)


def _unique_index(table: Table, columns: tuple[str, ...]) -> None:
    # An index and not a constraint: a row that was voided no longer holds its key, and an upgrade can add one.
    in_force = table.c[VOIDED] == false()
    Index(
        unique_name(table.name, columns),
        *(table.c[name] for name in columns),
        unique=True,
        sqlite_where=in_force,
        postgresql_where=in_force,
    )


def unique_name(table: str, columns: tuple[str, ...]) -> str:
    """The name of the unique index over ``columns``."""
    full = f"uq_{table}_{'_'.join(columns)}"
    if len(full) <= NAME_LENGTH:
        return full
    return f"{full[: NAME_LENGTH - 9]}_{hashlib.blake2b(full.encode(), digest_size=4).hexdigest()}"


def _code(name: str, **options: Any) -> Column[Any]:
    return Column(name, String(CODE_LENGTH), **options)


def _accounts(metadata: MetaData) -> dict[str, Table]:
    entity = Table(
        "entity",
        metadata,
        _code("code", primary_key=True),
        Column("zh", Text, nullable=False),
        Column("en", Text, nullable=False),
    )
    team = Table(
        "team",
        metadata,
        _code("code", primary_key=True),
        Column("zh", Text, nullable=False),
        Column("en", Text, nullable=False),
        Column("parent", String(CODE_LENGTH), ForeignKey("team.code", deferrable=True, initially="DEFERRED")),
        Column("entity", String(CODE_LENGTH), ForeignKey("entity.code"), nullable=False),
    )
    user = Table(
        "user",
        metadata,
        _code("login", primary_key=True),
        Column("name", Text, nullable=False),
        Column("language", String(2), nullable=False),
        Column("entity", String(CODE_LENGTH), ForeignKey("entity.code"), nullable=False),
        Column("team", String(CODE_LENGTH), ForeignKey("team.code")),
        Column("active", Boolean, nullable=False),
        Column("kind", String(8), nullable=False, server_default=PERSON, comment="person or sheet"),
    )
    grant = Table(
        "cf_grant",
        metadata,
        Column("login", String(CODE_LENGTH), ForeignKey("user.login"), nullable=False, index=True),
        _code("role", nullable=False),
        Column("scope", String(8), nullable=False),
        _code("book"),
        UniqueConstraint("login", "role", "scope", "book"),
    )
    token = Table(
        "cf_token",
        metadata,
        _code("id", primary_key=True),
        Column("login", String(CODE_LENGTH), ForeignKey("user.login"), nullable=False, index=True),
        Column("label", Text, nullable=False),
        Column("secret_hash", String(64), nullable=False),
        Column("created_at", Instant, nullable=False),
        Column("expires_at", Instant),
        Column("revoked_at", Instant),
    )
    sign_in = Table(
        "cf_sign_in",
        metadata,
        Column("secret_hash", String(64), primary_key=True),
        Column("code", String(8), nullable=False, unique=True),
        Column("client", Text, nullable=False, comment="what the program calls itself"),
        Column("asked_at", Instant, nullable=False),
        Column("expires_at", Instant, nullable=False),
        _code("token", comment="what it was let in with"),
    )
    return {"entity": entity, "team": team, "user": user, "grant": grant, "token": token, "sign_in": sign_in}


def _own(metadata: MetaData) -> dict[str, Table]:
    batch = Table(
        "cf_batch",
        metadata,
        _code("id", primary_key=True),
        Column("actor", String(CODE_LENGTH), ForeignKey("user.login"), nullable=False, index=True),
        _code("book", nullable=False, index=True),
        Column("client", Text, nullable=False),
        Column("workbook", Text, nullable=False),
        Column("reason", Text, nullable=False),
        _code("reverts", comment="the batch that this one undoes"),
        Column("created_at", Text, nullable=False, comment="what the client's clock said"),
        Column("received_at", Instant, nullable=False, index=True),
        Column("digest", String(32), nullable=False),
        Column("totals", Text, nullable=False, comment="JSON: rows and money per table, before and after"),
        Column("statuses", Text, nullable=False, comment="JSON: rows by status"),
        Column("result", LargeBinary, nullable=False, comment="compressed JSON: the outcome of every row"),
    )
    fact = Table("cf_fact", metadata, _code("name", primary_key=True), Column("value", Text, nullable=False))
    number = Table(
        "cf_number",
        metadata,
        Column("name", Text, primary_key=True, comment="feed, or table.column of a numbering and what it tells"),
        Column("last", BigInteger, nullable=False),
    )
    column = Table(
        "cf_column",
        metadata,
        _code("table", nullable=False),
        _code("column", nullable=False),
        _code("storage", nullable=False),
        PrimaryKeyConstraint("table", "column"),
    )
    return {
        "batch": batch,
        "fact": fact,
        "number": number,
        "column": column,
        **_waiting(metadata),
        **_linked(metadata),
        **_thin(metadata),
    }


def _waiting(metadata: MetaData) -> dict[str, Table]:
    held = Table(
        "cf_held",
        metadata,
        Column("id", BigInteger, primary_key=True, autoincrement=False, comment="later ones are greater"),
        _code("table", nullable=False),
        Column("row", String(ID_LENGTH), nullable=False),
        Column("kind", String(8), nullable=False, comment="new or change"),
        _code("book", nullable=False),
        _code("batch", nullable=False, comment="the batch that asked"),
        Column("requester", String(CODE_LENGTH), ForeignKey("user.login"), nullable=False),
        Column("asked_at", Instant, nullable=False),
        Column("rev", BigInteger, nullable=False, comment="the revision it was merged with; 0 of a new row"),
        Column("fields", Text, nullable=False, comment="JSON: wire values by column"),
        Column("typed", Text, nullable=False, comment="JSON: the columns that its user gave"),
        Column("state", String(16), nullable=False),
        Column("reason", Text, comment="JSON: why it ended"),
        _code("ended_by", comment="the batch that ended it"),
        Index(None, "table", "row"),
        Index(None, "state", "table"),
    )
    request = Table(
        "cf_request",
        metadata,
        Column("approval", String(ID_LENGTH), primary_key=True, comment="a row of the table of approvals"),
        Column("held", BigInteger, ForeignKey("cf_held.id"), nullable=False, index=True),
        _code("rule", nullable=False),
        Column("step", BigInteger, nullable=False, comment="from 0"),
    )
    return {"held": held, "request": request}


def _linked(metadata: MetaData) -> dict[str, Table]:
    sheet = Table(
        "cf_sheet",
        metadata,
        _code("id", primary_key=True, comment="the spreadsheet's id at Google"),
        Column("title", Text, nullable=False),
        _code("book", nullable=False),
        Column("language", String(2), nullable=False),
        Column("login", String(CODE_LENGTH), ForeignKey("user.login"), nullable=False, unique=True),
        _code("workbook", nullable=False, comment="what its manifest says that it is"),
        Column("locale", Text, nullable=False, comment="as it was when it was linked"),
        Column("time_zone", Text, nullable=False, comment="the same"),
        Column("linked_by", Text, nullable=False),
        Column("linked_at", Instant, nullable=False),
        Column("secret", Text, nullable=False, comment="what its pings are signed with"),
        Column("state", String(8), nullable=False, comment="laying, active or paused"),
        Column("outcome", Text, nullable=False, comment="JSON: what the last look came to, in words"),
        Column("outbox", LargeBinary, comment="compressed JSON: the push that is under way"),
        Column("seen", Text, nullable=False, comment="JSON: what is known to be in step"),
        Column("looked_at", Instant),
        Column("synced_at", Instant),
        Column("pinged_at", Instant),
        Column("due_at", Instant, nullable=False, index=True),
        Column("pause", BigInteger, nullable=False, comment="seconds from a look to the next"),
    )
    return {"sheet": sheet}


def _thin(metadata: MetaData) -> dict[str, Table]:
    session = Table(
        "cf_session",
        metadata,
        _code("id", primary_key=True, comment="as its client made it"),
        Column("login", String(CODE_LENGTH), ForeignKey("user.login"), nullable=False),
        Column("workbook", Text, nullable=False, comment="what the client says that it is"),
        _code("task", nullable=False),
        Column("asked", LargeBinary, nullable=False, comment="JSON: what it is to do"),
        Column("created_at", Instant, nullable=False),
        Column("touched_at", Instant, nullable=False, index=True),
        Column("bytes", BigInteger, nullable=False, comment="of what its client gave, as JSON"),
        Column("done", Boolean, nullable=False),
        Index(None, "login", "workbook"),
    )
    entry = Table(
        "cf_session_entry",
        metadata,
        _code("session", nullable=False),
        Column("number", BigInteger, nullable=False, comment="from 0"),
        Column("kind", Text, nullable=False, comment="what happened"),
        Column("content", LargeBinary, nullable=False, comment="compressed: what came of it"),
        PrimaryKeyConstraint("session", "number"),
    )
    part = Table(
        "cf_session_part",
        metadata,
        _code("session", nullable=False),
        Column("step", BigInteger, nullable=False, comment="from 1"),
        Column("number", BigInteger, nullable=False, comment="from 0"),
        Column("last", Boolean, nullable=False),
        Column("content", LargeBinary, nullable=False, comment="compressed JSON: what the client answered"),
        PrimaryKeyConstraint("session", "step", "number"),
    )
    outbox = Table(
        "cf_outbox",
        metadata,
        Column("login", String(CODE_LENGTH), ForeignKey("user.login"), nullable=False),
        Column("workbook", Text, nullable=False),
        Column("content", LargeBinary, nullable=False, comment="JSON: the push that is under way"),
        PrimaryKeyConstraint("login", "workbook"),
    )
    upload = Table(
        "cf_upload",
        metadata,
        Column("login", String(CODE_LENGTH), ForeignKey("user.login"), nullable=False),
        Column("workbook", Text, nullable=False),
        Column("number", BigInteger, nullable=False, comment="from 1, in the order in which they were sent"),
        _code("mark", nullable=False, comment="the generation of the file that it was sent from"),
        _code("batch", nullable=False),
        Column("content", LargeBinary, nullable=False, comment="compressed JSON: the push"),
        PrimaryKeyConstraint("login", "workbook", "number"),
    )
    return {"session": session, "session_entry": entry, "session_part": part, "outbox": outbox, "upload": upload}
