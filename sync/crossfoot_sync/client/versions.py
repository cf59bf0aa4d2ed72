"""The history of a row or a cell, under the names and in the words that people read."""

from __future__ import annotations

from dataclasses import dataclass

from crossfoot_sync.client.finding import Found
from crossfoot_sync.engine.tell import moment
from crossfoot_sync.engine.wire import Change


@dataclass(frozen=True)
class FieldVersion:
    """What a change made of a field: its label, what it held, and what it held since."""

    column: str
    before: str
    after: str


@dataclass(frozen=True)
class Version:
    """One change of a row: ``kind`` is what became of the row, ``book`` the book in which somebody did it."""

    rev: int
    at: str
    who: str
    login: str
    kind: str
    book: str
    reason: str
    fields: tuple[FieldVersion, ...]


def version(change: Change, found: Found) -> Version:
    """One change as people read it."""
    return Version(
        rev=change.rev,
        at=moment(change.at),
        who=change.actor_name,
        login=change.actor,
        kind=change.kind,
        book=change.book,
        reason=change.reason,
        fields=tuple(
            FieldVersion(found.label(name), found.text(name, before), found.text(name, after))
            for name, (before, after) in change.fields.items()
        ),
    )
