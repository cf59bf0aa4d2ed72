"""Cells that went to other rows without the rest of theirs, as when only some of the columns are sorted (H02).

Nothing in such a row is wrong by itself: it holds its own id and values that the store would take. What gives it away
is the other rows: what a column holds now in the rows that changed there is what those same rows held before.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import get_args

from crossfoot_sync.engine.fingerprint import Base, field_hash
from crossfoot_sync.engine.rows import SheetRow, SheetTable
from crossfoot_templates.layout import MESSAGE
from crossfoot_templates.messages import Message, say
from crossfoot_templates.model import Language
from crossfoot_templates.standard import SCOPE_COLUMNS
from crossfoot_templates.types import Boolean, Choice, Code, Date, DateTime, LongText, Reference, Text

FEWEST = 3
"""Rows, and values that differ, of which a single column is known to have been sorted: two may be exchanged by hand."""

ENOUGH = 0.8
"""The share of a column's values that must have stood in its changed rows before; the rest may be typed since."""

_BLANK = field_hash(None)

_SAID = {say("row_mixed").text(language) for language in get_args(Language)}

_Edits = Mapping[str, Sequence[SheetRow]]
"""The rows that differ from what they were last in step with, by column."""


def hold_mixed(table: SheetTable, free: Sequence[SheetRow]) -> None:
    """Hold the rows whose cells seem to have come from one another.

    Args:
        table: the sheet, every row with the id that its content belongs to.
        free: its rows of which nothing has been decided.
    """
    candidates = [row for row in free if not row.held and not row.cleared and not row.doubted]
    new = [row for row in candidates if row.is_new]
    edits = _edits(table, [row for row in candidates if row.base])
    taken = [*_taken_from_held(table, edits)]
    columns = {*_shuffled(table, edits, new)}
    mixed = {row.position for name in columns for row in edits[name]}
    stood = {name: {_before(row, name) for row in edits[name]} - {_BLANK} for name in columns}
    mixed |= {row.position for row in new for name in columns if table.hash_of(row, name) in stood[name]}
    touched = {row.position: row for rows in (*edits.values(), new) for row in rows}
    # a row between them that fits in by chance, is new or was edited since is as much in doubt
    between = range(min(mixed), max(mixed) + 1) if mixed else ()
    asked = {row.position for row in touched.values() if row.position in between or _still_asked(table, row)}
    held = [row for row in touched.values() if row.position in asked.union(taken)]
    for row in held:
        row.held, row.held_as = say("row_mixed"), table.content_of(row)
    if mixed:
        table.findings.append(rows_mixed(table, len(held), columns))
    elif held:
        table.findings.append(say("rows_held", count=len(held)))


def rows_mixed(table: SheetTable, count: int, columns: Collection[str]) -> Message:
    """What is said of a table some rows of which are held because cells changed places in ``columns``."""
    named = [column.name for column in table.columns if column.name in columns]
    return say("rows_mixed", count=count, columns=", ".join(named))


def left_behind(table: SheetTable, moved: Mapping[int, tuple[Base, Base | None]]) -> list[str]:
    """The columns that stayed where they were while the rest of their rows went elsewhere.

    Args:
        table: the sheet.
        moved: by position, what the id that a content belongs to was in step with, and the id that stands beside it;
            ``None`` where none does, as in a line that was blank.
    """
    contents = [(row, *moved[row.position]) for row in table.rows if row.position in moved]
    found = []
    for column in table.columns:
        name = column.name
        known = [(row, own.hashes[name], _hash_in(there, name)) for row, own, there in contents if name in own.hashes]
        telling = [(row, before) for row, own, before in known if own != before]
        stayed = sum(before == table.hash_of(row, name) for row, before in telling)
        if stayed >= max(2, ENOUGH * len(telling)):
            found.append(name)
    return found


def _hash_in(base: Base | None, name: str) -> str:
    """The hash of what stood in a cell that was in step with ``base``; without one it was blank."""
    return base.hashes.get(name, "") if base else _BLANK


def _taken_from_held(table: SheetTable, edits: _Edits) -> Iterator[int]:
    """The positions of rows that hold now what stood in a row of which it is not certain which it is.

    A sort gave those away by their keys. This row's key is as it was, but may be another's too: it may have been sorted
    with them. That days and choices are the same says nothing.
    """
    unsure = [row for row in table.rows if row.held is not None and row.held.code in {"row_parted", "row_mixed"}]
    if not unsure:
        return
    alike = {column.name for column in table.columns if isinstance(column.type, Boolean | Choice | Date | DateTime)}
    for name in edits.keys() - alike - {*SCOPE_COLUMNS}:
        stood = {_before(row, name) for row in unsure} - {_BLANK}
        yield from (row.position for row in edits[name] if table.hash_of(row, name) in stood)


def _still_asked(table: SheetTable, row: SheetRow) -> bool:
    """Whether the row was held before for the same reason, and stands as it stood: others may have been answered."""
    return table.raw(row, MESSAGE) in _SAID and table.content_of(row) in table.told


def _edits(table: SheetTable, rows: Sequence[SheetRow]) -> _Edits:
    found: dict[str, list[SheetRow]] = defaultdict(list)
    for row in rows:
        for name in table.changed(row):
            if name not in row.open or table.edited(row, name):
                found[name].append(row)
    return found


def _shuffled(table: SheetTable, edits: _Edits, new: Sequence[SheetRow]) -> Iterator[str]:
    """The columns whose values went round among their rows: in one column of three rows, or in two of two.

    Texts that moved along count as well. Where there is such a column, others were sorted with it: of those two rows
    are enough.
    """
    noticed = False
    exchanged: dict[frozenset[int], list[str]] = defaultdict(list)
    worded = {column.name for column in table.columns if isinstance(column.type, Text | LongText | Code | Reference)}
    for name in edits.keys() - {*SCOPE_COLUMNS}:  # rows are handed round among their owners on purpose
        if name in worded and _moved_along(table, name, edits[name]):
            noticed = True
            yield name
            continue
        circle = _closed(table, name, edits[name], new)
        went = circle.went()
        values = len(circle.kept().keys() - {_BLANK}) + len(went)
        if len(circle.left) + len(went) >= FEWEST and values >= FEWEST:
            noticed = True
            yield name
        elif len(circle.left) >= 2:
            exchanged[frozenset(circle.left)].append(name)
        else:
            for row in new:
                if table.hash_of(row, name) in went:
                    exchanged[frozenset({*circle.left, row.position})].append(name)
    if noticed or any(len(names) > 1 for names in exchanged.values()):
        for names in exchanged.values():
            yield from names


def _moved_along(table: SheetTable, name: str, rows: Sequence[SheetRow]) -> bool:
    """Whether the texts of a column stand in other rows now, though one be gone: cells were inserted or deleted in it.

    Days and amounts move along on purpose, as when every date is put off to the next.
    """
    before, after = Counter(_before(row, name) for row in rows), Counter(table.hash_of(row, name) for row in rows)
    kept = before & after
    del kept[_BLANK]
    total = kept.total()
    return total >= max(FEWEST, ENOUGH * len(rows)) and len(kept) >= ENOUGH * total


def _closed(table: SheetTable, name: str, rows: Sequence[SheetRow], new: Sequence[SheetRow]) -> _Circle:
    """The rows among which the values of a column went round.

    What stood in a new row nobody knows: as many values as there are new rows may have come from one, and any that
    went there is not lost.
    """
    circle = _Circle(
        before={row.position: _before(row, name) for row in rows},
        after={row.position: table.hash_of(row, name) for row in rows},
        elsewhere={table.hash_of(row, name) for row in new},
    )
    circle.leave_out(circle.lost())
    if len(circle.strange()) > len(new):
        circle.leave_out({*circle.lost(), *circle.strange()}, strange=True)
    if circle.kept().total() + len(new) < ENOUGH * len(circle.left):
        circle.leave_out({*circle.left})
    return circle


class _Circle:
    """The changed cells of a column: what stood in them and what stands there, by position."""

    def __init__(self, before: Mapping[int, str], after: Mapping[int, str], elsewhere: set[str]) -> None:
        self.before, self.after, self.elsewhere = before, after, elsewhere
        self.left = {*before}
        self.stood, self.stands = Counter(before.values()), Counter(after.values()) + Counter(elsewhere)
        self.by_before, self.by_after = _positions(before), _positions(after)

    def lost(self) -> set[int]:
        """The rows whose old value stands nowhere any more."""
        return {at for at in self.left if not self.stands[self.before[at]]}

    def strange(self) -> set[int]:
        """The rows whose new value stood nowhere before."""
        return {at for at in self.left if not self.stood[self.after[at]]}

    def leave_out(self, gone: set[int], *, strange: bool = False) -> None:
        """Leave rows out, and those that are lost without them, or ``strange``; each is looked at once."""
        waiting = [*gone]
        while waiting:
            at = waiting.pop()
            if at not in self.left:
                continue
            self.left.discard(at)
            self.stood[self.before[at]] -= 1
            self.stands[self.after[at]] -= 1
            if not self.stands[self.after[at]]:
                waiting += self.by_before[self.after[at]]
            if strange and not self.stood[self.before[at]]:
                waiting += self.by_after[self.before[at]]

    def kept(self) -> Counter[str]:
        """The values that stood and stand in the rows that are left, blanks too."""
        return Counter(self.before[at] for at in self.left) & Counter(self.after[at] for at in self.left)

    def went(self) -> set[str]:
        """The values that stood in the rows that are left and stand in new ones, which left as many blanks for them.

        A blank line among rows that are sorted is filled so. A value that was typed over did not go elsewhere, though
        it be in a new row too.
        """
        stood, stand = (Counter(cells[at] for at in self.left) for cells in (self.before, self.after))
        found = (stood - stand).keys() & self.elsewhere - {_BLANK}
        return found if len(found) <= (stand - stood)[_BLANK] else set()


def _positions(values: Mapping[int, str]) -> Mapping[str, Sequence[int]]:
    found: dict[str, list[int]] = defaultdict(list)
    for at, value in values.items():
        found[value].append(at)
    return found


def _before(row: SheetRow, name: str) -> str:
    """The hash of what stood in a cell before it was changed: of an open field what its user had there."""
    opened = row.open.get(name)
    if opened is not None:
        return opened.mine
    return row.base.hashes.get(name, "") if row.base else ""
