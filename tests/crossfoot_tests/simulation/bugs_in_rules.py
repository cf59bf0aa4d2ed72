"""Bugs planted in what rules, defaults and formulas do."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

import pytest

from crossfoot_server.services import open_store
from crossfoot_server.services.calculating import computed as filling
from crossfoot_server.services.calculating.judging import verdicts
from crossfoot_server.services.calculating.kept import current
from crossfoot_server.services.pushing import locks, start
from crossfoot_server.services.pushing.plan import PushPlan, RowPlan, TablePlan
from crossfoot_server.services.pushing.rules import rows_to_be
from crossfoot_server.services.pushing.sets import overlay
from crossfoot_server.services.pushing.sets.groups import Groups
from crossfoot_sync.engine import computed, diff, outcome
from crossfoot_templates.logic import TableLogic
from crossfoot_templates.model import Rule
from crossfoot_templates.types import Value

Patch = pytest.MonkeyPatch


def _limit_on_stored_rows(patch: Patch) -> None:
    patch.setattr(overlay, "as_it_would_be", overlay.as_it_is)


def _refused_rows_counted(patch: Patch) -> None:
    whole = overlay.as_it_would_be

    def counted(row: RowPlan) -> Mapping[str, Value] | None:
        return row.end() if row.is_new and row.open else whole(row)

    patch.setattr(overlay, "as_it_would_be", counted)


def _bound_lowered_unasked(patch: Patch) -> None:
    whole = Groups._heads

    def others(self: Groups, table: TablePlan, row: RowPlan) -> Iterator[tuple[str, tuple[str, ...]]]:
        return ((head, columns) for head, columns in whole(self, table, row) if head != row.id or row.is_new)

    patch.setattr(Groups, "_heads", others)


def _default_overwrites(patch: Patch) -> None:
    whole = filling.fill_blanks

    def fill(logic: TableLogic, rows: Mapping[str, dict[str, Value]], context: Any) -> None:
        for row in rows.values():
            row.update(dict.fromkeys(logic.defaults))
        whole(logic, rows, context)

    patch.setattr(start, "fill_blanks", fill)


def _lock_on_new_row(patch: Patch) -> None:
    def locked(plan: PushPlan, table: TablePlan) -> Iterator[tuple[RowPlan, Rule]]:
        logic = plan.opened.store.logic[table.name]
        touched = [row for row in table.rows if row.stored is not None and (row.action == "update" or row.leaves)]
        in_hand = rows_to_be(plan, logic, touched, plan.context)
        for each in logic.locks if touched else ():
            found = verdicts(in_hand, each.formula)
            yield from ((row, each.rule) for row, holds in zip(touched, found, strict=True) if holds is True)

    patch.setattr(locks, "_locked", locked)


def _figures_not_told(patch: Patch) -> None:
    patch.setattr(current, "stamp", lambda *_: None)


def _figures_of_old_formulas(patch: Patch) -> None:
    patch.setitem(open_store.__globals__, "refresh", lambda _store: None)


def _figures_of_an_older_server(patch: Patch) -> None:
    patch.setattr(current, "distrust", lambda *_: None)


def _figures_missed(patch: Patch) -> None:
    patch.setattr(computed.ComputedCells, "stale", lambda *_: False)
    patch.setattr(outcome, "write_stale", lambda *_: {})


def _typed_figure_kept(patch: Patch) -> None:
    patch.setattr(diff, "wanting", lambda *_: False)


def _typed_figure_untold(patch: Patch) -> None:
    patch.setattr(computed.ComputedCells, "replaced", lambda *_: iter(()))


IN_RULES: tuple[tuple[str, str, str, Callable[[Patch], None]], ...] = (
    ("limit on stored rows", "", "a limit is judged on what is stored, without what is pushed", _limit_on_stored_rows),
    ("refused rows counted", "", "a limit counts new rows that are refused for something else", _refused_rows_counted),
    ("bound lowered unasked", "", "a limit is not asked when its bound changes", _bound_lowered_unasked),
    ("default overwrites", "", "a default takes the place of what was typed", _default_overwrites),
    ("lock on new row", "", "a lock looks at the row as it would be", _lock_on_new_row),
    ("figures not told", "", "a figure that changed with another row is not sent to who shows it", _figures_not_told),
    ("figures of old formulas", "H16", "an upgrade leaves the figures of older formulas", _figures_of_old_formulas),
    (
        "figures of an older server",
        "H16",
        "what a server that was not upgraded yet calculated meanwhile stays",
        _figures_of_an_older_server,
    ),
    ("figures missed", "H02", "a figure that changed while its row is held stays as it was", _figures_missed),
    ("typed figure kept", "", "what was typed over a computed cell stays there", _typed_figure_kept),
    ("typed figure untold", "", "what was typed over a computed cell goes without a word", _typed_figure_untold),
)
"""Each by name, with the hazard, what is broken, and what breaks it."""
