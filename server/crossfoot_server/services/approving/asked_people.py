"""Who could decide a request: the people with the role that is asked who reach the row, except who asked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import Connection, or_, select

from crossfoot_server.accounts import Actor, person
from crossfoot_server.services.approving import held as kept
from crossfoot_server.services.approving.held import Held
from crossfoot_server.services.calculating.over_tables.overlay import Nothing, Overlay
from crossfoot_server.services.open_book import OpenBook, open_book
from crossfoot_server.services.within_reach import scope_context, seen
from crossfoot_server.store import Store
from crossfoot_server.store.rows import current_rows
from crossfoot_templates.messages import Message, say
from crossfoot_templates.model import Language
from crossfoot_templates.standard import ROLE_LABELS
from crossfoot_templates.types import Value

_JOINED: dict[Language, str] = {"zh": "、", "en": ", "}
_NOBODY: dict[Language, str] = {"zh": "目前无人", "en": "nobody at present"}
_NAMED: dict[Language, str] = {"zh": "{role}（{names}）", "en": "{role} ({names})"}


@dataclass(frozen=True)
class Subject:
    """What is asked about: the row of ``held`` as it would be, beside others as they are with ``overlay``."""

    connection: Connection
    store: Store
    overlay: Overlay
    held: Held
    row: Mapping[str, Value]

    @classmethod
    def of(cls, connection: Connection, store: Store, overlay: Overlay, held: Held) -> Subject | None:
        """That of ``held`` by what is stored; ``None`` where the row it would change is gone."""
        row = row_to_be(connection, store, held)
        return None if row is None else cls(connection, store, overlay, held, row)

    def seen_by(self, actor: Actor) -> bool:
        """Whether ``actor`` sees the row, in the book where it was asked."""
        opened = open_book(self.store, actor, self.held.book)
        context = scope_context(self.connection, opened, self.overlay)
        return bool(seen(opened, self.held.table, {self.held.row: self.row}, context))


def row_to_be(connection: Connection, store: Store, held: Held) -> dict[str, Value] | None:
    """The row as it would be; ``None`` where it is gone."""
    if held.kind == "new":
        return dict(held.values)
    stored = current_rows(connection, store.schema.pairs[held.table], [held.row]).get(held.row)
    return None if stored is None or stored.voided else {**stored.values, **held.values}


def may_decide(actor: Actor, subject: Subject, role: str) -> bool:
    """Whether ``actor`` holds ``role`` in the book where it was asked, and sees in it the row that it is about.

    A sheet that a team shares decides nothing: nobody could tell who did.
    """
    if actor.is_sheet:
        return False
    return role in actor.roles_in(subject.held.book) and subject.seen_by(actor)


def deciders(subject: Subject, role: str) -> list[Actor]:
    """Those who could decide a step that asks ``role``."""
    connection, held, store = subject.connection, subject.held, subject.store
    grant, book = store.schema.grant, held.book
    granted = select(grant.c.login).where(
        grant.c.role == role, or_(grant.c.book.is_(None), grant.c.book == book), grant.c.login != held.requester
    )
    logins = connection.scalars(granted.distinct().order_by(grant.c.login)).all()
    people = (person(connection, store, login) for login in logins)
    return [each for each in people if each is not None and may_decide(each, subject, role)]


def to_decide(connection: Connection, opened: OpenBook) -> int:
    """How many requests wait for the actor's decision, in whatever book they were asked."""
    store, actor = opened.store, opened.actor
    found = 0
    for held in kept.all_pending(connection, store):
        asked = {each.role for each in held.open_requests} & {*actor.roles_in(held.book)}
        subject = Subject.of(connection, store, Nothing(), held) if asked and held.requester != actor.login else None
        if subject is not None:
            found += sum(each.role in asked and may_decide(actor, subject, each.role) for each in held.open_requests)
    return found


def role_and_names(role: str, names: list[str], language: Language) -> str:
    """``Finance (Zhao Min)``, as a sentence names whom a request waits for."""
    label = ROLE_LABELS[role].in_(language) if role in ROLE_LABELS else role
    return _NAMED[language].format(role=label, names=_JOINED[language].join(names) or _NOBODY[language])


def about(code: str, asked: list[tuple[str, list[str]]], **facts: str) -> Message:
    """The message ``code`` that names roles and people, ``who_zh`` and ``who_en``."""
    named: dict[Language, str] = {
        language: _JOINED[language].join(role_and_names(role, names, language) for role, names in asked)
        for language in _JOINED
    }
    return say(code, who_zh=named["zh"], who_en=named["en"], **facts)
