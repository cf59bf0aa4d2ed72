"""Many at once: no update is lost, and the feed has every number exactly once."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from threading import Barrier, Thread

import pytest
from sqlalchemy import select

from crossfoot_server.services import sync
from crossfoot_server.store import Store
from crossfoot_server.store.counters import FEED, last_number
from crossfoot_sync.engine.wire import SyncReply
from crossfoot_tests.server.builders import BOOK, NOW, Desk, change, new, open_store, row_id

WRITERS, ROUNDS = 4, 6


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Store]:
    with closing(open_store(tmp_path)) as store:
        yield store


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


@pytest.mark.slow
def test_no_update_is_lost_and_the_feed_has_no_gaps(shop: Store) -> None:
    owner = Desk(shop, "ann")
    owner.sync(*(new("customer", row_id(n), code=f"K{n}", name=f"N{n}", notes="") for n in range(3)))
    desks = [Desk(shop, login) for login in ("ann", "ben", "carl", "mia")]
    taken: list[list[tuple[int, str]]] = [[] for _ in desks]

    def edit(position: int) -> Callable[[], None]:
        desk = desks[position]

        def work() -> None:
            desk.sync()
            for turn in range(ROUNDS):
                for number in range(3):
                    value = f"{desk.login} {turn} {number}"
                    # Everybody a column of their own, and one that all fight for.
                    own = ("city", "notes", "since", "stage")[position]
                    mine = {"since": f"2024-01-{turn + 1:02}", "stage": "won"}.get(own, value)
                    reply = desk.sync(change("customer", row_id(number), **{own: mine, "name": value}))
                    conflicts = {field.column for field in reply.outcome[0].fields}
                    assert conflicts <= {"name"}
                    if "name" not in conflicts:
                        taken[position].append((number, value))

        return work

    at_once([edit(position) for position in range(len(desks))])
    for desk in desks:
        desk.sync()
        assert desk.rows == {
            **desks[0].rows,
            "customer": {
                key: type(row)(row.rev, {name: desk.rows["customer"][key].values[name] for name in desk.rows["customer"][key].values})
                for key, row in desk.rows["customer"].items()
            },
        }
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
