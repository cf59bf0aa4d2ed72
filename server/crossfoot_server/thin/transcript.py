"""What happened in a session, told again to whoever runs it anew: the same in the same order, and then what is new."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field

from sqlalchemy import Connection

from crossfoot_server.store import Store
from crossfoot_server.thin.sessions import Entry, Session, put_down


class OffTheRecord(Exception):
    """What is done is not what was done before: the program was changed in the middle of a session."""


@dataclass
class Transcript:
    """The record of one session, while it is run.

    What was put down is told; what was not is made, and put down before anything is done that is seen outside.
    """

    store: Store
    session: Session
    now: Callable[[], dt.datetime]
    _at: int = 0
    _fresh: list[Entry] = field(default_factory=list)

    @property
    def is_new(self) -> bool:
        """Whether what comes next never happened before."""
        return self._at >= len(self.session.entries)

    def told(self, kind: str) -> bytes:
        """What happened next.

        Raises:
            OffTheRecord: it was something else.
        """
        entry = self.session.entries[self._at]
        if entry.kind != kind:
            raise OffTheRecord(f"{kind} where {entry.kind} was")
        self._at += 1
        return entry.content

    def note(self, kind: str, content: bytes) -> None:
        """Remember something that is new, to be put down before the next thing that is seen outside."""
        self._fresh.append(Entry(kind, content))

    def once(self, kind: str, make: Callable[[], bytes]) -> bytes:
        """What ``make`` gave when it was first asked."""
        if not self.is_new:
            return self.told(kind)
        content = make()
        self.note(kind, content)
        return content

    def done_once(self, kind: str, act: Callable[[Connection], None]) -> None:
        """Do something in the store, in the same transaction that says that it was done."""
        if not self.is_new:
            self.told(kind)
            return
        self.note(kind, b"")
        self.keep(act)

    def keep(self, also: Callable[[Connection], None] | None = None, *, done: bool = False) -> None:
        """Put down what is new.

        Raises:
            UnknownSession: the session was ended meanwhile.
            Overtaken: another request of it got ahead.
        """
        fresh, self._fresh = self._fresh, []
        put_down(self.store, self.session, fresh, also, touched_at=self.now(), **({"done": True} if done else {}))
        self._at += len(fresh)
