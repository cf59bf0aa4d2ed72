"""An emulator of Google Sheets v4 and Drive v3, for tests: in the same process or served on this machine.

``Google`` is all of it. A ``Person`` works in the same spreadsheets by hand, between any two requests. What it does
and what it does not is told in docs/reference/google-emulator.md.
"""

from crossfoot_sync.emulator.accounts import Account
from crossfoot_sync.emulator.clock import ManualClock, SystemClock
from crossfoot_sync.emulator.discovery import Discovery, UnlikeGoogleError
from crossfoot_sync.emulator.faults.fault import FAULTS
from crossfoot_sync.emulator.faults.quota import Quota, no_quota
from crossfoot_sync.emulator.google import Google, Logged
from crossfoot_sync.emulator.http.server import Server
from crossfoot_sync.emulator.people.hands import Hands
from crossfoot_sync.emulator.people.person import Person

__all__ = [
    "FAULTS",
    "Account",
    "Discovery",
    "Google",
    "Hands",
    "Logged",
    "ManualClock",
    "Person",
    "Quota",
    "Server",
    "SystemClock",
    "UnlikeGoogleError",
    "no_quota",
]
