"""The script in a spreadsheet that a team shares: a menu, and pings after edits.

It is pasted into Google's editor by hand, so its parts are handed out as one file. Names of all parts are global there
in any case.
"""

from __future__ import annotations

from importlib.resources import files
from typing import Final

CODE: Final = "Code.gs"
"""The script, under the name of the file that a new project of Google's has already."""

MANIFEST: Final = "appsscript.json"
"""What the script may do; Google shows it where the project's settings say so."""

PARTS: Final = (
    "menu",
    "words",
    "syncing",
    "problems",
    "choosing",
    "setting_up",
    "editing",
    "pinging",
    "places",
)
"""The parts of the script, in the order in which it reads well."""


def apps_script_files() -> dict[str, str]:
    """What is pasted into Google's editor: the texts of its files by their names there."""
    folder = files("crossfoot_macros.apps_script")
    code = [(folder / f"{part}.js").read_text("utf-8") for part in PARTS]
    return {CODE: "\n".join(code), MANIFEST: (folder / MANIFEST).read_text("utf-8")}
