"""A spreadsheet with content of its own, in which a book is laid out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from crossfoot_sync.emulator import Discovery, Google, ManualClock, no_quota
from crossfoot_sync.emulator.json_types import Json
from crossfoot_templates.model import BookView, Language
from crossfoot_templates.sheets import LAYING_OUT, LOOKING, MENDING, lay_out, mend, where_to_look
from crossfoot_tests.emulator.sharing import Shared

FACTS = {"book": "receivables", "language": "zh"}
OWN = [["note", 7], ["do not touch", True]]
"""What the team has in the spreadsheet before."""


@dataclass
class Laid:
    """A book in a spreadsheet that Ann shares with the service account."""

    shared: Shared
    view: BookView
    language: Language

    @property
    def account(self) -> str:
        """The address of the service account."""
        return self.shared.worker.email

    def requests(self) -> list[Json]:
        """What lays the book out."""
        return lay_out(self.view, self.language, FACTS, self.shared.get(LAYING_OUT), self.account)

    def read(self, rows: int = 20) -> Json:
        """What is read before it is mended."""
        filters = where_to_look(self.shared.get(LOOKING), rows)
        response = self.shared.ask("POST", ":getByDataFilter", {"dataFilters": filters}, fields=MENDING)
        assert response.status_code == 200, response.text
        found: Json = response.json()
        return found

    def mending(self, view: BookView | None = None, rows: int = 20) -> list[Json]:
        """The requests that mend it as it stands, by a later definition perhaps."""
        return mend(view or self.view, self.language, self.read(rows), self.account)

    def mended(self) -> list[Json]:
        """The requests that mended it."""
        requests = self.mending()
        if requests:
            self.shared.batch(*requests)
        return requests

    def sheet(self, title: str, fields: str, ranges: str = "") -> Json:
        """Fields of one sheet, of a range of it perhaps."""
        query: Json = {"ranges": f"'{title}'!{ranges}"} if ranges else {}
        found = self.shared.get(f"sheets(properties.title,{fields})", **query)["sheets"]
        return next(each for each in found if each["properties"]["title"] == title)

    def number(self, title: str) -> int:
        """The id of a sheet."""
        return int(self.sheet(title, "properties.sheetId")["properties"].get("sheetId", 0))

    def asks(self, *requests: Json) -> None:
        """Ann changes something."""
        self.shared.hands.asks(*requests)


def unshaped(discovery: Discovery, **properties: Any) -> Shared:
    """A spreadsheet with content of its own, shared with the service account."""
    clock = ManualClock()
    google = Google(clock=clock, quota=no_quota(), discovery=discovery)
    ann, worker = google.person("ann@example.com", "Ann"), google.service_account()
    file_id = ann.creates("Team", **{"locale": "zh_CN", "time_zone": "Asia/Shanghai", **properties})
    ann.shares(file_id, worker)
    shared = Shared(google, clock, ann, worker, file_id)
    shared.put(OWN)
    return shared


def laid(discovery: Discovery, view: BookView, language: Language = "zh") -> Laid:
    """A book that is laid out."""
    made = Laid(unshaped(discovery), view, language)
    made.shared.batch(*made.requests())
    return made
