"""What goes wrong, told as Excel tells it.

Code that drives Excel on Windows looks at ``hresult``, ``strerror`` and ``excepinfo`` of what is raised; these errors
carry the same.
"""

from __future__ import annotations

from pathlib import Path

from xlwings import XlwingsError

EXCEPTION_OCCURRED = -2147352567
"""What Windows calls the failure of a call that reached the program (DISP_E_EXCEPTION)."""
APPLICATION_ERROR = -2146827284
"""What Excel calls “application-defined or object-defined error” (1004)."""


class OfficeError(XlwingsError):
    """LibreOffice did not do what was asked; the message says why."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.hresult = EXCEPTION_OCCURRED
        self.strerror = "Exception occurred."
        self.excepinfo = (0, "LibreOffice Calc", message, None, 0, APPLICATION_ERROR)
        self.argerror: int | None = None


class OfficeNotFound(OfficeError):
    """LibreOffice, or its Python module, is not installed."""


class OfficeGone(OfficeError):
    """LibreOffice did not start, or ended."""


class Locked(OfficeError):
    """The workbook is open in another program."""

    def __init__(self, path: Path, holder: str, lock: Path) -> None:
        self.path = path
        self.lock = lock
        super().__init__(
            f"{path} is open in another program ({holder}). Close it there. If it is closed already, delete {lock}."
        )


class ReadOnly(OfficeError):
    """The workbook was opened read-only."""

    def __init__(self, name: str) -> None:
        super().__init__(f"{name} was opened read-only; save it under another name.")


class ProtectedSheet(OfficeError):
    """A cell or a sheet that protection keeps as it is."""

    def __init__(self, sheet: str, address: str) -> None:
        self.sheet = sheet
        self.address = address
        super().__init__(
            f"{address} cannot be changed: sheet “{sheet}” is protected. "
            "Remove its protection first (Review > Unprotect Sheet)."
        )


class ProtectedBook(OfficeError):
    """A workbook whose sheets may not be added, removed, moved or renamed."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"The sheets of {name} cannot be changed: its structure is protected. "
            "Remove the workbook's protection first (Review > Protect Workbook)."
        )


class BadFormula(OfficeError):
    """A formula that cannot be understood, or that LibreOffice has nothing for."""

    def __init__(self, formula: str, reason: str) -> None:
        self.formula = formula
        super().__init__(f"The formula {formula} cannot be entered: {reason}.")
