"""LibreOffice as the program behind xlwings: the same calls that drive Excel, where there is no Excel.

It stands in for Excel in every test of the add-in. See docs/reference/libreoffice-engine.md.

    with libreoffice() as app:
        book = app.books.open("sales.xlsx")
        rows = book.sheets["Customers"].tables["cf_customer"].data_body_range.value
"""

from crossfoot_addin.libreoffice.engine import install, libreoffice
from crossfoot_addin.libreoffice.errors import (
    BadFormula,
    Locked,
    OfficeError,
    OfficeGone,
    OfficeNotFound,
    ProtectedBook,
    ProtectedSheet,
    ReadOnly,
)

__all__ = [
    "BadFormula",
    "Locked",
    "OfficeError",
    "OfficeGone",
    "OfficeNotFound",
    "ProtectedBook",
    "ProtectedSheet",
    "ReadOnly",
    "install",
    "libreoffice",
]
