"""Which language somebody is spoken to in at a terminal."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping

from crossfoot_templates.label import Label, Language

ERROR = Label("错误：", "Error: ")
"""What stands before an error."""

_LOCALE = ("LC_ALL", "LC_MESSAGES", "LANG")
"""What says in which language messages are wanted; the first that is set counts."""

_CHINESE = 0x04
_PRIMARY = 0x3FF
"""Of a language identifier of Windows: Chinese wherever it is spoken, and the bits that say which language it is."""


def terminal_language() -> Language:
    """The language of this process's terminal."""
    return language_of(os.environ, _shown_by_windows())


def language_of(environment: Mapping[str, str], shown: int | None = None) -> Language:
    """The language of a terminal with these variables.

    ``shown`` is the identifier of the language in which Windows shows itself. It counts where no variable says
    anything, as is usual there.
    """
    wanted = next((environment[name] for name in _LOCALE if environment.get(name)), "")
    if wanted or shown is None:
        return "zh" if wanted.lower().startswith("zh") else "en"
    return "zh" if shown & _PRIMARY == _CHINESE else "en"


if sys.platform == "win32":
    import ctypes

    def _shown_by_windows() -> int | None:
        return int(ctypes.windll.kernel32.GetUserDefaultUILanguage())

else:

    def _shown_by_windows() -> int | None:
        return None
