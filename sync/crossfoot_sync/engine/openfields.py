"""Open fields: where a cell and the store differ and a person has to decide. Written in the ``_open`` cell.

``|amount=c.17.Zm9vYmE|due_on=x.12.…|`` says of each field its state, the revision of theirs that the user was
shown, and the hash of what stood in the cell, so that a later edit of the cell is recognised.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

State = Literal["c", "r", "w", "x"]
"""Conflict, refused by the server, waiting for an approval, not readable or not allowed (never sent)."""

STATES: dict[str, State] = {"conflict": "c", "refused": "r", "waiting": "w", "invalid": "x"}

_FIELD = re.compile(r"([a-z][a-z0-9_]*)=([crwx])\.(\d{1,15})\.([A-Za-z0-9_-]*)")


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


def write_open(fields: Mapping[str, OpenField]) -> str | None:
    """The text of the ``_open`` cell, ``None`` where nothing is open."""
    if not fields:
        return None
    return "".join(f"|{name}={each.state}.{each.theirs_rev}.{each.mine}" for name, each in fields.items()) + "|"
