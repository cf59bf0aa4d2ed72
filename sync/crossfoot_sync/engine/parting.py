"""Rows that a sort parted from their hidden ids, known again by what stands in them (H02)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias, get_args

from crossfoot_sync.engine.fingerprint import field_hash
from crossfoot_sync.engine.likeness import COMPARED, nearest_pairs
from crossfoot_sync.engine.openfields import OpenField
from crossfoot_sync.engine.rows import Decision, SheetRow, SheetTable, decided, decision_of
from crossfoot_templates.layout import MESSAGE, TICK
from crossfoot_templates.messages import say
from crossfoot_templates.model import Language
from crossfoot_templates.standard import SCOPE_COLUMNS

Places: TypeAlias = dict[int, int]
"""Where contents belong: the position of a content to the position of the row whose id it is to have."""

_BLANK = field_hash(None)
_SAID = {say(code).text(language) for code in ("row_parted", "row_parted_new") for language in get_args(Language)}


def rejoin(table: SheetTable) -> None:
    """Bring contents and ids together again where the natural keys show that they were parted.

    Suspect are the rows whose natural key is not the one their id was last in step with; their contents, and
    those of rows without an id, may belong to any of their ids. A content belongs to the id that was last in step
    with its key or, where its key was edited as well, to the one that it is most like and that nothing else is
    more like. Where nothing has moved, the rows are simply edited. Where something has, and it is not certain
    where everything else belongs, the suspect rows are held, until they are put back or their user says that what
    stands in them was typed there.
    """
    answers = {row.position: _answer(table, row) for row in table.rows}
    for row in table.rows:
        if answers[row.position] == "theirs":
            _give_way(table, row)
    unowned = [row for row in table.rows if row.is_new and answers[row.position] != "mine"]
    owners = _suspects(table, unowned, answers)
    if not owners:
        return
    compared = _Compared.of(table, owners, [row for row in (*owners, *unowned) if not row.cleared])
    places = _places(compared, owners, unowned)
    if places is None:
        _hold(table, compared, owners, unowned)
        return
    moved = sum(content != owner for content, owner in places.items())
    if moved:
        _assign(table, owners, places)
        table.findings.append(say("rows_reassociated", count=moved))


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


@dataclass(frozen=True)
class _Compared:
    """Suspect contents and ids as hashes, by position: first those of the key, then where not all are the same.

    Attributes:
        keys: how many columns the key has.
    """

    contents: Mapping[int, Sequence[str]]
    bases: Mapping[int, Sequence[str]]
    keys: int

    @classmethod
    def of(cls, table: SheetTable, owners: Sequence[SheetRow], contents: Sequence[SheetRow]) -> _Compared:
        key = table.view.table.key
        # whose a row is says little of which row it is: many have the same
        others = {*table.layout} - {*key, *SCOPE_COLUMNS}
        names = [*key, *(column.name for column in table.columns if column.name in others)]
        bases = {row.position: [row.base.hashes[name] for name in names] for row in owners if row.base}
        cells = {row.position: [table.hash_of(row, name) for name in names] for row in contents}
        everything = [*bases.values(), *cells.values()]
        alike = [len({row[at] for row in everything}) == 1 for at in range(len(names))]
        telling = [at for at in range(len(names)) if at < len(key) or not alike[at]]
        return cls(_only(cells, telling), _only(bases, telling), len(key))

    def fit(self, content: int, owner: int) -> int:
        """How many cells of a content are what an id was last in step with; blanks say nothing."""
        if content not in self.contents:
            return 0
        pairs = zip(self.contents[content], self.bases[owner], strict=True)
        return sum(cell == base != _BLANK for cell, base in pairs)

    def may_have_been(self, content: int, owner: int) -> bool:
        """Whether a content holds the key, or half, of what an id was last in step with; blanks say nothing."""
        key, owned = self.contents.get(content, ())[: self.keys], self.bases[owner][: self.keys]
        return (key == owned and {*owned} != {_BLANK}) or self.mostly(content, owner)

    def belongs(self, content: int, owner: int) -> bool:
        """Whether a content fits an id better than what stands beside it, and better than its own."""
        fit = self.fit(content, owner)
        own = self.fit(content, content) if content in self.bases else 0
        return fit > own and fit > self.fit(owner, owner)

    def mostly(self, content: int, owner: int) -> bool:
        """Whether half of what an id was last in step with stands in a content."""
        return 2 * self.fit(content, owner) >= max(1, sum(base != _BLANK for base in self.bases[owner]))

    def at_home(self, content: int, owner: int) -> bool:
        """Whether a content stands beside the id and, but for the key, is mostly what that was in step with."""
        return content == owner and self.mostly_but_for_the_key(content, owner)

    def mostly_but_for_the_key(self, content: int, owner: int) -> bool:
        """The same of all columns that are not part of the key."""
        pairs = zip(self.contents[content][self.keys :], self.bases[owner][self.keys :], strict=True)
        same = [cell == base for cell, base in pairs]
        return 2 * sum(same) >= len(same)


def _places(compared: _Compared, owners: Sequence[SheetRow], unowned: Sequence[SheetRow]) -> Places | None:
    """Where every content belongs; ``None`` where that is not certain."""
    places = _by_key(compared)
    places |= _by_the_rest(compared, places)
    alike = _by_likeness(compared, places)
    if alike is None:
        return None
    places |= alike
    if _torn(compared, places):
        return None
    if all(content == owner for content, owner in places.items()) or not places:
        return {}
    if any(_replaced(compared, places, content, owner) for content, owner in places.items()):
        return None
    taken = set(places.values())
    rows_left = [row for row in owners if row.position not in places and not row.cleared]
    ids_left = [row for row in owners if row.position not in taken]
    if rows_left and ids_left:
        row, left = rows_left[0].position, ids_left[0].position
        if len(rows_left) > 1 or len(ids_left) > 1 or unowned or not compared.mostly_but_for_the_key(row, left):
            return None
        places[row] = left
        ids_left.clear()
    emptied = (row.position for row in owners if row.cleared)
    return places | {position: left.position for position, left in zip(emptied, ids_left, strict=False)}


def _replaced(compared: _Compared, places: Places, content: int, owner: int) -> bool:
    """Whether a new row would have the id of a row that is still there, edited: it may as well be a copy of that."""
    stays = owner not in places and compared.fit(owner, owner) > 0
    return content not in compared.bases and stays


def _hold(table: SheetTable, compared: _Compared, owners: Sequence[SheetRow], unowned: Sequence[SheetRow]) -> None:
    """Send nothing of the rows whose ids are in doubt, and of the new ones that may have had one of those ids."""
    for row in owners:
        _hold_row(table, row, "row_parted")
    few = len(owners) * len(unowned) <= COMPARED
    for row in unowned:
        if not few or any(compared.may_have_been(row.position, owner.position) for owner in owners):
            _hold_row(table, row, "row_parted_new")
    count = sum(row.held is not None for row in (*owners, *unowned))
    table.findings.append(say("rows_held", count=count))


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
        row.open |= {name: OpenField("c", row.base.rev, table.hash_of(row, name)) for name in table.changed(row)}
        row.decisions = dict.fromkeys(row.open, "theirs")


def _only(rows: Mapping[int, Sequence[str]], columns: Iterable[int]) -> dict[int, Sequence[str]]:
    chosen = list(columns)
    return {position: [row[at] for at in chosen] for position, row in rows.items()}


def _by_key(compared: _Compared) -> Places:
    """The contents that hold the natural key of another id, and fit it better than anything else does."""
    return {content: owner for content, owner in _of_same_key(compared).items() if compared.belongs(content, owner)}


def _of_same_key(compared: _Compared) -> Places:
    return _same(
        {content: tuple(cells[: compared.keys]) for content, cells in compared.contents.items()},
        {owner: tuple(base[: compared.keys]) for owner, base in compared.bases.items()},
    )


def _torn(compared: _Compared, places: Places) -> bool:
    """Whether a content holds the key of another id and fits that better than its own, and yet was not placed there.

    It may have been sorted away and what stands there edited, or both rows may have been typed over.
    """
    return any(
        places.get(content) != owner and compared.fit(content, owner) > compared.fit(content, content)
        for content, owner in _of_same_key(compared).items()
        if content in compared.bases
    )


def _by_the_rest(compared: _Compared, places: Places) -> Places:
    """Of the remaining ones, the contents that are what an id was last in step with but for the key."""
    taken = set(places.values())
    return _same(
        {at: tuple(cells[compared.keys :]) for at, cells in compared.contents.items() if at not in places},
        {at: tuple(base[compared.keys :]) for at, base in compared.bases.items() if at not in taken},
    )


def _same(contents: Mapping[int, tuple[str, ...]], bases: Mapping[int, tuple[str, ...]]) -> Places:
    """The contents and ids that are the same and like no other, blanks apart."""
    rows, owners = _once(contents), _once(bases)
    return {rows[cells]: owners[cells] for cells in rows.keys() & owners.keys() if {*cells} - {_BLANK}}


def _once(hashes: Mapping[int, tuple[str, ...]]) -> dict[tuple[str, ...], int]:
    """Positions by hashes that stand at no other position."""
    counts = Counter(hashes.values())
    return {cells: position for position, cells in hashes.items() if counts[cells] == 1}


def _by_likeness(compared: _Compared, places: Places) -> Places | None:
    """The remaining contents and ids that are mostly the same and like nothing else as much.

    ``None`` where there are too many to compare.
    """
    taken = set(places.values())
    contents = [position for position in compared.contents if position not in places]
    ids = [position for position in compared.bases if position not in taken]
    if len(contents) * len(ids) > COMPARED:
        return None
    fits = {content: {owner: compared.fit(content, owner) for owner in ids} for content in contents}
    return {
        content: owner
        for content, owner in nearest_pairs(fits).items()
        if compared.mostly(content, owner) or compared.at_home(content, owner)
    }


def _assign(table: SheetTable, owners: Sequence[SheetRow], places: Places) -> None:
    """Give every content the id it belongs to; an owner's row that none belongs to is a new one."""
    identities = {row.position: (row.id, row.base_cell, row.base, row.open) for row in owners}
    for row in table.rows:
        if row.position in places:
            row.id, row.base_cell, row.base, opened = identities[places[row.position]]
            # the tick moved with the content, the open fields stayed with the id: whatever other content they were
            # noted of, what stands here now is no decision
            row.open = {name: replace(each, mine=table.hash_of(row, name)) for name, each in opened.items()}
            row.decisions = decided(row.open, table.raw(row, TICK))
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
