"""Many at once: no update is lost, and the feed has every number exactly once."""

from __future__ import annotations

from collections.abc import Callable
from threading import Barrier, Thread

import pytest
from sqlalchemy import select

from crossfoot_server.services import sync
from crossfoot_server.store import Store
from crossfoot_server.store.counters import FEED, last_number
from crossfoot_sync.engine.wire import SyncReply
from crossfoot_tests.server.builders import BOOK, NOW, Desk, change, new, row_id

WRITERS, ROUNDS = 4, 6


def at_once(work: list[Callable[[], None]]) -> None:
    """Run everything at the same time, and let any failure through."""
    start = Barrier(len(work))
    failures: list[BaseException] = []

    def run(each: Callable[[], None]) -> None:
        start.wait()
        try:
            each()
        except BaseException as failure:  # noqa: BLE001 - raised again below, in the test's own thread
            failures.append(failure)

    threads = [Thread(target=run, args=(each,)) for each in work]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failures:
        raise failures[0]


def feed(store: Store) -> list[int]:
    """The feed numbers of every version there is."""
    with store.reading() as connection:
        return sorted(
            number
            for pair in store.schema.pairs.values()
            for number in connection.scalars(select(pair.versions.c["_seq"]))
        )


def names_ever(store: Store, row: str) -> list[str]:
    """Every name that a customer had, in order, without repetitions."""
    versions = store.schema.pairs["customer"].versions
    with store.reading() as connection:
        in_order = select(versions.c["name"]).where(versions.c["_id"] == row).order_by(versions.c["_rev"])
        return list(dict.fromkeys(connection.scalars(in_order)))


@pytest.mark.slow
def test_no_update_is_lost_and_the_feed_has_no_gaps(shop: Store) -> None:
    Desk(shop, "ann").sync(*(new("customer", row_id(n), code=f"K{n}", name=f"N{n}") for n in range(3)))
    columns = {"ann": "city", "ben": "notes", "carl": "code"}
    taken: dict[str, list[tuple[str, str]]] = {login: [] for login in columns}

    def editing(login: str) -> Callable[[], None]:
        def work() -> None:
            desk = Desk(shop, login)
            desk.sync()
            for turn in range(ROUNDS):
                for row in [row_id(n) for n in range(3)]:
                    # Everybody has a column of their own, and the name is fought over.
                    value = f"{login} {turn} {row}"
                    reply = desk.sync(change("customer", row, **{columns[login]: value, "name": value}))
                    in_conflict = {field.column for field in reply.outcome[0].fields}
                    assert in_conflict <= {"name"}
                    if not in_conflict:
                        taken[login].append((row, value))

        return work

    at_once([editing(login) for login in columns])
    seen = Desk(shop, "mia")
    seen.sync()
    for row in [row_id(n) for n in range(3)]:
        values = seen.rows["customer"][row].values
        assert {login: values[column] for login, column in columns.items()} == {
            login: f"{login} {ROUNDS - 1} {row}" for login in columns
        }
        named = names_ever(shop, row)
        assert sorted(named[1:]) == sorted(name for each in taken.values() for at, name in each if at == row)
        assert values["name"] == named[-1]
    assert feed(shop) == list(range(1, len(feed(shop)) + 1))


@pytest.mark.slow
def test_the_same_batch_sent_by_many_at_once_is_taken_once(shop: Store) -> None:
    ann = Desk(shop, "ann")
    request = ann.request(*(new("customer", row_id(n), name=f"N{n}") for n in range(20)))
    replies: list[SyncReply] = []
    at_once([lambda: replies.append(sync(shop, ann.actor, BOOK, request, NOW))] * WRITERS)
    assert sorted(reply.replayed for reply in replies) == [False] + [True] * (WRITERS - 1)
    assert [reply.outcome for reply in replies] == [replies[0].outcome] * WRITERS
    assert feed(shop) == list(range(1, 21))


@pytest.mark.slow
def test_numbers_given_at_the_same_time_are_all_different(shop: Store) -> None:
    desks = [Desk(shop, login) for login in ("ann", "ben", "carl", "dora")]

    def enter(position: int) -> Callable[[], None]:
        def work() -> None:
            for turn in range(ROUNDS):
                number = position * 100 + turn
                reply = desks[position].sync(new("customer", row_id(number), name=f"N{number}"))
                assert reply.outcome[0].status == ["ok"]

        return work

    at_once([enter(position) for position in range(WRITERS)])
    seen = Desk(shop, "mia")
    seen.sync()
    codes = sorted(str(row.values["code"]) for row in seen.rows["customer"].values())
    assert codes == [f"C-{number:04}" for number in range(1, WRITERS * ROUNDS + 1)]
    with shop.reading() as connection:
        assert last_number(connection, shop.schema, FEED) == WRITERS * ROUNDS
