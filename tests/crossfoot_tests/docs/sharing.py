"""Carrying out a page on a spreadsheet that a team shares: people work in it by hand, at an emulator of Google.

Besides what every page may hold, there is:

- ``In the spreadsheet, sheet **Title**, 李娜 types:`` and a table of cells and what to type.
- ``In the spreadsheet, sheet **Title**, Bob`` and a list of what he does (``DEEDS``), each told further after a colon.
- ``In the spreadsheet, sheet **Title**, everybody sees:`` and a table, headed by ``row`` and headings of the sheet: all
  rows below the headings that show something in one of these columns.
- ``In the spreadsheet, sheet **Title**, cell `A2` says:`` and a block ``text``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from itertools import zip_longest
from pathlib import Path
from threading import Thread

import msgspec
from openpyxl.utils import get_column_letter

from crossfoot_sync.emulator import Google, Hands, Person, Server, no_quota
from crossfoot_templates.layout import FIRST_ROW, HEADER_ROW
from crossfoot_tests.docs.playing import TABLE, Act, Player, cells_of, fits
from crossfoot_tests.office.person import LibreOffice

_SHEET = r"^In the spreadsheet, sheet \*\*(?P<sheet>[^*]+)\*\*, "
TYPED = _SHEET + r"(?P<who>\w+) (?:types|chooses):\n\n" + TABLE
DONE = _SHEET + r"(?P<who>\w+)\n\n(?P<deeds>(?:\d+\. [^\n]+\n(?: +[^\n]+\n)*)+)"
SEEN = _SHEET + r"everybody sees:\n\n" + TABLE
SAID = _SHEET + r"cell `(?P<cell>\w+)` says:\n\n```text\n(?P<said>.*?)^```$"
_DEED = re.compile(r"^\d+\. (.+?)(?:: |\.$)", re.MULTILINE)


def _place(hands: Hands, heading: str) -> str:
    """The letter of the column with a heading."""
    return get_column_letter(_heads(hands).index(heading) + 1)


def _heads(hands: Hands) -> list[str]:
    return [str(each) for each in hands.sees()[HEADER_ROW - 1]]


def _sort(hands: Hands, heading: str) -> None:
    """Sort by the button in a heading, which takes along what the filter covers: all columns of ours."""
    hands.sorts(f"A{FIRST_ROW}:{get_column_letter(len(_heads(hands)))}1000", _place(hands, heading))


def _fill_down(hands: Hands, first: str, last: str, row: str, down_to: str) -> None:
    hands.copies(f"{first}:{last}{row}", f"{first}:{last}{down_to}")


DEEDS: dict[str, Callable[..., None]] = {
    r"inserts a row above row (\d+)": lambda hands, row: hands.inserts_rows(int(row)),
    r"inserts a column left of \*\*(.+)\*\*": lambda hands, heading: hands.inserts_columns(_place(hands, heading)),
    r"fills `(\w+):([A-Z]+)(\d+)` down to row (\d+)": _fill_down,
    r"sorts by \*\*(.+)\*\*, A to Z": _sort,
    r"empties `(\w+)`": lambda hands, cell: hands.clears(cell),
    r"takes that back": lambda hands: hands.undoes(),
}
"""What people do, in the words of a page."""


@dataclass
class AtGoogle(Player):
    """Carries out pages with a spreadsheet of Google.

    Attributes:
        google: the address of the emulator.
        spreadsheet: the id of the team's spreadsheet.
        team: who works in it, by name.
        account: the address of the service account.
    """

    google: str = ""
    spreadsheet: str = ""
    team: Mapping[str, Person] = field(default_factory=dict)
    account: str = ""

    def acts(self) -> dict[str, Act]:
        there: dict[str, Act] = {TYPED: self._type_there, DONE: self._do, SEEN: self._see, SAID: self._hear}
        return super().acts() | there

    def _type_there(self, step: re.Match[str]) -> None:
        for cell, text in cells_of(step["lines"]):
            self._hands(step).types(cell, text)

    def _do(self, step: re.Match[str]) -> None:
        for deed in _DEED.findall(step["deeds"]):
            known = [(act, told) for words, act in DEEDS.items() if (told := re.fullmatch(words, deed))]
            assert known, f"nobody knows how somebody {deed}"
            for act, told in known:
                act(self._hands(step), *told.groups())

    def _see(self, step: re.Match[str]) -> None:
        hands = self._hands(step)
        heads, (_, *headings) = _heads(hands), _cells(step["heads"])
        seen = []
        for at, row in enumerate(hands.sees()[FIRST_ROW - 1 :], start=FIRST_ROW):
            shown = dict(zip_longest(heads, map(str, row), fillvalue=""))
            seen.append([str(at), *(shown[heading] for heading in headings)])
        _compare([_cells(line) for line in step["lines"].splitlines()], [row for row in seen if any(row[1:])])

    def _hear(self, step: re.Match[str]) -> None:
        ((said,),) = self._hands(step).sees(step["cell"])
        _compare([[step["said"]]], [[str(said)]])

    def _hands(self, step: re.Match[str]) -> Hands:
        """The hands of whoever a step names; whoever looks sees the same."""
        person = self.team[step.groupdict().get("who") or next(iter(self.team))]
        return person.opens(self.spreadsheet, step["sheet"])

    def _environment(self) -> dict[str, str]:
        return super()._environment() | {"CROSSFOOT_GOOGLE": self.google}


@contextmanager
def at_google(folder: Path, libreoffice: LibreOffice) -> Iterator[AtGoogle]:
    """Somebody with the service account's key in ``folder``; 李娜 shares the spreadsheet East with it and with Bob."""
    google = Google(quota=no_quota())
    lina, bob, worker = (
        google.person("lina@example.com", "李娜"),
        google.person("bob@example.com", "Bob"),
        google.service_account(),
    )
    (folder / "key.json").write_bytes(msgspec.json.encode(google.key(worker)))
    east = lina.creates("East", locale="zh_CN", time_zone="Asia/Shanghai")
    for account in (worker, bob.account):
        lina.shares(east, account)
    server = Server(google.handle)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    url = f"http://127.0.0.1:{server.server_port}"
    team = {"李娜": lina, "Bob": bob}
    try:
        seat = AtGoogle(folder, libreoffice, "nobody", google=url, spreadsheet=east, team=team, account=worker.email)
        with closing(seat) as player:
            yield player
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def _cells(line: str) -> list[str]:
    """The cells of a line of a table."""
    return [each.strip() for each in line.strip("|").split("|")]


def _compare(expected: list[list[str]], seen: list[list[str]]) -> None:
    shown, printed = ("\n".join(" | ".join(row) for row in rows) for rows in (expected, seen))
    assert fits(shown, printed), f"{printed}\nis not what the page shows:\n{shown}"
