"""Making a store fit the definitions: creating what is missing, never changing or dropping what people gave."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import Connection, Inspector, Table, delete, insert, inspect, select
from sqlalchemy.exc import IntegrityError

from crossfoot_server.errors import NotAStore, SchemaMismatch
from crossfoot_server.store import dialect
from crossfoot_server.store.columns import storage
from crossfoot_server.store.schema import KEPT, Schema
from crossfoot_templates.label import Label


def check_ours(connection: Connection, schema: Schema) -> None:
    """Whether a database is a store, or holds nothing yet.

    Raises:
        NotAStore: it is somebody else's, whose tables may even have names of ours.
    """
    existing = inspect(connection).get_table_names()
    if existing and schema.column.name not in existing:
        raise NotAStore(existing)


def fit(connection: Connection, schema: Schema) -> None:
    """Create the tables, columns and unique indexes that ``schema`` has and the store lacks.

    Columns and tables that left the definitions stay as they are, out of sight.

    Raises:
        SchemaMismatch: a column would change its meaning, or stored rows break a new uniqueness.
    """
    inspector = inspect(connection)
    existing = set(inspector.get_table_names())
    if schema.column.name in existing:
        _check_storage(connection, schema)
        if _drop_changed(connection, schema):
            inspector = inspect(connection)
    schema.metadata.create_all(connection, checkfirst=True)
    for table in schema.metadata.tables.values():
        if table.name in existing:
            _add_columns(connection, inspector, table)
    for _, table in schema.generated():
        if table.name in existing:
            _fit_uniqueness(connection, inspector, table)
    _remember_storage(connection, schema)


def _check_storage(connection: Connection, schema: Schema) -> None:
    kept = {(row.table, row.column): row.storage for row in connection.execute(select(schema.column))}
    for name, column, kind in _filled_in(schema):
        before = kept.get((name, column))
        if before not in (None, kind):
            raise SchemaMismatch(
                name,
                column,
                Label(
                    f"数据库中是 {before}，而定义现在是 {kind}",
                    f"the store keeps it as {before}, the definition now says {kind}",
                ),
                Label(
                    "请给新列另取一个名称，再把值复制过去，或者改回定义。",
                    "Give the new column another name and copy the values over, or put the definition back.",
                ),
            )


def _drop_changed(connection: Connection, schema: Schema) -> bool:
    """Drop the kept columns that hold another kind of values than before: what formulas make, they make anew."""
    recorded = schema.column.c
    before = {(row.table, row.column): row.storage for row in connection.execute(select(schema.column))}
    changed = [(name, column) for name, column, kind in _kept(schema) if before.get((name, column), kind) != kind]
    for name, column in changed:
        dialect.drop_column(connection, name, column)
        connection.execute(delete(schema.column).where(recorded.table == name, recorded.column == column))
    return bool(changed)


def _kept(schema: Schema) -> Iterator[tuple[str, str, str]]:
    """Table, SQL name and storage of every kept column. Their storage reads as none that people's columns have."""
    for name, pair in schema.pairs.items():
        for column in pair.kept:
            yield name, KEPT + column.name, f"kept:{storage(column.type)}"


def _filled_in(schema: Schema) -> Iterator[tuple[str, str, str]]:
    for name, pair in schema.pairs.items():
        for column, column_type in pair.definition.types():
            yield name, column, storage(column_type)


def _add_columns(connection: Connection, inspector: Inspector, table: Table) -> None:
    there = {column["name"] for column in inspector.get_columns(table.name)}
    for column in table.columns:
        if column.name not in there:
            dialect.add_column(connection, column)
            for index in table.indexes:
                if not index.unique and column.name in index.columns:
                    index.create(connection)


def _fit_uniqueness(connection: Connection, inspector: Inspector, table: Table) -> None:
    there = {str(each["name"]) for each in inspector.get_indexes(table.name) if each["unique"]}
    wanted = {str(index.name): index for index in table.indexes if index.unique}
    for name, index in wanted.items():
        if name in there:
            continue
        try:
            index.create(connection)
        except IntegrityError as error:
            columns = ", ".join(column.name for column in index.columns)
            problem = Label(
                "已存的行中有重复的值，而今后须唯一",
                "stored rows share the values that are to be unique from now on",
            )
            way_out = Label("请改正这些行，或者改回定义。", "Mend those rows, or put the definition back.")
            raise SchemaMismatch(table.name, columns, problem, way_out) from error
    for name in there - wanted.keys():
        if name.startswith(f"uq_{table.name}_"):
            quoted = connection.dialect.identifier_preparer.quote(name)
            connection.exec_driver_sql(f"DROP INDEX {quoted}")


def _remember_storage(connection: Connection, schema: Schema) -> None:
    known = {(row.table, row.column) for row in connection.execute(select(schema.column))}
    fresh = [
        {"table": name, "column": column, "storage": kind}
        for name, column, kind in (*_filled_in(schema), *_kept(schema))
        if (name, column) not in known
    ]
    if fresh:
        connection.execute(insert(schema.column), fresh)


def every_reference(connection: Connection, schema: Schema) -> Iterator[tuple[str, str, str]]:
    """Table, column and target of every reference the store keeps, those that left the definitions too."""
    for row in connection.execute(select(schema.column)).all():
        kind, _, target = row.storage.partition(":")
        if kind == "reference":
            yield row.table, row.column, target
