"""The organisation as a file says it: companies, the tree of teams, people and what they may."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from difflib import get_close_matches
from typing import Any

import msgspec
from sqlalchemy import Connection, Table, delete, insert, select, update

from crossfoot_server.accounts.errors import OrganisationError
from crossfoot_server.accounts.people import Grant
from crossfoot_server.errors import listed
from crossfoot_server.store import Store
from crossfoot_server.store.columns import CODE_LENGTH
from crossfoot_server.store.schema import SHEET
from crossfoot_templates.label import Label
from crossfoot_templates.model import Language
from crossfoot_templates.standard import ROLES, SERVER


class EntityEntry(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A legal company or branch."""

    code: str
    zh: str
    en: str


class TeamEntry(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A team, under ``parent`` where it has one."""

    code: str
    zh: str
    en: str
    entity: str
    parent: str | None = None


class UserEntry(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A person. One who leaves is set to ``active = false``; their rows keep their name."""

    login: str
    name: str
    entity: str
    language: Language = "zh"
    team: str | None = None
    active: bool = True
    grants: tuple[Grant, ...] = ()


class Organisation(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A whole organisation file. What it does not name stays in the store as it is."""

    entities: tuple[EntityEntry, ...] = ()
    teams: tuple[TeamEntry, ...] = ()
    users: tuple[UserEntry, ...] = ()


def apply_organisation(store: Store, organisation: Organisation) -> None:
    """Add and update the entries of ``organisation``. Applying it again changes nothing.

    The grants of a person it names become exactly those it lists.

    Raises:
        OrganisationError: an entry cannot be right; nothing was applied.
    """
    schema = store.schema
    with store.writing() as connection:
        _check(connection, store, organisation)
        _put(connection, schema.entity, "code", [msgspec.structs.asdict(each) for each in organisation.entities])
        _put(connection, schema.team, "code", [msgspec.structs.asdict(each) for each in organisation.teams])
        people = [msgspec.structs.asdict(each) for each in organisation.users]
        granted = [
            {"login": user.login, **msgspec.structs.asdict(grant)}
            for user in organisation.users
            for grant in dict.fromkeys(user.grants)
        ]
        _put(connection, schema.user, "login", [{k: v for k, v in each.items() if k != "grants"} for each in people])
        for user in organisation.users:
            connection.execute(delete(schema.grant).where(schema.grant.c.login == user.login))
        if granted:
            connection.execute(insert(schema.grant), granted)


def _put(connection: Connection, table: Table, key: str, rows: list[dict[str, Any]]) -> None:
    known = set(connection.scalars(select(table.c[key])))
    fresh = [row for row in rows if row[key] not in known]
    if fresh:
        connection.execute(insert(table), fresh)
    for row in rows:
        if row[key] in known:
            connection.execute(update(table).where(table.c[key] == row[key]).values(row))


def _check(connection: Connection, store: Store, organisation: Organisation) -> None:
    schema = store.schema
    entities = set(connection.scalars(select(schema.entity.c.code))) | {each.code for each in organisation.entities}
    parents: dict[str, str | None] = {
        row.code: row.parent for row in connection.execute(select(schema.team.c.code, schema.team.c.parent))
    }
    parents |= {each.code: each.parent for each in organisation.teams}
    _check_codes("entity", (each.code for each in organisation.entities))
    _check_codes("team", (each.code for each in organisation.teams))
    _check_codes("user", (each.login for each in organisation.users))
    for team in organisation.teams:
        entry = f"team {team.code!r}"
        _known(entry, "entity", team.entity, entities)
        _known(entry, "parent", team.parent, parents.keys())
        _check_tree(team.code, parents)
    sheets = set(connection.scalars(select(schema.user.c.login).where(schema.user.c.kind == SHEET)))
    for user in organisation.users:
        entry = f"user {user.login!r}"
        if user.login in sheets:
            problem = Label(
                "它是已关联表格的帐号，由 crossfoot sheet 维护",
                "it is the account of a linked sheet, which 'crossfoot sheet' keeps",
            )
            raise OrganisationError(entry, problem)
        _known(entry, "entity", user.entity, entities)
        _known(entry, "team", user.team, parents.keys())
        for grant in user.grants:
            if grant.role == SERVER:
                problem = Label("服务器自己的角色不能授予任何人", "nobody can be granted the server's own role")
                raise OrganisationError(f"{entry}, grant of {grant.role!r}", problem)
            _known(f"{entry}, grant of {grant.role!r}", "role", grant.role, ROLES)
            _known(f"{entry}, grant of {grant.role!r}", "book", grant.book, store.catalog.books.keys())


def _check_codes(kind: str, codes: Iterable[str]) -> None:
    for code, count in Counter(codes).items():
        if count > 1:
            raise OrganisationError(f"{kind} {code!r}", Label(f"列出了 {count} 次", f"it is listed {count} times"))
        if not code or code != code.strip() or len(code) > CODE_LENGTH:
            problem = Label(
                f"代码应有 1 到 {CODE_LENGTH} 个字符，前后没有空格",
                f"a code has 1 to {CODE_LENGTH} characters and no blanks around it",
            )
            raise OrganisationError(f"{kind} {code!r}", problem)


def _known(entry: str, what: str, code: str | None, known: Iterable[str]) -> None:
    names = sorted(known)
    if code is not None and code not in names:
        near = [name for name in names if code in name.split("_")] or get_close_matches(code, names, n=2)
        hint = Label("", "")
        if near:
            hint = Label(f"；是否为“{'”或“'.join(near)}”", f"; perhaps {' or '.join(near)} is meant")
        there = listed(names)
        problem = Label(
            f"它的 {what}“{code}”不在其中：{there.zh}{hint.zh}", f"its {what} {code!r} is none of {there.en}{hint.en}"
        )
        raise OrganisationError(entry, problem)


def _check_tree(code: str, parents: dict[str, str | None]) -> None:
    above, at = [code], parents.get(code)
    while at is not None:
        if at in above:
            path = [*above, at]
            problem = Label(f"它是自己的上级：{' < '.join(path)}", f"it stands above itself: {' under '.join(path)}")
            raise OrganisationError(f"team {code!r}", problem)
        above.append(at)
        at = parents.get(at)
