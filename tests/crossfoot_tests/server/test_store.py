from __future__ import annotations

import datetime as dt
import re
import sqlite3
from contextlib import closing
from decimal import Decimal as Exact
from pathlib import Path
from threading import Thread

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Column, Connection, MetaData, Table, create_engine, insert, select
from sqlalchemy.dialects import postgresql
from sqlalchemy.engine import Dialect
from sqlalchemy.exc import IntegrityError
from sqlalchemy.schema import CreateIndex, CreateTable

from crossfoot_server.errors import NotAStore, SchemaMismatch, StoreBusy
from crossfoot_server.store import Store, dialect
from crossfoot_server.store.columns import ExactNumber, Instant, sql_type, storable, storage
from crossfoot_server.store.counters import advance, last_number
from crossfoot_server.store.epochs import in_step_until
from crossfoot_server.store.schema import build_schema, unique_name
from crossfoot_templates.messages import Message, say
from crossfoot_templates.model import Catalog
from crossfoot_templates.types import TYPES, AnyType, Code, ColumnType, Decimal, Integer, Money, Percent, Text, Value
from crossfoot_tests.server.builders import (
    CATALOG,
    CUSTOMER,
    ORDER,
    Desk,
    change,
    column,
    new,
    open_store,
    remove,
    row_id,
)

SQLITE: Dialect = create_engine("sqlite://").dialect
POSTGRESQL: Dialect = postgresql.dialect()  # type: ignore[no-untyped-call]

SAMPLES: dict[str, tuple[ColumnType, Value]] = {
    name: (msgspec.convert({"type": name, **options}, AnyType), value)
    for name, options, value in (
        ("text", {}, "重庆 🚢"),
        ("long_text", {}, "two\nlines"),
        ("code", {}, "007"),
        ("integer", {}, 2**53),
        ("decimal", {"scale": 4}, Exact("-0.0001")),
        ("money", {"currency": "currency"}, Exact("999999999999999.99")),
        ("percent", {}, Exact("0.123456")),
        ("date", {}, dt.date(2024, 2, 29)),
        ("datetime", {}, dt.datetime(2024, 2, 29, 23, 59, 59, tzinfo=dt.UTC)),
        ("boolean", {}, False),
        ("choice", {"choices": "stage"}, "lead"),
        ("reference", {"table": "customer"}, row_id(1)),
    )
}


def stored(kind: ColumnType, value: Value) -> Value:
    """What comes back of ``value`` from a column of type ``kind`` in a real database."""
    engine = create_engine("sqlite://")
    table = Table("sample", MetaData(), Column("value", sql_type(kind)))
    with closing(engine.connect()) as connection:
        table.metadata.create_all(connection)
        connection.execute(insert(table), [{"value": value}])
        found: Value = connection.scalar(select(table.c.value))
    engine.dispose()
    return found


def table_names(connection: Connection) -> set[str]:
    return set(connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'table'").scalars())


def with_columns(*extra: tuple[str, AnyType]) -> Catalog:
    added = tuple(column(name, kind) for name, kind in extra)
    customer = msgspec.structs.replace(CUSTOMER, columns=(*CUSTOMER.columns, *added))
    return msgspec.structs.replace(CATALOG, tables={**CATALOG.tables, "customer": customer})


def test_every_column_type_has_a_sample_and_an_sql_type() -> None:
    assert SAMPLES.keys() == TYPES.keys()


@pytest.mark.parametrize("name", SAMPLES)
def test_values_come_back_as_they_went_in(name: str) -> None:
    kind, value = SAMPLES[name]
    assert (stored(kind, value), type(stored(kind, value))) == (value, type(value))
    assert stored(kind, None) is None


def test_a_column_type_that_nobody_mapped_is_named() -> None:
    class Colour(ColumnType, frozen=True, kw_only=True, tag="colour"):
        pass

    with pytest.raises(TypeError, match="colour"):
        sql_type(Colour())


@given(st.decimals(min_value=-(10**14), max_value=10**14, places=4, allow_nan=False))
def test_exact_numbers_are_whole_numbers_where_the_database_would_keep_floats(value: Exact) -> None:
    kind, sqlite = ExactNumber(4), SQLITE
    bound = kind.process_bind_param(value, sqlite)
    assert isinstance(bound, int)
    assert kind.process_result_value(bound, sqlite) == value
    assert kind.process_bind_param(value, POSTGRESQL) == value


def test_a_number_with_too_many_places_is_not_rounded_in_silence() -> None:
    with pytest.raises(ValueError, match=r"0\.001 has more than 2 decimal places"):
        ExactNumber(2).process_bind_param(Exact("0.001"), SQLITE)


def test_an_instant_without_a_zone_is_turned_away() -> None:
    with pytest.raises(ValueError, match="no time zone"):
        Instant().process_bind_param(dt.datetime(2024, 1, 1), SQLITE)


@pytest.mark.parametrize(
    ("kind", "value", "message"),
    [
        (Integer(), 2**63, say("too_large", value=str(2**63), limit=str(2**63 - 1))),
        (Integer(), 2**63 - 1, None),
        (
            Decimal(scale=4),
            Exact("999999999999999.0000"),
            say("too_large", value="999999999999999.0000", limit="922337203685477"),
        ),
        (Money(currency="currency"), Exact("-999999999999999.99"), None),
        (Text(), "a\x00b", say("control_character")),
        (Text(), "a\ud800", say("control_character")),
        (Text(), "a\tb\nc \u202e 🚢", None),
        (Text(), None, None),
    ],
)
def test_what_no_database_column_could_hold_is_told(kind: ColumnType, value: Value, message: Message | None) -> None:
    assert storable(kind, value) == message


def test_storage_names_what_a_definition_must_not_change() -> None:
    assert [storage(kind) for kind in (Text(), Code(), Money(currency="c"), Percent(), Integer())] == [
        "text",
        "text",
        "number:2",
        "number:6",
        "integer",
    ]


def test_the_schema_is_valid_for_postgresql_too() -> None:
    schema = build_schema(CATALOG)
    known = POSTGRESQL
    ddl = "".join(str(CreateTable(table).compile(dialect=known)) for table in schema.metadata.sorted_tables)
    indexes = "".join(
        str(CreateIndex(index).compile(dialect=known))
        for table in schema.metadata.tables.values()
        for index in table.indexes
    )
    assert "NUMERIC(19, 2)" in ddl
    assert re.search(r'KEY\(customer\) REFERENCES customer \("?_id"?\) DEFERRABLE INITIALLY DEFERRED', ddl)
    assert "CREATE UNIQUE INDEX uq_customer_name ON customer (name) WHERE" in indexes


def test_long_index_names_are_cut_and_stay_apart() -> None:
    one, other = unique_name("t", ("a" * 40, "b" * 40)), unique_name("t", ("a" * 40, "b" * 39 + "c"))
    assert len(one) == len(other) == 60
    assert one != other


def test_a_table_name_that_the_store_needs_is_refused() -> None:
    taken = msgspec.structs.replace(CUSTOMER, name="cf_batch")
    with pytest.raises(SchemaMismatch, match="Rename the table"):
        build_schema(msgspec.structs.replace(CATALOG, tables={"cf_batch": taken}))


def test_a_database_that_is_not_known_yet_is_named() -> None:
    with pytest.raises(ValueError, match="'mysql' is not supported"):
        Store.open("mysql://localhost/x", CATALOG)


def test_opening_again_keeps_the_epoch_and_the_rows(tmp_path: Path) -> None:
    with closing(open_store(tmp_path)) as first:
        epoch = first.epoch
        Desk(first, "ann").sync(new("customer", row_id(1), name="Acme"))
    with closing(open_store(tmp_path)) as again:
        assert again.epoch == epoch
        assert Desk(again, "ann").sync().visible["customer"].count == 1


def test_a_restored_store_gets_a_new_epoch_and_keeps_it(tmp_path: Path) -> None:
    with closing(open_store(tmp_path)) as store:
        before = store.epoch
        renewed = store.renew_epoch()
        assert store.epoch == renewed != before
    with closing(open_store(tmp_path)) as again:
        assert again.epoch == renewed


def test_what_is_known_of_an_earlier_epoch_holds_up_to_where_that_ended(tmp_path: Path) -> None:
    with closing(open_store(tmp_path)) as store:
        epochs = [store.epoch]
        for number in (1, 2):
            Desk(store, "ann").sync(new("customer", row_id(number), name=f"Acme {number}"))
            epochs.append(store.renew_epoch())
        with store.reading() as connection:
            asked = [(epoch, cursor) for epoch in (*epochs[:-1], "another", "") for cursor in (0, 1, 7)]
            known = [in_step_until(connection, store.schema, *each) for each in asked]
    assert known == [0, 1, 1, 0, 1, 2, 0, 0, 0, None, None, None]


def test_an_upgrade_adds_a_column_with_its_foreign_key_and_keeps_the_rows(tmp_path: Path) -> None:
    with closing(open_store(tmp_path)) as store:
        Desk(store, "ann").sync(new("customer", row_id(1), name="Acme"))
    wider = with_columns(
        ("size", Integer()), ("agent", msgspec.convert({"type": "reference", "table": "user"}, AnyType))
    )
    with closing(open_store(tmp_path, wider)) as store:
        ann = Desk(store, "ann")
        ann.sync()
        assert ann.rows["customer"][row_id(1)].values["size"] is None
        reply = ann.sync(change("customer", row_id(1), size=12, agent="ann"))
        assert reply.outcome[0].status == ["ok"]
        assert ann.rows["customer"][row_id(1)].values["size"] == 12
        broken = store.schema.pairs["customer"].current
        with pytest.raises(IntegrityError), store.writing() as connection:
            connection.execute(broken.update().values(agent="nobody"))
        with store.reading() as connection:
            indexed = connection.exec_driver_sql("PRAGMA index_list(customer)").all()
            assert "ix_customer_agent" in {row[1] for row in indexed}


def test_a_column_that_left_the_definitions_keeps_its_values(tmp_path: Path) -> None:
    wide = with_columns(("size", Integer()))
    with closing(open_store(tmp_path, wide)) as store:
        Desk(store, "ann").sync(new("customer", row_id(1), name="Acme", size=3))
    with closing(open_store(tmp_path)) as store:
        ann = Desk(store, "ann")
        ann.sync()
        assert "size" not in ann.rows["customer"][row_id(1)].values
        assert ann.sync(change("customer", row_id(1), city="X")).outcome[0].status == ["ok"]
    with closing(open_store(tmp_path, wide)) as store:
        ann = Desk(store, "ann")
        ann.sync()
        assert ann.rows["customer"][row_id(1)].values["size"] == 3


def test_what_a_column_that_left_the_definitions_points_at_is_in_use(tmp_path: Path) -> None:
    wide = with_columns(("first_order", msgspec.convert({"type": "reference", "table": "order"}, AnyType)))
    with closing(open_store(tmp_path, wide)) as store:
        Desk(store, "ann").sync(
            new("customer", row_id(1), name="Acme", first_order=row_id(2)),
            new("order", row_id(2), code="O1", customer=row_id(1)),
        )
    with closing(open_store(tmp_path)) as store:
        ann = Desk(store, "ann")
        ann.sync()
        reply = ann.sync(remove("order", row_id(2)), change("customer", row_id(1), city="X"))
        assert [(table.status, table.messages) for table in reply.outcome] == [
            (["restored"], [[say("removed_used", table="Customers")]]),
            (["ok"], [[]]),
        ]


@pytest.mark.parametrize(
    ("before", "after", "was"), [(Decimal(scale=2), Decimal(scale=4), "number:2"), (Integer(), Text(), "integer")]
)
def test_a_column_whose_values_would_change_their_meaning_is_refused(
    tmp_path: Path, before: AnyType, after: AnyType, was: str
) -> None:
    open_store(tmp_path, with_columns(("size", before))).close()
    with pytest.raises(SchemaMismatch) as refused:
        open_store(tmp_path, with_columns(("size", after)))
    assert str(refused.value) == (
        f"Table 'customer', column 'size': the store keeps it as {was}, the definition now says {storage(after)}. "
        "Give the new column another name and copy the values over, or put the definition back."
    )
    open_store(tmp_path, with_columns(("size", before))).close()


def test_a_new_uniqueness_is_enforced_from_the_upgrade_on_and_a_dropped_one_no_more(tmp_path: Path) -> None:
    strict_customer = msgspec.structs.replace(CUSTOMER, unique=(("name",), ("city",)))
    strict = msgspec.structs.replace(CATALOG, tables={**CATALOG.tables, "customer": strict_customer})
    with closing(open_store(tmp_path)) as store:
        Desk(store, "ann").sync(new("customer", row_id(1), name="A", city="X"), new("customer", row_id(2), name="B"))
    with closing(open_store(tmp_path, strict)) as store:
        reply = Desk(store, "ann").sync(new("customer", row_id(3), name="C", city="X"))
        assert reply.outcome[0].status == ["refused"]
    with closing(open_store(tmp_path)) as store:
        ann = Desk(store, "ann")
        assert ann.sync(new("customer", row_id(3), name="C", city="X")).outcome[0].status == ["ok"]
    with pytest.raises(SchemaMismatch, match=r"'customer', column 'city': stored rows share the values"):
        open_store(tmp_path, strict)


def test_a_failed_upgrade_leaves_the_store_as_it_was(tmp_path: Path) -> None:
    open_store(tmp_path, with_columns(("size", Integer()))).close()
    refused = with_columns(("size", Text()), ("colour", Text()))
    with pytest.raises(SchemaMismatch):
        open_store(tmp_path, refused)
    with closing(sqlite3.connect(tmp_path / "store.db")) as raw:
        assert "colour" not in {row[1] for row in raw.execute("PRAGMA table_info(customer)")}


def test_a_definition_that_points_nowhere_is_refused() -> None:
    alone = msgspec.structs.replace(CATALOG, tables={"order": ORDER})
    with pytest.raises(SchemaMismatch, match="'customer', column 'customer': it points at a table that is not defined"):
        build_schema(alone)


def test_counters_count_each_by_itself_and_give_numbers_back_on_failure(tmp_path: Path) -> None:
    with closing(open_store(tmp_path)) as store:
        with store.writing() as connection:
            assert [advance(connection, store.schema, "a", count) for count in (1, 3, 2)] == [1, 2, 5]
            assert advance(connection, store.schema, "b", 1) == 1
        with pytest.raises(ZeroDivisionError), store.writing() as connection:
            assert advance(connection, store.schema, "a", 10) / 0
        with store.reading() as connection:
            assert [last_number(connection, store.schema, name) for name in ("a", "b", "c")] == [6, 1, 0]


def test_a_writer_that_waits_too_long_is_told_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dialect, "WAIT_SECONDS", 0.05)
    with closing(open_store(tmp_path)) as store, store.writing():
        found: list[BaseException] = []

        def write() -> None:
            try:
                with store.writing():
                    pass
            except StoreBusy as busy:
                found.append(busy)

        second = Thread(target=write)
        second.start()
        second.join()
        assert [str(each) for each in found] == [
            "Another writer held the store for more than 0.05 seconds; nothing was taken. Send the same request again."
        ]


def test_a_store_in_memory_is_shared_by_threads() -> None:
    with closing(Store.open("sqlite://", CATALOG)) as store:
        found: list[set[str]] = []

        def look() -> None:
            with store.reading() as connection:
                found.append(table_names(connection))

        threads = [Thread(target=look) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert [names >= {"customer", "customer_version", "cf_batch"} for names in found] == [True] * 4


def test_readers_see_one_state_while_a_writer_is_at_work(tmp_path: Path) -> None:
    with closing(open_store(tmp_path)) as store:
        with store.writing() as writer, store.reading() as reader:
            advance(writer, store.schema, "a", 1)
            assert last_number(reader, store.schema, "a") == 0
        with store.reading() as reader:
            assert last_number(reader, store.schema, "a") == 1


def test_a_database_of_another_program_is_refused_and_left_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "music.sqlite"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE customer (title)")
        connection.execute("CREATE TABLE artist (name)")
        connection.commit()
    before = path.read_bytes()
    with pytest.raises(NotAStore) as refused:
        Store.open(f"sqlite:///{path}", CATALOG)
    assert refused.value.text("en") == (
        "It holds tables of another program (artist, customer) and none of crossfoot; it was left as it is. "
        "Name the right file."
    )
    assert [each.name for each in tmp_path.iterdir()] == ["music.sqlite"]
    assert path.read_bytes() == before
