"""H22: a server is killed inside a push. What was acknowledged stays, nothing is half there, a retry counts once."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from time import sleep

import msgspec
import pytest
from sqlalchemy import select

from crossfoot_server.accounts import Organisation, apply_organisation, issue_token
from crossfoot_server.store import Store
from crossfoot_sync.demo.company import ORGANISATION
from crossfoot_templates.layout import BASE, ID, MESSAGE, OPEN
from crossfoot_templates.loader import load_catalog
from crossfoot_tests.crash.acknowledged import Ledger, problems_with
from crossfoot_tests.crash.crowd import Crowd, Person, join
from crossfoot_tests.crash.servers import Fleet, Served

KILLS = int(os.environ.get("CROSSFOOT_SERVER_KILLS", "100"))
SEED = int(os.environ.get("CROSSFOOT_SEED", "20260302"))
TABLES = ("customer", "contact")
PEOPLE = ("lina", "lina", "wangwei", "grace")
"""Two books of one person, and a manager who sees everybody's rows."""


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """The store of the demo's company, as the servers have it."""
    with closing(Store.open(f"sqlite:///{tmp_path / 'store.sqlite'}", load_catalog())) as opened:
        apply_organisation(opened, msgspec.toml.decode(ORGANISATION, type=Organisation))
        yield opened


@pytest.fixture
def fleet(store: Store, tmp_path: Path) -> Iterator[Fleet]:
    """Three servers over that store."""
    with closing(Fleet(tmp_path / "store.sqlite", Random(SEED))) as servers:
        servers.refill()
        servers.welcome(servers.size)
        yield servers


@pytest.mark.slow
def test_h22_a_server_killed_a_hundred_times_loses_nothing_it_acknowledged_and_leaves_nothing_half_done(
    store: Store, fleet: Fleet
) -> None:
    random, ledger = Random(SEED), Ledger()
    people = [
        join(login, issue_token(store, login, "test", datetime.now(UTC)), Random(f"{SEED} {number}"), fleet, ledger)
        for number, login in enumerate(PEOPLE)
    ]
    with Crowd(people) as crowd:
        while fleet.kills < KILLS and crowd.at_work:
            fleet.kill(at_some_moment(random, fleet, ledger))
            fleet.refill()
            assert problems_with(store, ledger) == []
            store.close()  # else the log of the store would never be found by one who is all alone
            fleet.welcome(least=1)
    finish(fleet, people)
    assert problems_with(store, ledger) == []
    assert [name for name, word in ledger.words.items() if not word.replies] == []
    assert fleet.inside >= KILLS // 4, f"{fleet.inside} of {fleet.kills} kills were inside a transaction"
    assert ledger.retried().keys() == {"taken", "replayed"}
    assert [shown(person, table, store) for person in people for table in TABLES] == [
        visible(person.login, table, store) for person in people for table in TABLES
    ]


def at_some_moment(random: Random, fleet: Fleet, ledger: Ledger) -> list[Served]:
    """Wait for a moment that matters, and say who is to be killed then."""
    assert ledger.wait_for(random.randint(1, 6), seconds=60)
    if random.random() < 0.2:
        # Somebody commits just now: the next instructions write it down, and then answer. All are killed at once,
        # so that the next one finds a store that nobody has open.
        fleet.wait_for_commit()
        return list(fleet.serving)
    sleep(random.uniform(0, 0.02))  # somewhere inside the push, each time somewhere else
    return [random.choice(fleet.serving)]


def finish(fleet: Fleet, people: list[Person]) -> None:
    """Nobody edits any more; everybody syncs until nothing moves."""
    fleet.welcome(least=fleet.size)
    for _ in range(3):
        for person in people:
            assert person.sync()


def shown(person: Person, table: str, store: Store) -> dict[str, int]:
    """The rows that somebody's sheet shows, with the revision each is in step with.

    Rows that the store does not have are left out where the sheet says why they stand there: new ones that were
    refused, and removed ones with edits of the sheet's owner.
    """
    stored = visible(person.login, table, store)
    cells = person.grid.sheets[table].cells().columns
    rows = zip(cells[ID], cells[BASE], cells[OPEN], cells[MESSAGE], strict=True)
    return {
        str(row_id): int(str(base).partition(":")[0])
        for row_id, base, left_open, message in rows
        if row_id in stored or not (message and (left_open or base is None))
    }


def visible(login: str, table: str, store: Store) -> dict[str, int]:
    """The rows of the store that are somebody's to see: one's own, or everybody's for the manager."""
    current = store.schema.pairs[table].current
    with store.reading() as connection:
        return {row._id: row._rev for row in connection.execute(select(current)) if login in (row.owner, "grace")}
