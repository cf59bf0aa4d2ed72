"""Open fields: where a cell and the store differ and a person has to decide. Written in the ``_open`` cell.

``|amount=c.17.Zm9vYmE|due_on=x.12.…|`` says of each field its state, the revision of theirs that the user was
shown, and the hash of what stood in the cell, so that a later edit of the cell is recognised.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from crossfoot_sync.engine.wire import FieldOutcome, FieldState

State = Literal["c", "r", "m", "w", "x"]
"""Conflict, refused by the server, refused for what other cells hold, waiting for an approval, never sent.

What is refused for other cells goes out again with each sync: by then it may be right, whoever mended them. What was
never sent is not readable or not allowed.
"""

BY_ITSELF: frozenset[State] = frozenset({"m", "x"})
"""What goes out again without a word of its user's."""

STATES: dict[FieldState, State] = {"conflict": "c", "refused": "r", "waiting": "w"}

_FIELD = re.compile(r"([a-z][a-z0-9_]*)=([cmrwx])\.(\d{1,15})\.([A-Za-z0-9_-]*)")


@dataclass(frozen=True, slots=True)
class OpenField:
    """One open field."""

    state: State
    theirs_rev: int
    mine: str


def read_open(text: object) -> dict[str, OpenField]:
    """The open fields of a row by column. What is damaged is left out; the seal in ``_base`` tells that it is."""
    found = {}
    for piece in text.split("|") if isinstance(text, str) else ():
        match = _FIELD.fullmatch(piece)
        if match:
            state: State = match[2]  # type: ignore[assignment]  # the pattern admits just these letters
            found[match[1]] = OpenField(state, int(match[3]), match[4])
    return found


def state_of(verdict: FieldOutcome) -> State:
    """How a field is open that did not go through."""
    return "m" if verdict.mendable else STATES[verdict.state]


def write_open(fields: Mapping[str, OpenField]) -> str | None:
    """The text of the ``_open`` cell, ``None`` where nothing is open."""
    if not fields:
        return None
    return "".join(f"|{name}={each.state}.{each.theirs_rev}.{each.mine}" for name, each in fields.items()) + "|"
