"""Who pushes, and how far their workbook is in step."""

from __future__ import annotations

from dataclasses import dataclass

from crossfoot_server.services.open_book import OpenBook
from crossfoot_server.services.people import Person, name_of


@dataclass(frozen=True)
class Pusher:
    """Who pushes.

    Attributes:
        in_step: whether the workbook last spoke with this very store: else its revisions say nothing.
        people: everybody by login.
        workbook: the workbook's id.
        since: the feed number up to which the workbook was in step, here or with the store that a backup of which was
            put back; ``None`` where it never was in step with any.
    """

    opened: OpenBook
    in_step: bool
    people: dict[str, Person]
    workbook: str = ""
    since: int | None = None

    def name(self, login: str) -> str:
        """How ``login`` is named to people."""
        return name_of(self.people, login)
