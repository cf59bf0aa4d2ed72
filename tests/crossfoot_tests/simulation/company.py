"""The company that is simulated: its people, their workbooks, and who reaches which rows."""

from __future__ import annotations

from msgspec.structs import replace

from crossfoot_server.accounts import Grant, Organisation, UserEntry
from crossfoot_templates.model import Language
from crossfoot_tests.end_to_end import world

APPROVERS = ("grace", "zhao")
"""Who has the role that rules ask for an approval: of the rows of her teams, and of all."""


def _with_role(user: UserEntry) -> UserEntry:
    second = user.login == "zhao"
    return replace(user, grants=(*user.grants, Grant("sales_manager", "all"))) if second else user


ORGANISATION = replace(world.ORGANISATION, users=tuple(_with_role(each) for each in world.ORGANISATION.users))

WORKPLACES: tuple[tuple[str, str, Language], ...] = (
    ("li", "ledger", "en"),
    ("grace", "ledger", "zh"),
    ("zhao", "ledger", "en"),
    ("wang", "ledger", "zh"),
    ("grace", "billing", "en"),
    ("li", "billing", "zh"),
    ("zhao", "billing", "zh"),
)
"""Who has a workbook of which book, in which language."""

TEAMS = ("sales", "east", "south")
_BELOW = {"sales": frozenset(TEAMS), "east": frozenset({"east"}), "south": frozenset({"south"})}


def moved(teams: dict[str, str]) -> Organisation:
    """The organisation with people in other teams."""
    users = (replace(each, team=teams.get(each.login, each.team)) for each in ORGANISATION.users)
    return replace(ORGANISATION, users=tuple(users))


def reaches(login: str, teams: dict[str, str], owner: str | None, team: str | None) -> bool:
    """Whether somebody may see a row, by what the organisation says of them. It is told here apart from the server.

    李娜 and 王伟 have rows of their own, Grace those of her team and the teams below it, 赵敏 all.
    """
    match login:
        case "zhao":
            return True
        case "grace":
            return team in _BELOW[teams.get("grace", "sales")]
        case _:
            return owner == login
