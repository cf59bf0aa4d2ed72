"""What every hour begins with: a store with everybody in it, and two linked spreadsheets. It is made once for all."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from crossfoot_server.sheets.linking import Wanted, link
from crossfoot_sync.emulator.drive.file import File
from crossfoot_sync.emulator.grid.cell import Scalar
from crossfoot_templates.layout import MESSAGE
from crossfoot_tests.sheets_hour.company import BOOK, TEAMS, Team
from crossfoot_tests.sheets_hour.hour import Hour
from crossfoot_tests.sheets_hour.screen import Screen, spot_of
from crossfoot_tests.sheets_hour.workers import Workers
from crossfoot_tests.simulation.place import OWN_COLUMN

OWN_SHEET: list[list[Scalar]] = [["Goals", "of the team"], ["Calls", 12], ["Twice", "=B2*2"]]
"""What stands in a sheet of the team's own, which is nobody else's to touch."""


@dataclass(frozen=True)
class Founded:
    """A store's file, everybody's tokens, and the spreadsheets at Google, those of the teams by their code."""

    store: bytes
    tokens: dict[str, str]
    files: dict[str, File]
    spreadsheets: dict[str, str]


@cache
def founded() -> Founded:
    """The beginning of every hour."""
    with TemporaryDirectory() as folder:
        hour = Hour(Path(folder))
        hour.quiet = True
        workers = Workers(hour)
        spreadsheets = {team.code: _linked(hour, workers, team) for team in TEAMS}
        workers.close()
        hour.close()
        return Founded(hour.store_file.read_bytes(), hour.tokens, hour.google.state.files, spreadsheets)


def _linked(hour: Hour, workers: Workers, team: Team) -> str:
    """A spreadsheet of a team, shared with the worker, linked, and made one's own."""
    boss, *others = hour.people_of(team)
    spreadsheet = boss.creates(team.title, locale="zh_CN", time_zone="Asia/Shanghai")
    for account in (hour.account, *(each.account for each in others)):
        boss.shares(spreadsheet, account)
    link(workers.both[0].bench, Wanted(spreadsheet, BOOK, team.code, team.role, team.language))
    boss.opens(spreadsheet).pastes("A1", OWN_SHEET)
    screen = Screen(team.title, {}, spot=spot_of(hour, boss, spreadsheet), who=boss)
    screen.sits_down(boss)
    for table in screen.sheets:
        hands = screen.hands(table)
        hands.insert_column(MESSAGE, OWN_COLUMN)
    return spreadsheet
