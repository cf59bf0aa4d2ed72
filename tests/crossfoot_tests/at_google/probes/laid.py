"""A shipped book laid out as the worker lays it out, without a store behind it."""

from __future__ import annotations

from dataclasses import dataclass

from msgspec.structs import replace

from crossfoot_sync.grids.google import GoogleGrid, SharedSpreadsheet
from crossfoot_sync.grids.google.values import Json
from crossfoot_templates.loader import load_catalog
from crossfoot_templates.model import BookView, Language
from crossfoot_templates.sheets import LAYING_OUT, LOOKING, MENDING, lay_out, mend, where_to_look
from crossfoot_templates.standard import ROLES
from crossfoot_tests.at_google.place import Place


@dataclass(frozen=True)
class Laid:
    """A book in the spreadsheet; ``requests`` are what laid it out."""

    place: Place
    view: BookView
    language: Language
    requests: list[Json]

    def grid(self) -> GoogleGrid:
        """The book, for one worker."""
        return GoogleGrid(SharedSpreadsheet(self.place.transport, self.place.id))

    def mending(self) -> list[Json]:
        """The requests that would bring back what is missing."""
        found = self.place.read(*where_to_look(self.place.get(LOOKING)), fields=MENDING)
        return mend(self.view, self.language, found, self.place.transport.account.email)


def laid(place: Place, book: str, language: Language, table: str = "") -> Laid:
    """Lay a shipped book out, as somebody sees it who has every role; only one ``table`` of it if that is named.

    Raises:
        GoogleError: it was refused, or nobody knows.
    """
    view = load_catalog().view(book, ROLES)
    if table:
        view = replace(view, tables=tuple(each for each in view.tables if each.table.name == table))
    facts = {"book": book, "language": language}
    requests = lay_out(view, language, facts, place.get(LAYING_OUT), place.transport.account.email)
    place.batch(*requests)
    return Laid(place, view, language, requests)
