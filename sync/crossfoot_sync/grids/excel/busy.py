"""Excel takes no calls while somebody types into a cell or a dialog is open: that is told apart, and waited for."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import Enum
from typing import Final, Protocol, TypeVar

from crossfoot_sync.grids.faults import Unusable

T = TypeVar("T")

WAIT_SECONDS: Final = 30.0
"""How long somebody who is typing is waited for."""
_FIRST_PAUSE, _LONGEST_PAUSE = 0.05, 1.0


class Trouble(Enum):
    """What it means that a call failed."""

    BUSY = 1
    GONE = 2
    REFUSED = 3


def _signed(code: int) -> int:
    return code - (1 << 32)


_WINDOWS: Final = {
    _signed(0x80010001): Trouble.BUSY,  # RPC_E_CALL_REJECTED
    _signed(0x8001010A): Trouble.BUSY,  # RPC_E_SERVERCALL_RETRYLATER
    _signed(0x800AC472): Trouble.BUSY,  # VBA_E_IGNORE
    _signed(0x80010007): Trouble.GONE,  # RPC_E_SERVER_DIED
    _signed(0x80010108): Trouble.GONE,  # RPC_E_DISCONNECTED
    _signed(0x800706BA): Trouble.GONE,  # RPC_S_SERVER_UNAVAILABLE
    _signed(0x800706BE): Trouble.GONE,  # RPC_S_CALL_FAILED
}
"""Numbers of Windows and of Excel there."""

_MAC: Final = {
    -1712: Trouble.BUSY,  # errAETimeout
    -50: Trouble.BUSY,  # paramErr: what Excel answers while a cell is being edited
    -600: Trouble.GONE,  # procNotFound
    -609: Trouble.GONE,  # connectionInvalid
}
"""Numbers of Apple events."""

_UNREACHED = re.compile(r"<unknown>\.\w+|Property '.*' can not be set\.|(?:Excel\.)?Application\.\w+")
"""What pywin32 says instead of passing on that a call was rejected."""


def trouble(error: BaseException) -> Trouble | None:
    """What an error of xlwings, of COM or of appscript means; ``None`` where it is none of these.

    They are known by what they carry, for their classes are not there on every system.
    """
    number = getattr(error, "errornumber", None)
    if isinstance(number, int):
        return _MAC.get(number, Trouble.REFUSED)
    code = getattr(error, "hresult", None)
    if isinstance(code, int):
        return next((_WINDOWS[each] for each in (code, _scode(error)) if each in _WINDOWS), Trouble.REFUSED)
    if type(error).__name__ == "ExcelBusyError":
        return Trouble.BUSY
    if isinstance(error, AttributeError) and _UNREACHED.fullmatch(str(error)):
        return Trouble.BUSY
    return Trouble.REFUSED if type(error).__name__ == "XlwingsError" else None


def _scode(error: BaseException) -> int | None:
    """Excel's own number, within Windows' word that a call has failed."""
    told = getattr(error, "excepinfo", None)
    return told[5] if isinstance(told, tuple) and len(told) > 5 and isinstance(told[5], int) else None


def said(error: BaseException) -> str:
    """What the program says of an error, in one line."""
    told = getattr(error, "excepinfo", None)
    text = told[2] if isinstance(told, tuple) and len(told) > 2 and told[2] else getattr(error, "errormessage", None)
    return " ".join(str(text or error).split())


class Clock(Protocol):
    """The time that waiting goes by; tests bring their own."""

    def monotonic(self) -> float:
        """Seconds since some moment, never going back."""
        ...

    def sleep(self, seconds: float) -> None:
        """Return after so many seconds."""
        ...


class SystemClock:
    """The machine's clock."""

    def monotonic(self) -> float:
        """Seconds since some moment, never going back."""
        return time.monotonic()

    def sleep(self, seconds: float) -> None:
        """Return after so many seconds."""
        time.sleep(seconds)


@dataclass(frozen=True)
class Patience:
    """How long somebody who is in the middle of something is waited for, in ``seconds``."""

    clock: Clock = field(default_factory=SystemClock)
    seconds: float = WAIT_SECONDS

    def until_free(self, act: Callable[[], T]) -> T:
        """What ``act`` gives; it is tried from its beginning until Excel takes all its calls.

        Raises:
            Unusable: Excel did not in time, or it has ended.
        """
        until, pause = self.clock.monotonic() + self.seconds, _FIRST_PAUSE
        while True:
            try:
                return act()
            except Exception as error:
                found = trouble(error)
                if found is Trouble.GONE:
                    raise Unusable("excel_gone") from error
                if found is not Trouble.BUSY:
                    raise
                if self.clock.monotonic() + pause > until:
                    raise Unusable("excel_busy") from error
            self.clock.sleep(pause)
            pause = min(2 * pause, _LONGEST_PAUSE)
