"""What must hold of every store at every moment: rows, versions, batches, feed and keys agree with each other.

Nothing of the server's own logic is used but the names of its tables, so that it cannot agree with itself.
"""

from __future__ import annotations

import json
import zlib
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from sqlalchemy import Connection, Table, false, func, select

from crossfoot_server.store import Pair, Store
from crossfoot_templates.approvals import APPROVAL

Record: TypeAlias = Mapping[str, Any]

PLACES = {"_id", "_rev", "_seq"}
"""Columns that current rows and versions share by name, beside those of the definition."""

WRITTEN = {"ok", "merged", "open", "removed", "returned"}
"""Statuses of rows of which a batch may have written a version."""


@dataclass(frozen=True)
class Contents:
    """Everything in a store that was read at one moment.

    Attributes:
        keeping: whether it keeps computed values.
        approved: for rows that a batch of decisions wrote, by the batch and the row, who had asked for that.
    """

    current: dict[str, dict[str, Record]]
    versions: dict[str, dict[str, list[Record]]]
    batches: dict[str, Record]
    epochs: list[str]
    feed: int
    keeping: bool
    approved: dict[tuple[str, str, str], str]


def problems(store: Store) -> list[str]:
    """What is wrong in ``store``, a sentence each; empty where everything agrees."""
    _, found = examine(store)
    return found


def examine(store: Store) -> tuple[Contents, list[str]]:
    """Everything in ``store`` at one moment, and what is wrong with it."""
    with store.reading() as connection:
        contents = read(connection, store)
        found = [*_foreign_keys(connection, store), *_unique_keys(connection, store)]
    for check in CHECKS:
        found += check(contents)
    return contents, found


def read(connection: Connection, store: Store) -> Contents:
    """All rows, versions and batches as ``connection`` sees them; versions by row, oldest first."""
    schema = store.schema
    current: dict[str, dict[str, Record]] = {}
    versions: dict[str, dict[str, list[Record]]] = {}
    for name, pair in schema.pairs.items():
        current[name] = {row["_id"]: row for row in _all(connection, pair.current)}
        by_row: dict[str, list[Record]] = defaultdict(list)
        for row in sorted(_all(connection, pair.versions), key=lambda each: (each["_id"], each["_rev"])):
            by_row[row["_id"]].append(row)
        versions[name] = dict(by_row)
    return Contents(
        current=current,
        versions=versions,
        batches={row["id"]: row for row in _all(connection, schema.batch)},
        epochs=[row["value"] for row in _all(connection, schema.fact) if row["name"] == "epoch"],
        feed=connection.scalar(select(schema.number.c.last).where(schema.number.c.name == "feed")) or 0,
        keeping=any(pair.kept for pair in schema.pairs.values()),
        approved={
            (row["ended_by"], row["table"], row["row"]): row["requester"]
            for row in _all(connection, schema.held)
            if row["state"] == "carried"
        },
    )


def _all(connection: Connection, table: Table) -> Sequence[Record]:
    return [dict(row) for row in connection.execute(select(table)).mappings()]


def _rows_equal_their_newest_version(contents: Contents) -> Iterator[str]:
    for table, by_row in contents.versions.items():
        rows = contents.current[table]
        for row_id, versions in by_row.items():
            newest = versions[-1]
            row = rows.get(row_id)
            if newest["_kind"] == "removed":
                if row is not None:
                    yield f"{table} {row_id} was removed at rev {newest['_rev']} and is still there"
            elif row is None:
                yield f"{table} {row_id} has version {newest['_rev']} and no current row"
            else:
                yield from _differences(table, row, newest)
        for row_id in rows.keys() - by_row.keys():
            yield f"{table} {row_id} has no version"


def _differences(table: str, row: Record, newest: Record) -> Iterator[str]:
    expected = {name: value for name, value in newest.items() if name in PLACES or not name.startswith("_")}
    expected |= {
        "_voided": newest["_kind"] == "voided",
        "_updated_at": newest["_recorded_at"],
        "_updated_by": newest["_actor"],
    }
    for name, value in expected.items():
        if row[name] != value:
            yield f"{table} {row['_id']}, {name}: the row has {row[name]!r}, its newest version {value!r}"


def _revisions_have_no_gaps(contents: Contents) -> Iterator[str]:
    for table, by_row in contents.versions.items():
        for row_id, versions in by_row.items():
            revs = [each["_rev"] for each in versions]
            if revs != list(range(1, len(revs) + 1)):
                yield f"{table} {row_id} has revisions {revs}"
            if [each["_kind"] for each in versions].count("created") != 1 or versions[0]["_kind"] != "created":
                yield f"{table} {row_id} begins as {[each['_kind'] for each in versions]}"
            seqs = [each["_seq"] for each in versions]
            if seqs != sorted(seqs):
                yield f"{table} {row_id} has feed numbers {seqs}, which do not rise with its revisions"


def _the_feed_has_every_number_once(contents: Contents) -> Iterator[str]:
    given = Counter(
        version["_seq"] for by_row in contents.versions.values() for versions in by_row.values() for version in versions
    )
    given.update(
        row["_computed_seq"] for rows in contents.current.values() for row in rows.values() if row["_computed_seq"]
    )
    for seq, times in given.items():
        if times > 1:
            yield f"feed number {seq} was given {times} times"
    # a row whose computed values changed once more has given up the number that it had for that
    missing = set() if contents.keeping else set(range(1, contents.feed + 1)) - given.keys()
    beyond = given.keys() - set(range(1, contents.feed + 1))
    if missing or beyond:
        yield f"the feed stands at {contents.feed}; missing are {sorted(missing)}, beyond are {sorted(beyond)}"


def _batches_say_what_they_wrote(contents: Contents) -> Iterator[str]:
    written: dict[str, dict[tuple[str, str], list[int]]] = defaultdict(lambda: defaultdict(list))
    for table, by_row in contents.versions.items():
        for row_id, versions in by_row.items():
            for version in versions:
                written[version["_batch"]][table, row_id].append(version["_rev"])
                batch = contents.batches.get(version["_batch"])
                actor = contents.approved.get((version["_batch"], table, row_id), batch and batch["actor"])
                if batch is not None and (version["_actor"], version["_recorded_at"]) != (actor, batch["received_at"]):
                    yield f"{table} {row_id} rev {version['_rev']} was not recorded by whom and when its batch was"
    for name in written.keys() - contents.batches.keys():
        yield f"batch {name!r} wrote {dict(written[name])} and is not on record"
    for name in contents.batches:
        yield from _told_of(contents, name, written[name])


def _silent(contents: Contents, batch: str, table: str, row_id: str) -> bool:
    """Whether a batch need not tell its sender of a row: one that it asks for an approval, or that it approves."""
    return table == APPROVAL or (batch, table, row_id) in contents.approved


def _told_of(contents: Contents, name: str, written: Mapping[tuple[str, str], list[int]]) -> Iterator[str]:
    batch = contents.batches[name]
    told: dict[tuple[str, str], tuple[str, int]] = {}
    for table in json.loads(zlib.decompress(batch["result"])):
        for row_id, status, rev in zip(table["ids"], table["status"], table["revs"], strict=True):
            told[table["table"], row_id] = status, rev
    counted = Counter(status for status, _ in told.values())
    if json.loads(batch["statuses"]) != dict(counted):
        yield f"batch {name!r} says {batch['statuses']}, its rows say {dict(counted)}"
    for row, revs in written.items():
        if len(revs) > 1:
            yield f"batch {name!r} wrote {row} {len(revs)} times, as {revs}"
        silent = _silent(contents, name, *row)
        status, rev = told.get(row, ("nothing", 0))
        if silent and status in ("nothing", "refused"):
            continue
        # a request that its line's removal brought back may have ended by what else the batch did
        if (status not in WRITTEN and not silent) or rev != revs[-1]:
            yield f"batch {name!r} wrote {row} as rev {revs[-1]} and says {status} at rev {rev}"


def _there_is_one_epoch(contents: Contents) -> Iterator[str]:
    if len(contents.epochs) != 1:
        yield f"the store has the epochs {contents.epochs}"


CHECKS: tuple[Callable[[Contents], Iterator[str]], ...] = (
    _rows_equal_their_newest_version,
    _revisions_have_no_gaps,
    _the_feed_has_every_number_once,
    _batches_say_what_they_wrote,
    _there_is_one_epoch,
)
"""What is judged by the contents alone."""


def _foreign_keys(connection: Connection, store: Store) -> Iterator[str]:
    for table in store.schema.metadata.tables.values():
        for constraint in table.foreign_key_constraints:
            [key] = constraint.elements
            held, target = key.parent, key.column
            pointing = select(held).where(held.is_not(None), held.not_in(select(target)))
            for value in connection.scalars(pointing.distinct()):
                yield f"{table.name}.{held.name} points at {target.table.name} {value!r}, which is not there"


def _unique_keys(connection: Connection, store: Store) -> Iterator[str]:
    for pair in store.schema.pairs.values():
        for columns in pair.unique_sets:
            yield from _doubled(connection, pair, columns)


def _doubled(connection: Connection, pair: Pair, columns: Sequence[str]) -> Iterator[str]:
    table = pair.current
    keys = [table.c[name] for name in columns]
    whole = [key.is_not(None) for key in keys]
    grouped = select(*keys).where(table.c["_voided"] == false(), *whole).group_by(*keys).having(func.count() > 1)
    for row in connection.execute(grouped):
        yield f"{table.name}: more than one row in force has {dict(zip(columns, row, strict=True))}"
