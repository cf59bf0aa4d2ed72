"""What is wrong with the parts of a file."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from crossfoot_sync.grids.faults import Unusable


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
