"""Defences of the server taken away."""

from __future__ import annotations

from typing import Any

import pytest

from crossfoot_server.merge import Known
from crossfoot_server.services.pushing import start, uniqueness

Patch = pytest.MonkeyPatch


def removed_whatever_the_policy(patch: Patch) -> None:
    whole = start.STARTS["remove"]

    def remove(setting: Any, row: Any, stored: Any) -> Any:
        plan = whole(setting, row, stored)
        if plan.put_back is not None and plan.put_back.code == "removed_restored":
            plan.put_back, plan.action = None, "void"
        return plan

    patch.setitem(start.STARTS, "remove", remove)


def last_row_has_the_key(patch: Patch) -> None:
    whole = uniqueness._claims
    patch.setattr(uniqueness, "_claims", lambda table, columns: [*whole(table, columns)][::-1])


def hashes_taken_on_trust(patch: Patch) -> None:
    class Whatever:
        __hash__ = None  # type: ignore[assignment]  # it equals everything

        def __eq__(self, _other: object) -> bool:
            return True

    patch.setattr(start, "field_hash", lambda _value: Whatever())


def old_revisions_not_looked_up(patch: Patch) -> None:
    patch.setattr(start, "_is_behind", lambda *_: False)


def whole_rows_conflict(patch: Patch) -> None:
    whole = start._bases

    def bases(setting: Any, row: Any, stored: Any) -> dict[str, Known]:
        return whole(setting, row, stored) if row.rev == stored.rev else {}

    patch.setattr(start, "_bases", bases)
