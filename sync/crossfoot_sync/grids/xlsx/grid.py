"""A book in an .xlsx file that somebody owns."""

from __future__ import annotations

from pathlib import Path

from crossfoot_sync.engine.cells import Edits, Missed, Reading
from crossfoot_sync.grids.faults import Unusable, of_workbook
from crossfoot_sync.grids.xlsx import limits
from crossfoot_sync.grids.xlsx.copies import stale_copies
from crossfoot_sync.grids.xlsx.package import Package
from crossfoot_sync.grids.xlsx.plan import make_plan
from crossfoot_sync.grids.xlsx.rewriting import PASSES, Rewriting, refuse_signed
from crossfoot_sync.grids.xlsx.saving import refuse_unwritable, replace
from crossfoot_sync.grids.xlsx.snapshot import Snapshot, Stamp, load_stamped, still_at, take
from crossfoot_sync.grids.xlsx.workbook import read_workbook

_ATTEMPTS = 3


class XlsxGrid:
    """The workbook at ``path``, which must exist. It is never open between calls."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._last: Snapshot | None = None

    @property
    def name(self) -> str:
        """The file's name."""
        return self.path.name

    def read(self) -> Reading:
        """All managed tables, the manifest and the lists as they stand in the file.

        Raises:
            GridError: it cannot be read.
            NotACrossfootBook: it can, but has no manifest.
        """
        with of_workbook(self.name):
            return self._as_of(*load_stamped(self.path)).reading

    def write(self, edits: Edits, seen: Reading) -> list[Missed]:
        """Make ``edits``, which were computed from ``seen``, and return those that were not made.

        Raises:
            GridError: it cannot be written; the file is as it was.
        """
        if not edits:
            return []
        with of_workbook(self.name):
            for _ in range(_ATTEMPTS):
                missed = self._attempt(edits, seen)
                if missed is not None:
                    return missed
            raise Unusable("keeps_changing")

    def old_values(self) -> list[str]:
        """Parts that may go on showing changed or removed values until a spreadsheet program refreshes them."""
        return stale_copies(self.path)

    def _attempt(self, edits: Edits, seen: Reading) -> list[Missed] | None:
        """Write once; ``None`` where the file changed meanwhile."""
        path = self.path.resolve()
        data, stamp = load_stamped(path)
        refuse_unwritable(path)
        now = self._as_of(data, stamp)
        package = Package(data, limits.TOTAL_BYTES * PASSES)
        refuse_signed(package)
        plan = make_plan(edits, seen, now)
        if not plan.sheets:
            return plan.missed
        rewriting = Rewriting(read_workbook(package), now, plan)
        if not replace(path, rewriting.write, lambda: still_at(path, stamp)):
            return None
        self._last = None
        return plan.missed

    def _as_of(self, data: bytes, stamp: Stamp) -> Snapshot:
        """The book in ``data``; not read again where it was read last."""
        if self._last is None or self._last.stamp.digest != stamp.digest:
            self._last = take(self.name, data, stamp)
        return self._last
