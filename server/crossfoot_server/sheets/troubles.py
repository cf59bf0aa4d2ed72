"""What becomes of a sheet whose sync failed: tried again later, or paused until a person has mended something."""

from __future__ import annotations

from typing import Final, Literal

from crossfoot_server.errors import ServerError
from crossfoot_server.sheets.errors import SheetError
from crossfoot_server.sheets.wording import Told, told
from crossfoot_sync.client.errors import (
    ClientError,
    NotABookError,
    ServerProblemError,
    SomebodyElsesBookError,
)
from crossfoot_sync.engine.manifest import ManifestError
from crossfoot_sync.google.errors import (
    GoogleError,
    NotASheet,
    NotShared,
    ProtectedRange,
    Refused,
    SpreadsheetGone,
    StorageFull,
    TooManyCells,
)
from crossfoot_sync.grids.errors import GridError
from crossfoot_templates.sheets import UnfitSpreadsheet

Course = Literal["pause", "later"]

FOR_PEOPLE: Final[tuple[type[Exception], ...]] = (
    NotShared,
    SpreadsheetGone,
    NotASheet,
    ProtectedRange,
    TooManyCells,
    StorageFull,
    Refused,
    NotABookError,
    SomebodyElsesBookError,
    ManifestError,
)
"""What does not pass by itself and concerns this sheet. What concerns the account or the way to Google may pass for all
sheets at once, so none of them is paused for it.
"""

REFUSALS: Final[tuple[type[Exception], ...]] = (SheetError, GoogleError, GridError, UnfitSpreadsheet)
"""What a command on a sheet ends with; :func:`told_of` has their words."""

PASSING: Final = frozenset({"keeps_changing", "keeps_changing_cells", "open_elsewhere", "table_missing"})
"""The reasons of a grid that pass by themselves: of a table that went while it was written the next reading tells."""


def course_of(error: Exception) -> Course:
    """What becomes of a sheet after ``error``."""
    if isinstance(error, GridError):
        google = error.__cause__
        if isinstance(google, GoogleError):
            return course_of(google)
        return "later" if error.reason in PASSING else "pause"
    if isinstance(error, ServerProblemError):
        return "pause" if error.problem.status in {401, 403, 404} else "later"
    return "pause" if isinstance(error, FOR_PEOPLE) else "later"


def told_of(error: Exception) -> Told:
    """``error`` in both languages, as far as it has them."""
    match error:
        case GoogleError() | SheetError() | GridError():
            return Told(error.reason, error.text("zh"), error.text("en"))
        case UnfitSpreadsheet(problems=problems):
            zh, en = (" ".join(each.text(language) for each in problems) for language in ("zh", "en"))
            return Told("unfit", zh, en)
        case ServerProblemError(problem=problem):
            # What keeps a sheet paused is said once, and the number of the request is another each time.
            said = problem if course_of(error) == "pause" else error
            return Told(problem.code, said.text("zh"), said.text("en"))
        case ServerError():
            return Told(error.code, error.text("zh"), error.text("en"))
        case ClientError() | ManifestError():
            return Told(type(error).__name__, str(error), str(error))
        case _:
            return told("mistake", kind=type(error).__name__)
