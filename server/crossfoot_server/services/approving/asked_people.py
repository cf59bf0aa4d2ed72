"""Who could decide a request: the people with the role that is asked who reach the row, except who asked."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import Connection, or_, select

from crossfoot_server.accounts import Actor, person
from crossfoot_server.services.approving.held import Held
from crossfoot_server.services.open_book import open_book
from crossfoot_server.store import Store
from crossfoot_templates.messages import Message, say
from crossfoot_templates.model import Language
from crossfoot_templates.standard import ROLE_LABELS
from crossfoot_templates.types import Value

_JOINED: dict[Language, str] = {"zh": "、", "en": ", "}
_NOBODY: dict[Language, str] = {"zh": "目前无人", "en": "nobody at present"}
_NAMED: dict[Language, str] = {"zh": "{role}（{names}）", "en": "{role} ({names})"}


def may_decide(store: Store, actor: Actor, held: Held, role: str, row: Mapping[str, Value]) -> bool:
    """Whether ``actor`` holds ``role`` in the book where it was asked, and sees in it the ``row`` that it is about."""
    return role in actor.roles_in(held.book) and open_book(store, actor, held.book).reach_of(held.table).covers(row)


def deciders(connection: Connection, store: Store, held: Held, role: str, row: Mapping[str, Value]) -> list[str]:
    """The names of those who could decide a step of ``held`` that asks ``role``; ``row`` is what the row would be."""
    grant, book = store.schema.grant, held.book
    granted = select(grant.c.login).where(
        grant.c.role == role, or_(grant.c.book.is_(None), grant.c.book == book), grant.c.login != held.requester
    )
    logins = connection.scalars(granted.distinct().order_by(grant.c.login)).all()
    people = (person(connection, store, login) for login in logins)
    return [each.name for each in people if each is not None and may_decide(store, each, held, role, row)]


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
