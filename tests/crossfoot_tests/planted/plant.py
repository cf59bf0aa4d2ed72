"""What a planted bug is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pytest


@dataclass(frozen=True)
class Plant:
    """A defence of the code taken away.

    Attributes:
        name: for command lines and reports, such as ``last-writer-wins``.
        hazard: what the defence is against, such as ``H20``; empty where it guards no single one.
        says: what is broken, in a sentence without a full stop.
        breaks: replaces the defence, through the patcher that will put it back.
    """

    name: str
    hazard: str
    says: str
    breaks: Callable[[pytest.MonkeyPatch], None]
