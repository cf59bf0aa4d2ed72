"""Bugs planted in what waits for an approval."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pytest

from crossfoot_server.services.approving import overtaken
from crossfoot_server.services.approving.deciding import Deciding
from crossfoot_server.services.pulling import reply
from crossfoot_server.services.pushing.plan import RowPlan
from crossfoot_server.services.pushing.sets import overlay
from crossfoot_sync.engine.outcome import _Table
from crossfoot_sync.engine.rows import Decision, SheetRow
from crossfoot_templates.messages import Message
from crossfoot_templates.types import Value

Patch = pytest.MonkeyPatch


def _waiting_counted(patch: Patch) -> None:
    whole = overlay.as_it_would_be

    def counted(row: RowPlan) -> Mapping[str, Value] | None:
        return whole(row) if row.held is None else {**row.end(), **row.held.values}

    patch.setattr(overlay, "as_it_would_be", counted)


def _own_approved(patch: Patch) -> None:
    whole = Deciding._bars

    def bars(self: Deciding, row: RowPlan) -> Message | None:
        reason = whole(self, row)
        return None if reason is not None and reason.code == "approval_own" else reason

    patch.setattr(Deciding, "_bars", bars)


def _overtaken_approved(patch: Patch) -> None:
    patch.setattr(overtaken, "_overtaken", lambda *_: None)


def _waiting_untold(patch: Patch) -> None:
    patch.setattr(reply, "notices", lambda *_: iter(()))


def _taken_back_here_alone(patch: Patch) -> None:
    def decision(self: _Table, row: SheetRow, name: str) -> Decision | None:
        return "theirs" if self.answer.fate(row, name) == "carried" else self.table.decision(row, name)

    patch.setattr(_Table, "_decision", decision)


IN_APPROVALS: tuple[tuple[str, str, str, Callable[[Patch], None]], ...] = (
    ("waiting counted", "", "a limit counts what waits for an approval", _waiting_counted),
    ("own approved", "", "who asked may approve it", _own_approved),
    (
        "overtaken approved",
        "",
        "what waits can be approved after somebody changed what its rule looks at",
        _overtaken_approved,
    ),
    ("waiting untold", "", "a workbook does not hear what became of what waits", _waiting_untold),
    (
        "taken back here alone",
        "",
        "what is taken back leaves the cell, and the request waits on",
        _taken_back_here_alone,
    ),
)
"""Each by name, with the hazard, what is broken, and what breaks it."""
