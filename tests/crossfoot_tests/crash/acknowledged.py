"""What clients sent and what they were told, and whether the store keeps its word."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from threading import Condition

import msgspec

from crossfoot_server.services.pushing.record import unpack
from crossfoot_server.store import Store
from crossfoot_sync.engine.wire import SyncReply, SyncRequest, TableOutcome, TablePush
from crossfoot_templates.model import Catalog
from crossfoot_templates.types import WireValue
from crossfoot_tests.crash.integrity import Contents, examine


@dataclass
class Word:
    """A batch that was sent: how often, and what every reply to it said."""

    request: SyncRequest
    sent: int = 0
    replies: list[SyncReply] = field(default_factory=list)


@dataclass
class Ledger:
    """Every batch that anybody sent, by id. It may be shared by threads."""

    words: dict[str, Word] = field(default_factory=dict)
    on_their_way: int = 0
    _changed: Condition = field(default_factory=Condition)

    def sending(self, request: SyncRequest) -> None:
        """A push goes out."""
        assert request.batch is not None
        with self._changed:
            word = self.words.setdefault(request.batch.id, Word(request))
            assert msgspec.json.encode(word.request) == msgspec.json.encode(request), "the retry is another push"
            word.sent += 1
            self.on_their_way += 1
            self._changed.notify_all()

    def answered(self, request: SyncRequest, reply: SyncReply) -> None:
        """Its reply came."""
        assert request.batch is not None
        with self._changed:
            self.words[request.batch.id].replies.append(reply)

    def wait_for(self, pushes: int, seconds: float) -> bool:
        """Wait until so many more pushes are on their way; whether they were, in time."""
        with self._changed:
            goal = self.on_their_way + pushes
            return self._changed.wait_for(lambda: self.on_their_way >= goal, seconds)

    def acknowledged(self) -> dict[str, Word]:
        """The batches that were answered so far."""
        with self._changed:
            return {name: word for name, word in self.words.items() if word.replies}

    def retried(self) -> Counter[str]:
        """How retries of unanswered pushes fared: ``replayed`` where the first had been taken, else ``taken``."""
        again = (word for word in self.acknowledged().values() if word.sent > 1)
        return Counter("replayed" if word.replies[0].replayed else "taken" for word in again)


def problems_with(store: Store, ledger: Ledger) -> list[str]:
    """What is wrong in ``store``, and where it does not hold what was acknowledged; empty where all is well."""
    words = ledger.acknowledged()  # before reading: what is acknowledged from now on need not be in it yet
    contents, found = examine(store)
    for name, word in words.items():
        found += _of_word(store.catalog, contents, name, word)
    return found


def _of_word(catalog: Catalog, contents: Contents, name: str, word: Word) -> Iterator[str]:
    if sum(not reply.replayed for reply in word.replies) > 1:
        yield f"batch {name} was taken more than once"
    batch = contents.batches.get(name)
    if batch is None:
        yield f"batch {name} was acknowledged and is not on record"
        return
    kept = unpack(batch["result"])
    for reply in word.replies:
        if reply.outcome != kept:
            yield f"batch {name} was answered with another outcome than is on record"
    for push, outcome in zip(word.request.push, kept, strict=True):
        yield from _of_table(catalog, contents, name, push, outcome)


def _of_table(
    catalog: Catalog, contents: Contents, batch: str, push: TablePush, outcome: TableOutcome
) -> Iterator[str]:
    not_taken = {(each.row, each.column) for each in outcome.fields}
    definition = catalog.tables[push.table]
    for position, (row_id, kind, status) in enumerate(zip(push.ids, push.kinds, outcome.status, strict=True)):
        where = f"{push.table} {row_id} ({kind}, {status}, batch {batch})"
        versions = contents.versions[push.table].get(row_id, [])
        mine = [each for each in versions if each["_batch"] == batch]
        if status in {"ok", "merged", "removed"} and not versions:
            yield f"{where}: the store knows nothing of it"
        if kind == "new" and status == "ok" and [each["_kind"] for each in mine] != ["created"]:
            yield f"{where}: it was not created by its batch"
        for version in mine:
            for column, value in _pushed(push, position).items():
                kept = definition.by_name[column].type.encode(version[column])
                if (position, column) not in not_taken and value is not None and kept != value:
                    yield f"{where}: {column} was {value!r} and is kept as {kept!r}"


def _pushed(push: TablePush, position: int) -> Mapping[str, WireValue]:
    return {
        name: column.values[column.rows.index(position)]
        for name, column in push.columns.items()
        if position in column.rows
    }
