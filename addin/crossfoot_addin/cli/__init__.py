"""``crossfoot addin``: build, install, uninstall, doctor."""

from __future__ import annotations

from crossfoot_sync.cli.lazy import LazyGroup, Listed

COMMANDS: dict[str, Listed] = {
    "build": Listed("crossfoot_macros.cli:addin_build", "Make the file of the add-in, on any system."),
    "install": Listed("crossfoot_addin.cli.install:install", "Put the add-in where Excel starts it from."),
    "uninstall": Listed("crossfoot_addin.cli.install:uninstall", "Take the add-in away again."),
    "doctor": Listed("crossfoot_addin.cli.doctor:doctor", "Say what keeps the add-in from working."),
}
"""What can be done with the add-in."""

addin = LazyGroup("addin", COMMANDS, help="The add-in of Excel: a tab in the ribbon.")
