"""The Google grid: a book in a spreadsheet that people share and work in while it is synced."""

from crossfoot_sync.grids.google.grid import GoogleGrid
from crossfoot_sync.grids.google.spreadsheet import SharedSpreadsheet, Spreadsheet

__all__ = ["GoogleGrid", "SharedSpreadsheet", "Spreadsheet"]
