"""What the parts of a grid raise; the grid itself adds what people call the workbook."""

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


@contextmanager
def of_workbook(name: str) -> Iterator[None]:
    """Whatever proves unusable inside is the workbook ``name``."""
    try:
        yield
    except Unusable as error:
        raise GridError(name, error.reason, **error.facts) from error
