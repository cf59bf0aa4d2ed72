"""The company of the hour: its book, its two teams with their spreadsheets, and who sees what."""

from __future__ import annotations

from dataclasses import dataclass

from msgspec.structs import replace

from crossfoot_templates.model import Catalog, Column, Label, Language
from crossfoot_templates.types import Text
from crossfoot_tests.simulation.books import FIRST
from crossfoot_tests.simulation.company import ORGANISATION

__all__ = ["CATALOG", "FILE_USER", "ORGANISATION", "TEAMS", "Team", "reached_by"]

_RATING = Column(name="rating", type=Text(), label=Label("评级", "Rating"), read=("sales_manager", "finance"))
"""What only managers may read: it stands in one of the two spreadsheets and in the file."""

_CUSTOMER = FIRST.tables["customer"]

CATALOG = Catalog(
    tables=FIRST.tables | {"customer": replace(_CUSTOMER, columns=(*_CUSTOMER.columns, _RATING))},
    choices=FIRST.choices,
    books=FIRST.books,
)
"""The ledger of the simulation, with its formulas, rules and approvals, and one column more."""

BOOK = "ledger"


@dataclass(frozen=True)
class Team:
    """A team with a spreadsheet.

    Attributes:
        reaches: the teams whose rows it sees: its own and those below.
    """

    code: str
    title: str
    role: str
    language: Language
    people: tuple[str, ...]
    reaches: frozenset[str]


TEAMS = (
    Team("sales", "Sales", "sales_manager", "zh", ("Ann", "Ben", "Cai"), frozenset({"sales", "east", "south"})),
    Team("east", "East", "sales", "en", ("Dora", "Emil", "Fang"), frozenset({"east"})),
)
"""All rows of the second are seen by the first as well, which has others besides; a row may change between them."""

FILE_USER = "grace"
"""Who works in a file: she sees the rows of all teams, and approves what the teams ask for."""


def reached_by(team: Team | None, row_team: str | None) -> bool:
    """Whether a row of that team is seen in the spreadsheet of ``team``; in the file, where there is none."""
    return row_team in (TEAMS[0].reaches if team is None else team.reaches)
