"""Rows that a sort parted from their hidden ids, known again by what stands in them (H02)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import get_args

from crossfoot_sync.engine.compared import Compared, Places, places_of
from crossfoot_sync.engine.likeness import COMPARED
from crossfoot_sync.engine.mixing import hold_mixed, left_behind, rows_mixed
from crossfoot_sync.engine.openfields import OpenField
from crossfoot_sync.engine.rows import Decision, SheetRow, SheetTable, decided, decision_of
from crossfoot_templates.layout import MESSAGE, TICK
from crossfoot_templates.messages import say
from crossfoot_templates.model import Language
from crossfoot_templates.standard import SCOPE_COLUMNS

HELD = ("row_parted", "row_parted_new", "row_mixed")
"""Why a row may be held."""

_SAID = {say(code).text(language) for code in HELD for language in get_args(Language)}


def rejoin(table: SheetTable) -> None:
    """Bring contents and ids together again that were parted, as the natural keys show, or hold what is in doubt.

    Suspect are the rows whose natural key is not the one their id was last in step with; their contents, and
    those of rows without an id, may belong to any of their ids. A content belongs to the id that was last in step
    with its key or, where its key was edited as well, to the one that it is most like and that nothing else is
    more like. Where nothing has moved, the rows are simply edited. Where something has, and it is not certain
    where everything else belongs, the suspect rows are held, until they are put back or their user says that what
    stands in them was typed there. So are rows of which only some cells were moved, and rows that took in what stood
    in one that is blank now.
    """
    answers = {row.position: _answer(table, row) for row in table.rows}
    for row in table.rows:
        if answers[row.position] == "theirs":
            _give_way(table, row)
    _match(table, answers)
    free = [row for row in table.rows if answers[row.position] is None or _unowned(row, answers)]
    _hold_taken_in(table, [row for row in free if row.held is None and _key_covered(table, row)])
    hold_mixed(table, free)


def _match(table: SheetTable, answers: Mapping[int, Decision | None]) -> None:
    unowned = [row for row in table.rows if _unowned(row, answers)]
    owners = _suspects(table, unowned, answers)
    if not owners:
        return
    compared = Compared.of(table, owners, [row for row in (*owners, *unowned) if not row.cleared])
    places = places_of(compared, owners, unowned)
    if places is None or any(_key_typed(table, row, compared, places) for row in unowned):
        count = _hold(table, compared, owners, unowned, "row_parted")
        table.findings.append(say("rows_held", count=count))
        return
    bases = {row.position: row.base for row in owners if row.base}
    moved = {content: owner for content, owner in places.items() if content != owner}
    pairs = {content: (bases[owner], bases.get(content)) for content, owner in moved.items()}
    stayed = left_behind(table, pairs)
    if stayed:
        count = _hold(table, compared, owners, unowned, "row_mixed")
        table.findings.append(rows_mixed(table, count, stayed))
    elif moved:
        _assign(table, owners, places)
        table.findings.append(say("rows_reassociated", count=len(moved)))


def _key_typed(table: SheetTable, row: SheetRow, compared: Compared, places: Places) -> bool:
    """Whether a new row would be taken for another by its key, which was refused where it stands now, and little else.

    So it was typed there, and not moved there with the rest of the row that has it.
    """
    opened = ((row.open.get(name), table.hash_of(row, name)) for name in table.view.table.key)
    refused = any(each is not None and each.mine == held for each, held in opened)
    place = places.get(row.position)
    return refused and place is not None and not compared.mostly_but_for_the_key(row.position, place)


def _hold_taken_in(table: SheetTable, free: Sequence[SheetRow]) -> None:
    """Hold the rows that are more like what stood in a row that is blank now than like their own, and those blank rows.

    A number typed over with that of a row that was emptied fits the id of that row, once a sort has brought it there.
    As well may all but the number have been moved there by hand.

    Args:
        table: the sheet, every row with the id that its content seems to belong to.
        free: its rows with an id of which nothing has been decided.
    """
    emptied = [row for row in free if row.cleared]
    if not emptied:
        return
    # a row that has its key still is more like another only if several of its cells are that one's
    edited = [row for row in free if not row.cleared and len({*table.changed(row)} - {*SCOPE_COLUMNS}) > 1]
    if len(emptied) * len(edited) > COMPARED:
        taken, held = edited, [*emptied, *edited]
    else:
        compared = Compared.of(table, [*emptied, *edited], edited)
        pairs = [(row, blank) for row in edited for blank in emptied if _fits_better(compared, row, blank)]
        taken = list({row.position: row for row, _ in pairs}.values())
        held = [*taken, *{blank.position: blank for _, blank in pairs}.values()]
    for row in held:
        _hold_row(table, row, "row_parted")
    if taken:
        table.findings.append(say("rows_held", count=len(taken)))


def _fits_better(compared: Compared, row: SheetRow, blank: SheetRow) -> bool:
    """Whether what stands in ``row`` is more like what stood in ``blank`` than like what stood there itself."""
    return compared.fit(row.position, blank.position) > compared.fit(row.position, row.position)


def _unowned(row: SheetRow, answers: Mapping[int, Decision | None]) -> bool:
    """Whether a row is new and its user has not said so: theirs is no answer to that, for there is none."""
    return row.is_new and answers[row.position] != "mine"


def _suspects(table: SheetTable, unowned: Sequence[SheetRow], answers: Mapping[int, Decision | None]) -> list[SheetRow]:
    """The rows with an id that may stand beside another content than their own.

    Those are the ones whose key changed, and those whose key stands in one of these or in a new row as well: a number
    that was typed twice does not tell which of the two rows stands where.
    """
    changed = {row.position for row in table.rows if _key_changed(table, row) and answers[row.position] is None}
    if not changed and not unowned:
        return []
    strange = {_key(table, row) for row in table.rows if row.position in changed} | {
        _key(table, row) for row in unowned
    }
    return [
        row
        for row in table.rows
        if row.position in changed
        or (_key_covered(table, row) and answers[row.position] is None and _key(table, row) in strange)
    ]


def _hold(
    table: SheetTable, compared: Compared, owners: Sequence[SheetRow], unowned: Sequence[SheetRow], why: str
) -> int:
    """Send nothing of the rows whose ids are in doubt, and of the new ones that may have had one of those ids.

    How many rows that are.
    """
    for row in owners:
        _hold_row(table, row, why)
    few = len(owners) * len(unowned) <= COMPARED
    for row in unowned:
        if not few or any(compared.may_have_been(row.position, owner.position) for owner in owners):
            _hold_row(table, row, "row_parted_new")
    return sum(row.held is not None for row in (*owners, *unowned))


def _hold_row(table: SheetTable, row: SheetRow, why: str) -> None:
    row.held, row.held_as = say(why), table.content_of(row)


def _answer(table: SheetTable, row: SheetRow) -> Decision | None:
    """What the user chose for a row of which they were told that it is held.

    Theirs takes the place of what stood there then. What was typed since, before the choice or after it, is not given
    up: the row asks again.
    """
    decision = decision_of(table.raw(row, TICK))
    if decision is None or table.raw(row, MESSAGE) not in _SAID:
        return None
    return decision if decision == "mine" or table.content_of(row) in table.told else None


def _give_way(table: SheetTable, row: SheetRow) -> None:
    """Let the store's values take the place of all that differs: that is what the user of a held row chose."""
    if row.base is not None:
        changed = {name: OpenField("c", row.base.rev, table.hash_of(row, name)) for name in table.changed(row)}
        # what waits for an approval is taken back with it
        waiting = {
            name: replace(each, mine=table.hash_of(row, name)) for name, each in row.open.items() if each.state == "w"
        }
        row.open |= changed | waiting
        row.decisions = dict.fromkeys(row.open, "theirs")


def _assign(table: SheetTable, owners: Sequence[SheetRow], places: Places) -> None:
    """Give every content the id it belongs to; an owner's row that none belongs to is a new one."""
    identities = {row.position: (row.id, row.base_cell, row.base, row.open) for row in owners}
    for row in table.rows:
        if row.position in places:
            row.id, row.base_cell, row.base, row.open = identities[places[row.position]]
            # the tick moved with the content, the open fields stayed with the id: of whatever other content they were
            # noted, what stands here now is no decision, and a choice made beside it was not made of them
            asked = {name: each for name, each in row.open.items() if not table.edited(row, name)}
            row.decisions = decided(asked, table.raw(row, TICK))
            row.open = {name: replace(each, mine=table.hash_of(row, name)) for name, each in row.open.items()}
        elif row.position in identities:
            row.forget()


def _key_changed(table: SheetTable, row: SheetRow) -> bool:
    """Whether another natural key stands in the row than its id was last in step with, as far as that can be told.

    In a row that the store does not show its user any more, what the key points at may be out of their reach too. Then
    it names nothing that the lists hold, and says nothing of whether the row moved.
    """
    if row.base is None or not _key_covered(table, row):
        return False
    names = table.view.table.key
    told = names if row.known else [name for name in names if name in row.wire]
    return any(row.base.hashes[name] != table.hash_of(row, name) for name in told)


def _key_covered(table: SheetTable, row: SheetRow) -> bool:
    """Whether the key stands in the sheet and in what the row was last in step with."""
    names = {*table.view.table.key}
    return row.base is not None and row.base.hashes.keys() >= names and table.cells.columns.keys() >= names


def _key(table: SheetTable, row: SheetRow) -> tuple[str, ...]:
    return tuple(table.hash_of(row, name) for name in table.view.table.key)
