"""Bugs planted in the product to show that the simulation bites: each is what a plausible mistake would have left."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import delete

import crossfoot_server.merge as merging
from crossfoot_server.accounts.scope import Reach
from crossfoot_server.merge import Known, Merge
from crossfoot_server.services.pulling import changed, lists, reply
from crossfoot_server.services.pushing import settle as settling
from crossfoot_server.services.pushing import start, take, write
from crossfoot_server.services.pushing.own_row import own_row_check
from crossfoot_server.services.pushing.plan import PushPlan
from crossfoot_server.store import Store
from crossfoot_sync.client import desk
from crossfoot_sync.engine import answer, fingerprint, identity, outcome, parting, remarks, settle
from crossfoot_sync.engine.cells import Edits
from crossfoot_sync.engine.workbook import settle_ids
from crossfoot_sync.grids import memory
from crossfoot_sync.grids.relocation import Relocation
from crossfoot_templates.messages import say
from crossfoot_templates.types import Value
from crossfoot_tests.planted.plant import Plant
from crossfoot_tests.simulation.bugs_in_approvals import IN_APPROVALS
from crossfoot_tests.simulation.bugs_in_rules import IN_RULES

Patch = pytest.MonkeyPatch


def _last_writer_wins(patch: Patch) -> None:
    patch.setattr(merging, "merge_field", lambda mine, theirs, _base: "same" if mine == theirs else "mine")


def _first_writer_wins(patch: Patch) -> None:
    whole = merging.merge_field

    def keep_theirs(mine: Value, theirs: Value, base: Known | None) -> merging.Verdict:
        verdict = whole(mine, theirs, base)
        return "theirs" if verdict == "conflict" else verdict

    patch.setattr(merging, "merge_field", keep_theirs)


def _whole_rows(patch: Patch) -> None:
    def merge_row(mine: Mapping[str, Value], theirs: Mapping[str, Value], bases: Mapping[str, Known]) -> Merge:
        fits = all(name in bases and theirs.get(name) == bases[name].value for name in mine)
        behind = any(name not in mine and base.value != theirs.get(name) for name, base in bases.items())
        differing = {name: value for name, value in mine.items() if value != theirs.get(name)}
        return Merge(differing, {}) if fits and not behind else Merge({}, differing)

    patch.setattr(start, "merge_row", merge_row)


def _base_without_open(patch: Patch) -> None:
    patch.setattr(settle, "_open", lambda *_: settle.LEFT)


def _replay_applied_twice(patch: Patch) -> None:
    def forget(connection: Any, opened: Any, received: Any) -> None:
        batch = opened.store.schema.batch
        connection.execute(delete(batch).where(batch.c.id == received.batch.id))

    patch.setattr(take, "recorded", forget)


def _feed_row_skipped(patch: Patch) -> None:
    whole = changed.select_rows

    def one_less(*asked: Any) -> changed.Selection:
        found = whole(*asked)
        longest = max(found.ids, key=lambda name: len(found.ids[name]), default="")
        kept = {name: ids[1:] if name == longest and len(ids) > 1 else ids for name, ids in found.ids.items()}
        return changed.Selection(kept, found.cursor, found.more)

    patch.setattr(reply, "select_rows", one_less)


def _no_reconciliation(patch: Patch) -> None:
    patch.setattr(desk, "out_of_step", lambda *_: [])


def _scope_leak(patch: Patch) -> None:
    patch.setattr(Reach, "covers", lambda *_: True)


def _lists_tell_names(patch: Patch) -> None:
    whole = lists._row_entries
    everywhere = Reach(everything=True, entities=frozenset(), teams=frozenset(), owners=frozenset())

    def everything(connection: Any, opened: Any, *rest: Any) -> Any:
        return whole(connection, replace(opened, reach=everywhere), *rest)

    patch.setattr(lists, "_row_entries", everything)


class Careless(Relocation):
    """Finds the row of every cell, whatever came into the cell meanwhile."""

    def check(self, edit: Any) -> Any:
        found = super().check(edit)
        return found if isinstance(found, int) else self._now_at.get(edit.row, found)


def _without_compare_and_set(patch: Patch) -> None:
    patch.setattr(memory, "Relocation", Careless)


def _ids_not_kept(patch: Patch) -> None:
    patch.setattr(desk.Desk, "_keep_ids", lambda self, book: (settle_ids(book, self.new_id), True)[1])


def _copies_keep_their_id(patch: Patch) -> None:
    patch.setattr(identity, "_copies", lambda _table: None)


def _no_rejoining(patch: Patch) -> None:
    patch.setattr(identity, "rejoin", lambda _table: None)


def _mixed_rows_edited(patch: Patch) -> None:
    patch.setattr(parting, "hold_mixed", lambda *_given: None)


def _outbox_closed_early(patch: Patch) -> None:
    whole = desk.Desk._apply

    def apply(self: desk.Desk, book: Any, exchange: Any) -> Any:
        self.outbox.close()
        return whole(self, book, exchange)

    patch.setattr(desk.Desk, "_apply", apply)
    patch.setattr(desk.Desk, "_resume", lambda self: None)


def _bases_alone(patch: Patch) -> None:
    patch.setattr(outcome._Table, "_tie_together", lambda _: None)


def _no_stepping_back(patch: Patch) -> None:
    _bases_alone(patch)
    patch.setattr(desk, "step_back", lambda *_: Edits())


def _not_asked_again(patch: Patch) -> None:
    _bases_alone(patch)
    patch.setattr(desk, "ask_again", lambda *_: Edits())


def _epoch_kept(patch: Patch) -> None:
    patch.setattr(Store, "renew_epoch", lambda self: self.epoch)


def _restore_taken_for_news(patch: Patch) -> None:
    whole = answer.Answer.of

    def as_ever(*facts: Any) -> Any:
        return replace(whole(*facts), restored=False)

    patch.setattr(answer.Answer, "of", as_ever)


def _removal_without_revision(patch: Patch) -> None:
    def remove(setting: Any, row: Any, stored: Any) -> Any:
        if stored is not None:
            row.rev = stored.rev
        return whole(setting, row, stored)

    whole = start.STARTS["remove"]
    patch.setitem(start.STARTS, "remove", remove)


def _one_bad_row_blocks_all(patch: Patch) -> None:
    whole = own_row_check

    def check_of(connection: Any, plan: PushPlan) -> Callable[[PushPlan], bool]:
        check = whole(connection, plan)

        def judge(plan: PushPlan) -> bool:
            refused = check(plan)
            if refused:
                for table, row in plan.rows():
                    for column in list(row.taken) if row.action == "update" else ():
                        plan.refuse(table, row, column, say("row_refused", columns=column))
            return refused

        return judge

    patch.setattr(settling, "own_row_check", check_of)


def _committed_halfway(patch: Patch) -> None:
    whole = write._write_versions

    def write_versions(connection: Any, table: Any, stamp: Any) -> None:
        connection.exec_driver_sql("COMMIT")
        connection.exec_driver_sql("BEGIN IMMEDIATE")
        whole(connection, table, stamp)

    patch.setattr(write, "_write_versions", write_versions)


def _no_reason(patch: Patch) -> None:
    patch.setattr(remarks, "write_message", lambda _lines: None)


def _ids_loose_of_bases(patch: Patch) -> None:
    whole = fingerprint.base_tag
    patch.setattr(fingerprint, "base_tag", lambda _row_id, columns: whole("", columns))


def _bugs(*planted: tuple[str, str, str, Callable[[Patch], None]]) -> dict[str, Plant]:
    return {name: Plant(name, hazard, says, breaks) for name, hazard, says, breaks in planted}


PLANTS: dict[str, Plant] = _bugs(
    ("last writer wins", "H20", "the pushed value always counts", _last_writer_wins),
    ("first writer wins", "H20", "a value that contradicts the store's is dropped without a word", _first_writer_wins),
    ("whole rows conflict", "H20", "a row that somebody else touched is a conflict in every field", _whole_rows),
    ("base without open", "H32", "`_base` advances and the field that differs is not marked open", _base_without_open),
    ("replay applied twice", "H21", "a batch that comes again is taken in again", _replay_applied_twice),
    ("feed row skipped", "", "a changed row is left out of the pull for good", _feed_row_skipped),
    ("no reconciliation", "H25", "nobody looks at the digest of what is visible", _no_reconciliation),
    ("scope leak", "H17", "rows out of reach are treated like one's own when they are pushed", _scope_leak),
    ("lists tell names", "H17", "the lists name customers that are out of sight", _lists_tell_names),
    (
        "no compare and set",
        "H27",
        "cells are written although they changed since they were read",
        _without_compare_and_set,
    ),
    ("copies keep their id", "H03", "a copied row is pushed under the id of the original", _copies_keep_their_id),
    ("no rejoining", "H02", "rows parted from their ids by a sort are pushed as edits", _no_rejoining),
    (
        "outbox closed early",
        "H23",
        "the outbox is emptied before the reply is applied and never resumed",
        _outbox_closed_early,
    ),
    (
        "no stepping back",
        "H27",
        "a row that was typed in meanwhile counts as in step with what could not be written",
        _no_stepping_back,
    ),
    (
        "not asked again",
        "H27",
        "a choice made while the reply was on its way decides fields it was not made of",
        _not_asked_again,
    ),
    ("epoch kept", "H33", "a store restored from a backup keeps its epoch", _epoch_kept),
    (
        "restore taken for news",
        "H33",
        "after a restore the workbook takes the older values for news",
        _restore_taken_for_news,
    ),
    (
        "removal without revision",
        "H06",
        "a row is removed whatever happened to it since it was seen",
        _removal_without_revision,
    ),
    (
        "one bad row blocks all",
        "",
        "a refused row takes the changed rows of the batch with it",
        _one_bad_row_blocks_all,
    ),
    ("committed halfway", "H22", "rows are committed before their versions are written", _committed_halfway),
    ("no reason", "", "a refused row does not say why", _no_reason),
    ("ids loose of bases", "H18", "a base counts beside whatever id it stands", _ids_loose_of_bases),
    ("mixed rows edited", "H02", "cells that a sort of some columns moved are pushed as edits", _mixed_rows_edited),
    ("ids not kept", "H23", "new ids are sent before they stand in the sheet", _ids_not_kept),
    (
        "bases alone",
        "H23",
        "what a row is in step with is written though its cells were missed, and seen to only afterwards",
        _bases_alone,
    ),
    *IN_RULES,
    *IN_APPROVALS,
)
"""Every planted bug by name."""

FOUND_AT = {
    "last writer wins": 0,
    "first writer wins": 0,
    "whole rows conflict": 2,
    "base without open": 0,
    "replay applied twice": 0,
    "feed row skipped": 3,
    "no reconciliation": 3,
    "scope leak": 44,
    "lists tell names": 0,
    "no compare and set": 0,
    "copies keep their id": 0,
    "no rejoining": 2,
    "outbox closed early": 3,
    "no stepping back": 0,
    "not asked again": 0,
    "epoch kept": 16,
    "restore taken for news": 16,
    "removal without revision": 3,
    "one bad row blocks all": 1,
    "committed halfway": 3,
    "no reason": 0,
    "ids loose of bases": 42,
    "mixed rows edited": 2,
    "ids not kept": 15,
    "limit on stored rows": 0,
    "refused rows counted": 12,
    "bound lowered unasked": 4,
    "default overwrites": 0,
    "lock on new row": 0,
    "figures not told": 0,
    "figures of old formulas": 1,
    "figures of an older server": 3,
    "typed figure kept": 1,
    "typed figure untold": 0,
    "waiting counted": 0,
    "own approved": 40,
    "waiting untold": 2,
}
"""The first seed, counted from 0, that finds each planted bug; the page on the simulation says so too."""

BUGS: dict[str, Plant] = {name: PLANTS[name] for name in FOUND_AT}
"""The planted bugs that seeds find."""

GUARDED: dict[str, Plant] = {name: plant for name, plant in PLANTS.items() if name not in FOUND_AT}
"""Those that direct tests find, and the seeds that were played did not."""
