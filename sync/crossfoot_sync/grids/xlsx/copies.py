"""Parts that keep copies of cell values and that no write here touches."""

from __future__ import annotations

from pathlib import Path

from crossfoot_sync.grids.faults import of_workbook
from crossfoot_sync.grids.xlsx.package import Package, load

_KINDS = ("pivotcache/pivotcache", "charts/chart", "externallinks/externallink")


def stale_copies(path: Path) -> list[str]:
    """Pivot caches, charts and external links of the workbook at ``path``, by part name.

    They may go on showing values that were changed or removed, until a spreadsheet program refreshes them.

    Raises:
        GridError: it cannot be read.
    """
    with of_workbook(path.name):
        parts = Package(load(path)).parts()
    return [part for part in parts if part.endswith(".xml") and any(kind in part for kind in _KINDS)]
