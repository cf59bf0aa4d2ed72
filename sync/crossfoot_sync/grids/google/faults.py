"""What the parts of this grid raise, and what becomes of it: an error that names the spreadsheet."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from crossfoot_sync.google import errors
from crossfoot_sync.grids.errors import GridError
from crossfoot_sync.grids.faults import of_workbook


class SpreadsheetOutOfReach(GridError):
    """What stood between us and a spreadsheet, in the words of :mod:`crossfoot_sync.google.errors`."""

    def __init__(self, name: str, cause: errors.GoogleError) -> None:
        self.cause = cause
        super().__init__(name, "out_of_reach")

    def text(self, language: str) -> str:
        """Thing, cause and way out in ``language`` (``zh`` or ``en``)."""
        return self.cause.text(language)


@contextmanager
def of_spreadsheet(name: str) -> Iterator[None]:
    """Whatever proves unusable inside is the spreadsheet ``name``."""
    try:
        with of_workbook(name):
            yield
    except errors.GoogleError as error:
        raise SpreadsheetOutOfReach(name, error) from error
