"""A person who works in a spreadsheet between any two requests of a sync, and a ledger of what must come of it.

All values are different, so each can be followed: those that stood there first, those that the person types, and those
that a sync is to bring.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from random import Random
from typing import Any, Generic, NamedTuple, Protocol, TypeVar

from crossfoot_sync.emulator import Discovery
from crossfoot_sync.engine.cells import AppendRow, Edits, Missed, Reading, RemoveRow, SetCell
from crossfoot_sync.grids.memory import MemoryGrid
from crossfoot_sync.grids.memory_sheet import Content, MemoryColumn
from crossfoot_templates.layout import BASE, ID, MESSAGE, TICK
from crossfoot_templates.types import CellValue
from crossfoot_tests.sync.grids.books import book, row_id, sheet
from crossfoot_tests.sync.grids.google_books import Place, lay_out

OWN = "我的备注"
_WRITTEN = ("name", "amount", MESSAGE, BASE, TICK)
_TYPED = ("code", "name", "amount", OWN)
_DRAGGED = ("code", "name", "amount", OWN, ID, TICK)
_VISIBLE = (TICK, "code", "name", "signed_on", "amount", "key_account", MESSAGE)


def laid_out(rows: int, drafts: int, discovery: Discovery | None = None) -> Place:
    """:func:`book_of` in a spreadsheet."""
    return lay_out(book_of(rows, drafts), discovery)


def book_of(rows: int, drafts: int) -> MemoryGrid:
    """A book of so many rows in step, and so many more without an id, with a column of the person's own."""
    lines: list[dict[str, Content]] = [
        {
            TICK: f"t{number}",
            "code": f"c{number}",
            "name": f"n{number}",
            "signed_on": dt.date(2024, 1, 1 + number),
            "amount": 1000.25 + number,
            MESSAGE: f"m{number}",
            ID: row_id(number) if number < rows else None,
            BASE: f"b{number}" if number < rows else None,
        }
        for number in range(rows + drafts)
    ]
    made = sheet(*lines)
    made.columns.append(MemoryColumn(OWN))
    for number, line in enumerate(made.rows):
        line.append(f"o{number}" if number % 2 else None)
    return book(made)


class Hand(Protocol):
    """What a person's hand does to cells by their addresses."""

    @property
    def done(self) -> Any:
        """What can be undone."""
        ...

    def inserts_columns(self, letter: str, /) -> Any:
        """Insert a column before another."""
        ...

    def pastes(self, address: str, rows: Any, /) -> Any:
        """Paste values from a cell on."""
        ...

    def copies(self, source: str, target: str, /) -> Any:
        """Copy a cell onto another."""
        ...

    def cuts(self, source: str, target: str, /) -> Any:
        """Cut a cell and paste it over another."""
        ...


class Hands(Protocol):
    """A person's hands in the sheet of a table: a :class:`MemorySheet` on some screen."""

    columns: list[MemoryColumn]
    rows: list[list[Content]]

    @property
    def hand(self) -> Hand: ...
    @property
    def header(self) -> int: ...
    @property
    def below(self) -> int: ...
    def letter(self, column: str) -> str: ...
    def place(self, column: str) -> int: ...
    def set(self, row: int, column: str, content: Content) -> None: ...
    def insert_rows(self, before: int, count: int = 1) -> None: ...
    def delete_rows(self, rows: Iterable[int]) -> None: ...
    def move_row(self, row: int, before: int) -> None: ...
    def sort(self, by: str, columns: Sequence[str] | None = None) -> None: ...
    def move_column(self, column: str, before: str) -> None: ...
    def undo(self) -> None: ...


class Screen(Protocol):
    """Where a person works."""

    def hands(self) -> Hands:
        """Their hands in the sheet as it is now."""
        ...


class Watch(Protocol):
    """What takes down what comes of each step."""

    def noticed(self, *, person: bool) -> None:
        """Take down what the last step changed."""
        ...


P = TypeVar("P", bound=Screen)
L = TypeVar("L", bound=Watch)
Act = Callable[["Adversary[Any, Any]", Any], str]


@dataclass
class Ledger:
    """What stood in the sheet before and after every step, told by whose step it was.

    Attributes:
        watched: what must not be lost: what stood there first, and what people typed.
        gone: values that a person took away, or that were under what a person took away; ``back`` what they brought
            back that had been taken away otherwise.
    """

    place: Place
    watched: set[CellValue] = field(default_factory=set)
    gone: set[CellValue] = field(default_factory=set)
    back: set[CellValue] = field(default_factory=set)
    _under: dict[CellValue, CellValue] = field(default_factory=dict)
    _displaced: dict[tuple[int, int], CellValue] = field(default_factory=dict)
    _before: dict[tuple[int, int], CellValue] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._before = self._standing()
        self.watched = {*self._before.values()}

    @property
    def values(self) -> set[CellValue]:
        """The values in the sheet."""
        return {*self._standing().values()}

    def noticed(self, *, person: bool) -> None:
        """Take down what the last step changed."""
        before, after = self._before, self._standing()
        standing = {*after.values()}
        for place, value in before.items():
            if value in standing:
                continue
            if person:
                self.gone.add(value)
            else:
                self._displaced[place] = value
                if place in after:
                    self._under[value] = after[place]
        for place, value in [*self._displaced.items()]:
            if after.get(place) == value:
                del self._displaced[place]
            elif person and (after.get(place) != before.get(place) or not self._there(place)):
                self.gone.add(self._displaced.pop(place))
        if person:
            self.watched |= {value for value in standing if str(value).startswith("P")}
            self.back |= standing - {*before.values()}
        self._before = after

    def lost(self) -> set[CellValue]:
        """What stands nowhere although nobody took it away."""
        return {value for value in self.watched - self.values if not self.taken(value)}

    def taken(self, value: CellValue) -> bool:
        """Whether a person took a value away, or what had displaced it."""
        seen: set[CellValue] = set()
        while value not in self.gone and value in self._under and value not in seen:
            seen.add(value)
            value = self._under[value]
        return value in self.gone

    def _there(self, place: tuple[int, int]) -> bool:
        """Whether the row and the column of a cell are there."""
        table = self.place.of_table()
        return place[0] in table.rows.keys and place[1] in table.columns.keys

    def _standing(self) -> dict[tuple[int, int], CellValue]:
        """The values in the sheet by the keys of their row and column."""
        table = self.place.of_table()
        return {
            (table.rows.keys[row], table.columns.keys[column]): cell.value
            for (row, column), cell in table.cells.items()
            if isinstance(cell.value, str | int | float)
        }


@dataclass
class Adversary(Generic[P, L]):
    """The person. ``acts`` counts what they still do; ``did`` tells what they did.

    ``parting`` is whether they also sort without the hidden columns; ``more`` what they can do there besides.
    """

    place: P
    random: Random
    ledger: L
    acts: int
    likely: float = 0.5
    parting: bool = False
    more: tuple[Act, ...] = ()
    did: list[str] = field(default_factory=list)
    _typed: int = 0

    def __call__(self, _: object) -> None:
        """Between two requests: something, or nothing."""
        self.ledger.noticed(person=False)
        while self.acts and self.random.random() < self.likely:
            self.acts -= 1
            act = self.random.choice(_ACTS + _PARTING * self.parting + self.more)
            self.did.append(act(self, self.place.hands()))
            self.ledger.noticed(person=True)

    def value(self) -> str:
        """Something that was never typed before."""
        self._typed += 1
        return f"P{self._typed}"

    def row(self, hands: Hands) -> int:
        """A row of the data."""
        return hands.header + 1 + self.random.randrange(max(len(hands.rows), 1))


def _types(who: Adversary[Any, Any], hands: Hands) -> str:
    there = {each.name or each.label for each in hands.columns}
    row, column, value = who.row(hands), who.random.choice([each for each in _TYPED if each in there]), who.value()
    hands.set(row, column, value)
    return f"types {value} into {column} of row {row}"


def _adds(who: Adversary[Any, Any], hands: Hands) -> str:
    row, value = hands.below, who.value()
    hands.set(row, "name", value)
    return f"types {value} below, in row {row}"


def _inserts(who: Adversary[Any, Any], hands: Hands) -> str:
    row, count = who.random.randrange(1, hands.below), who.random.choice((1, 1, 2, 7))
    hands.insert_rows(row, count)
    return f"inserts {count} rows before {row}"


def _deletes(who: Adversary[Any, Any], hands: Hands) -> str:
    row = who.row(hands)
    hands.delete_rows([row])
    return f"deletes row {row}"


def _sorts(who: Adversary[Any, Any], hands: Hands) -> str:
    column = who.random.choice(("name", "amount", "code", ID))
    hands.sort(column)
    return f"sorts by {column}"


def _parts(who: Adversary[Any, Any], hands: Hands) -> str:
    column = who.random.choice(("name", "amount", "code"))
    hands.sort(column, _VISIBLE)
    return f"sorts by {column} without the hidden columns"


def _moves(who: Adversary[Any, Any], hands: Hands) -> str:
    row, before = who.row(hands), who.row(hands)
    if row <= before <= row + 1:
        before = row + 2
    hands.move_row(row, before)
    return f"moves row {row} before {before}"


def _drags(who: Adversary[Any, Any], hands: Hands) -> str:
    there = {each.name or each.label for each in hands.columns}
    column, before = who.random.sample([each for each in _DRAGGED if each in there], 2)
    if hands.place(column) + 1 == hands.place(before):
        column, before = before, column
    hands.move_column(column, before)
    return f"drags {column} before {before}"


def _inserts_column(who: Adversary[Any, Any], hands: Hands) -> str:
    before = who.random.choice(("code", "amount", ID))
    hands.hand.inserts_columns(hands.letter(before))
    return f"inserts a column before {before}"


def _pastes(who: Adversary[Any, Any], hands: Hands) -> str:
    row, values = who.row(hands), [[who.value(), who.value()], [who.value(), who.value()]]
    hands.hand.pastes(f"{hands.letter('name')}{row}", [[*each] for each in values])
    return f"pastes {values} from name of row {row} on"


def _copies(who: Adversary[Any, Any], hands: Hands) -> str:
    row, column = who.row(hands), hands.letter("name")
    hands.hand.copies(f"{column}{row}", f"{column}{hands.below}")
    return f"copies the name of row {row} below"


def _cuts(who: Adversary[Any, Any], hands: Hands) -> str:
    if "amount" not in {each.name for each in hands.columns}:
        return "finds no amount to cut"
    row, column = who.row(hands), hands.letter("amount")
    hands.hand.cuts(f"{column}{row}", f"{column}{hands.below}")
    return f"cuts the amount of row {row} and pastes it below"


def _undoes(_: Adversary[Any, Any], hands: Hands) -> str:
    if not hands.hand.done:
        return "has nothing to undo"
    hands.undo()
    return "undoes"


_ACTS: tuple[Act, ...] = (
    _types,
    _types,
    _adds,
    _inserts,
    _deletes,
    _sorts,
    _moves,
    _drags,
    _inserts_column,
    _pastes,
    _copies,
    _cuts,
    _undoes,
)
_PARTING: tuple[Act, ...] = (_parts, _parts, _parts)


def random_edits(random: Random, seen: Reading, tag: str = "W") -> Edits:
    """What a sync might want to write. All values begin with ``tag``, numbers apart."""
    cells = seen.tables["customer"]
    edits = Edits(manifest={"cursor": str(random.randrange(100, 999))})
    for position, row in enumerate(cells.rows):
        known = cells.columns[ID][position]
        if known is not None and random.random() < 0.2:
            edits.removed.append(RemoveRow("customer", row, str(known)))
            continue
        if known is None:
            edits.cells.append(SetCell("customer", row, ID, None, row_id(ord(tag) * 1000 + position)))
        for name in _WRITTEN:
            if random.random() < 0.4:
                value: CellValue = 100 * ord(tag) + position + 0.5 if name == "amount" else f"{tag}{name}{position}"
                edits.cells.append(SetCell("customer", row, name, cells.columns[name][position], value))
    for number in range(random.choice((0, 0, 1, 3))):
        new = {ID: row_id(ord(tag) * 1000 + 900 + number), "name": f"{tag}A{number}", BASE: f"{tag}Ab{number}"}
        edits.appended.append(AppendRow("customer", new))
    if random.random() < 0.3:
        edits.status["customer"] = f"{tag}已同步"
    return edits


class Told(Protocol):
    """What a ledger tells."""

    back: set[CellValue]

    @property
    def values(self) -> set[CellValue]:
        """The values in the sheet."""
        ...

    def taken(self, value: CellValue) -> bool:
        """Whether a person took a value away."""
        ...


class Written(NamedTuple):
    """Edits that were to be written, and those that were missed."""

    edits: Edits
    missed: list[Missed]

    def is_missed(self, row: int, column: str = "") -> bool:
        """Whether a cell was missed, or any of a row."""
        return any(each.row == row and column in {"", each.column} for each in self.missed)

    def replaced(self, first: dict[int, list[CellValue]]) -> set[CellValue]:
        """What the edits that were made were to replace; ``first`` is what stood in the rows."""
        cells = {each.expected for each in self.edits.cells if not self.is_missed(each.row, each.column)}
        rows = (first[each.row] for each in self.edits.removed if not self.is_missed(each.row))
        return cells.union({"尚未同步"}, self.edits.status.values(), *rows)

    def not_made(self, ledger: Told, ids: set[CellValue]) -> list[str]:
        """What was to be there and is not, or was to be gone and is there."""
        cells = [each for each in self.edits.cells if not self.is_missed(each.row, each.column)]
        lost = [each.value for each in cells if each.value not in ledger.values]
        lost += [each.values[ID] for each in self.edits.appended if each.values[ID] not in ids]
        found = [f"{value} was to be written and is not there" for value in lost if not ledger.taken(value)]
        removed = [each.expected_id for each in self.edits.removed if not self.is_missed(each.row)]
        return found + [f"{each} was to be removed and is there" for each in removed if each in ids - ledger.back]


@dataclass
class Outcome:
    """What was written while a person worked against it. ``first`` is what stood in the rows before, by number.

    ``killed`` is whether whoever wrote it died over it.
    """

    adversary: Adversary[Place, Ledger]
    first: dict[int, list[CellValue]]
    written: list[Written]
    killed: bool = False

    def wrongs(self) -> list[str]:
        """What is not as it must be; nothing."""
        place, ledger = self.adversary.place, self.adversary.ledger
        place.google.between = None
        now = place.grid().read().tables["customer"]
        ledger.noticed(person=False)
        replaced = {value for each in self.written for value in each.replaced(self.first)}
        found = [f"{value} is lost" for value in sorted(map(str, ledger.lost() - replaced))]
        ids = Counter(row for row in now.columns[ID] if row is not None)
        found += [f"{row} stands there {count} times" for row, count in ids.items() if count > 1]
        for each in [] if self.killed else self.written:
            found += each.not_made(ledger, {*ids})
        before = len(place.google.log)
        place.grid().read()
        return found + ["something is still to be put right"] * (len(place.google.log) > before + 1)


def contents(place: Place) -> dict[int, list[CellValue]]:
    """What stands in the rows of the table, by number."""
    return {
        row + 1: [each.value for (at, _), each in place.of_table().cells.items() if at == row and _plain(each.value)]  # type: ignore[misc]
        for row in range(len(place.of_table().rows))
    }


def _plain(value: object) -> bool:
    return isinstance(value, str | int | float)
