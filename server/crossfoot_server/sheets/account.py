"""The account of a linked sheet: an actor like a person, with one team, one role and no token."""

from __future__ import annotations

from typing import Final

from sqlalchemy import Connection, delete, insert, select, update

from crossfoot_server.accounts import Actor, person
from crossfoot_server.accounts.errors import OrganisationError
from crossfoot_server.errors import listed
from crossfoot_server.store import Store
from crossfoot_server.store.schema import SHEET
from crossfoot_templates.label import Label
from crossfoot_templates.model import Language

PREFIX: Final = "sheet-"
_SHORT = 10
_NAMES = Label("表格 {title}", "sheet {title}")


def open_account(store: Store, spreadsheet: str, title: str, language: Language, held: tuple[str, str, str]) -> str:
    """Make the account of a sheet, or bring back that of one that was linked before; its login.

    ``held`` are the book, the team and the role of the one grant, which reaches the rows of the team.

    Raises:
        OrganisationError: there is no such team.
    """
    book, team, role = held
    user, grant, teams = store.schema.user, store.schema.grant, store.schema.team
    with store.writing() as connection:
        entity = connection.scalar(select(teams.c.entity).where(teams.c.code == team))
        if entity is None:
            known = listed(connection.scalars(select(teams.c.code).order_by(teams.c.code)).all())
            problem = Label(f"它的团队“{team}”不在其中：{known.zh}", f"its team {team!r} is none of {known.en}")
            raise OrganisationError(f"sheet {title!r}", problem)
        login, is_new = _login(connection, store, spreadsheet)
        facts = {
            "name": _NAMES.in_(language).format(title=title),
            "language": language,
            "entity": entity,
            "team": team,
            "active": True,
        }
        if is_new:
            connection.execute(insert(user), [{"login": login, "kind": SHEET, **facts}])
        else:
            connection.execute(update(user).where(user.c.login == login).values(facts))
        connection.execute(delete(grant).where(grant.c.login == login))
        connection.execute(insert(grant), [{"login": login, "role": role, "scope": "team", "book": book}])
    return login


def rename_account(store: Store, login: str, title: str, language: Language) -> None:
    """Call a sheet's account as the sheet is called by now."""
    user = store.schema.user
    with store.writing() as connection:
        name = _NAMES.in_(language).format(title=title)
        connection.execute(update(user).where(user.c.login == login).values(name=name))


def close_account(store: Store, login: str) -> None:
    """Let a sheet act no more. Its name stays with what it did."""
    user = store.schema.user
    with store.writing() as connection:
        connection.execute(update(user).where(user.c.login == login).values(active=False))


def actor_of(store: Store, login: str) -> Actor | None:
    """The account of a linked sheet; ``None`` where the registry lists no sheet that acts in its name."""
    sheet = store.schema.sheet
    with store.reading() as connection:
        if connection.scalar(select(sheet.c.id).where(sheet.c.login == login)) is None:
            return None
        return person(connection, store, login)


def _login(connection: Connection, store: Store, spreadsheet: str) -> tuple[str, bool]:
    """The login of a sheet, and whether it is new: as short as tells it from every other account."""
    user, sheet = store.schema.user, store.schema.sheet
    for length in range(_SHORT, len(spreadsheet) + 1):
        login = PREFIX + spreadsheet[:length]
        kind = connection.scalar(select(user.c.kind).where(user.c.login == login))
        if kind is None:
            return login, True
        if kind == SHEET and connection.scalar(select(sheet.c.id).where(sheet.c.login == login)) is None:
            return login, False
    return PREFIX + spreadsheet, True
