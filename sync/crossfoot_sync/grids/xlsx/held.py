"""A book in an .xlsx that is held in memory: it came from somewhere and goes back there; no file is made of it."""

from __future__ import annotations

import io

from crossfoot_sync.engine.cells import Edits, Missed, Reading
from crossfoot_sync.grids.faults import of_workbook
from crossfoot_sync.grids.xlsx import limits
from crossfoot_sync.grids.xlsx.package import Package, refuse_other_kinds
from crossfoot_sync.grids.xlsx.plan import make_plan
from crossfoot_sync.grids.xlsx.rewriting import PASSES, Rewriting, refuse_signed
from crossfoot_sync.grids.xlsx.snapshot import Snapshot, stamp_of, take
from crossfoot_sync.grids.xlsx.workbook import read_workbook


class HeldXlsxGrid:
    """The workbook that people call ``name``; ``data`` is the .xlsx as it stands now."""

    def __init__(self, name: str, data: bytes) -> None:
        self.name = name
        self.data = data
        self._last: Snapshot | None = None

    def read(self) -> Reading:
        """All managed tables, the manifest and the lists.

        Raises:
            GridError: it cannot be read.
            NotACrossfootBook: it can, but has no manifest.
        """
        with of_workbook(self.name):
            return self._now().reading

    def write(self, edits: Edits, seen: Reading) -> list[Missed]:
        """Make ``edits``, which were computed from ``seen``, and return those that were not made.

        Raises:
            GridError: it cannot be written; ``data`` is as it was.
        """
        if not edits:
            return []
        with of_workbook(self.name):
            package = Package(self.data, limits.TOTAL_BYTES * PASSES)
            refuse_signed(package)
            now = self._now()
            plan = make_plan(edits, seen, now)
            if plan.sheets:
                target = io.BytesIO()
                Rewriting(read_workbook(package), now, plan).write(target)
                self.data, self._last = target.getvalue(), None
            return plan.missed

    def _now(self) -> Snapshot:
        """The book in ``data``; not read again where it was read last."""
        if self._last is None:
            refuse_other_kinds(self.data)
            self._last = take(self.name, self.data, stamp_of(self.data))
        return self._last
