"""The grid of an open workbook: a book that is kept in step while its user works in it, through xlwings."""

from crossfoot_sync.grids.excel.books import open_workbook
from crossfoot_sync.grids.excel.busy import Patience
from crossfoot_sync.grids.excel.grid import ExcelGrid

__all__ = ["ExcelGrid", "Patience", "open_workbook"]
