"""The machine that a command runs on."""

from __future__ import annotations

import os
import sys

from crossfoot_addin.installing.places import places
from crossfoot_addin.installing.placing import Machine
from crossfoot_addin.installing.registry import registry_here
from crossfoot_addin.installing.settings import Settings


def this_machine() -> Machine:
    """Its places, settings and registry.

    Raises:
        NoExcelHereError: Excel does not run on it.
    """
    found = places(sys.platform, os.environ)
    return Machine(found, Settings(found.settings), registry_here())
