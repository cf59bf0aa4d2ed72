"""What the low-level readers raise; :mod:`.grid` and :mod:`.anyfile` add the file's name."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from crossfoot_sync.grids.errors import GridError
from crossfoot_templates.messages import Fact


class Unusable(Exception):
    """The workbook cannot be used, for one of the ``REASONS`` of grids."""

    def __init__(self, reason: str, **facts: Fact) -> None:
        super().__init__(reason)
        self.reason = reason
        self.facts = facts


class Malformed(Exception):
    """The part that is being read is no XML of the expected kind."""


def too_large(what: str, found: int, limit: int) -> Unusable:
    """``what`` exceeds its limit."""
    return Unusable("too_large", what=what, found=f"{found:,}", limit=f"{limit:,}")


@contextmanager
def reading_part(part: str) -> Iterator[None]:
    """Whatever proves malformed inside is the fault of ``part``."""
    try:
        yield
    except Malformed as error:
        raise Unusable("bad_xml", part=part, detail=str(error)) from error
    except UnicodeDecodeError as error:
        raise Unusable("bad_xml", part=part, detail="not UTF-8") from error


@contextmanager
def of_file(name: str) -> Iterator[None]:
    """Whatever proves unusable inside is the file ``name``."""
    try:
        yield
    except Unusable as error:
        raise GridError(name, error.reason, **error.facts) from error
