"""Which content of a sheet belongs to which id, as far as hashes of cells tell."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from crossfoot_sync.engine.fingerprint import field_hash
from crossfoot_sync.engine.likeness import COMPARED, nearest_pairs
from crossfoot_sync.engine.rows import SheetRow, SheetTable
from crossfoot_templates.standard import SCOPE_COLUMNS

Places: TypeAlias = dict[int, int]
"""Where contents belong: the position of a content to the position of the row whose id it is to have."""

_BLANK = field_hash(None)


@dataclass(frozen=True)
class Compared:
    """Suspect contents and ids as hashes, by position: first those of the key, then where not all are the same.

    Of a single content that is a single id but for the key they are all there.

    Attributes:
        keys: how many columns the key has.
    """

    contents: Mapping[int, Sequence[str]]
    bases: Mapping[int, Sequence[str]]
    keys: int

    @classmethod
    def of(cls, table: SheetTable, owners: Sequence[SheetRow], contents: Sequence[SheetRow]) -> Compared:
        """The ``contents`` of rows and the ids of ``owners``, each of which has a base."""
        key = table.view.table.key
        # whose a row is says little of which row it is: many have the same
        others = {*table.layout} - {*key, *SCOPE_COLUMNS}
        names = [*key, *(column.name for column in table.columns if column.name in others)]
        bases = {row.position: [row.base.hashes[name] for name in names] for row in owners if row.base}
        cells = {row.position: [table.hash_of(row, name) for name in names] for row in contents}
        whole = cls(cells, bases, len(key))
        if whole.one_but_for_the_key():
            # nothing else tells them apart, and it is not to be left out that all the rest says the same
            return whole
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

    def one_but_for_the_key(self) -> bool:
        """Whether there is one content and one id, and the content is mostly that, and all of it but for the key."""
        if len(self.contents) != 1 or len(self.bases) != 1:
            return False
        (content, cells), (owner, base) = *self.contents.items(), *self.bases.items()
        return cells[self.keys :] == base[self.keys :] and self.mostly(content, owner)

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
        return 2 * self.agree(content, owner) >= len(self.bases[owner]) - self.keys

    def agree(self, content: int, owner: int) -> int:
        """How many cells of a content are what an id was last in step with, the key left out and blanks counted."""
        pairs = zip(self.contents[content][self.keys :], self.bases[owner][self.keys :], strict=True)
        return sum(cell == base for cell, base in pairs)

    def rivals(self, content: int, owner: int) -> bool:
        """Whether a content is another than what stands beside an id, and no less what that was in step with."""
        another = self.contents[content] != self.contents[owner]
        return another and self.agree(content, owner) >= self.agree(owner, owner)


def places_of(compared: Compared, owners: Sequence[SheetRow], unowned: Sequence[SheetRow]) -> Places | None:
    """Where every content belongs; ``None`` where that is not certain."""
    places = _by_key(compared)
    places |= _by_the_rest(compared, places)
    alike = _by_likeness(compared, places)
    if alike is None:
        return None
    places |= alike
    if _torn(compared, places) or _disputed(compared, places, owners, unowned):
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


def _replaced(compared: Compared, places: Places, content: int, owner: int) -> bool:
    """Whether a new row would have the id of a row that is still there, edited: it may as well be a copy of that."""
    stays = owner not in places and compared.fit(owner, owner) > 0
    return content not in compared.bases and stays


def _by_key(compared: Compared) -> Places:
    """The contents that hold the natural key of another id, and fit it better than anything else does."""
    return {content: owner for content, owner in _of_same_key(compared).items() if compared.belongs(content, owner)}


def _of_same_key(compared: Compared) -> Places:
    return _same(
        {content: tuple(cells[: compared.keys]) for content, cells in compared.contents.items()},
        {owner: tuple(base[: compared.keys]) for owner, base in compared.bases.items()},
    )


def _torn(compared: Compared, places: Places) -> bool:
    """Whether a content holds the key of another id and fits that better than its own, and yet was not placed there.

    It may have been sorted away and what stands there edited, or both rows may have been typed over.
    """
    return any(
        places.get(content) != owner and compared.fit(content, owner) > compared.fit(content, content)
        for content, owner in _of_same_key(compared).items()
        if content in compared.bases
    )


def _disputed(compared: Compared, places: Places, owners: Sequence[SheetRow], unowned: Sequence[SheetRow]) -> bool:
    """Whether a new row holds the key of an id and may as well be that row as what stands beside the id.

    A copy that kept the number and its original, both edited, look the same once a sort made them change places. As
    long as they share their hidden cells there is nothing to be parted from.
    """
    by_key = {tuple(compared.bases[row.position][: compared.keys]): row for row in owners if not row.cleared}
    for row in unowned:
        owner = by_key.get(tuple(compared.contents.get(row.position, ())[: compared.keys]))
        if owner is None or row.position in places or row.id_cell == owner.id_cell:
            continue
        if compared.rivals(row.position, owner.position):
            return True
    return False


def _by_the_rest(compared: Compared, places: Places) -> Places:
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


def _by_likeness(compared: Compared, places: Places) -> Places | None:
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


def _only(rows: Mapping[int, Sequence[str]], columns: Iterable[int]) -> dict[int, Sequence[str]]:
    chosen = list(columns)
    return {position: [row[at] for at in chosen] for position, row in rows.items()}
