"""Workbooks in .xlsx files: read with every limit in place, changed without losing anything in them."""

from __future__ import annotations

from crossfoot_sync.grids.xlsx.anyfile import open_any as open_any
from crossfoot_sync.grids.xlsx.grid import XlsxGrid as XlsxGrid
from crossfoot_sync.grids.xlsx.held import HeldXlsxGrid as HeldXlsxGrid
from crossfoot_sync.grids.xlsx.plainsheet import PlainSheet as PlainSheet
