"""Books, tables, columns and choice lists as values. Nothing here reads a file or knows a database."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import Literal

import msgspec

from crossfoot_templates import label
from crossfoot_templates.formula import nodes
from crossfoot_templates.formula.parsing import parse
from crossfoot_templates.types import AnyType, ColumnType, Reference
from crossfoot_templates.types import Choice as ChoiceType

Label = label.Label
Language = label.Language
Removal = Literal["void", "restore", "delete"]
DateOrder = Literal["mdy", "dmy", "ymd"]
RuleKind = Literal["check", "limit", "balance", "lock_when", "highlight", "approve_when"]
Colour = Literal["red", "amber", "green", "grey"]


class Choice(msgspec.Struct, frozen=True):
    """One entry of a choice list: the code that is stored and the label that is shown."""

    code: str
    label: Label


class ChoiceList(msgspec.Struct, frozen=True):
    """The codes a choice column may hold. In an ``ordered`` list later entries count as greater."""

    name: str
    choices: tuple[Choice, ...]
    ordered: bool = False

    def label(self, code: str, language: Language) -> str | None:
        """What a cell shows for ``code``, or ``None`` where the list has no such code."""
        return next((each.label.in_(language) for each in self.choices if each.code == code), None)


class Column(msgspec.Struct, frozen=True, kw_only=True):
    """A column of a table.

    ``read`` and ``write`` name the roles that may; an empty tuple means everybody. ``required`` refuses a
    blank, ``recommended`` only says that something is missing. Three formulas may go with it: ``compute`` makes its
    value, so that nobody types one; ``default`` fills a blank of a new row; where ``required_when`` holds, a blank is
    refused. In a view ``compute`` is the empty text where it names what that person may not read.
    """

    name: str
    type: AnyType
    label: Label
    help: Label | None = None
    required: bool = False
    recommended: bool = False
    read: tuple[str, ...] = ()
    write: tuple[str, ...] = ()
    width: int | None = None
    compute: str | None = None
    default: str | None = None
    required_when: str | None = None

    @property
    def computed(self) -> bool:
        """Whether the column has a formula that makes its value."""
        return self.compute is not None

    @property
    def filled_in(self) -> bool:
        """Whether the server fills a blank of a new row: a client cannot tell whether one stays."""
        return self.numbered or self.default is not None

    @property
    def numbered(self) -> bool:
        """Whether the server gives this column its value when a new row leaves it blank."""
        return getattr(self.type, "numbering", None) is not None


class Rule(msgspec.Struct, frozen=True, kw_only=True):
    """A rule over the rows of a table: a condition, written as a formula, and what comes of it.

    Attributes:
        kind: ``check`` refuses a row for which the formula does not hold. ``limit`` looks at rows of other tables too,
            and refuses the first change, in sheet order, after which it does not hold; ``balance`` refuses all changes
            of a group unless it holds in the end. Where ``lock_when`` holds of a row as it is stored, its cells stay as
            they are; where ``highlight`` holds, cells are coloured. Where ``approve_when`` holds of a change, it waits
            until others have approved it.
        message: what a refused row is told; of the other kinds, what the rule is about.
        columns: the columns that are blamed, locked or coloured; none are, in that order, those that the formula names,
            all, and those that the formula names.
        colour: of a highlight.
        when: of a balance, the rows that it is asked of; the others may be out of balance, as drafts are.
        roles: of ``approve_when``, the roles that are asked one after another.
    """

    name: str
    kind: RuleKind
    formula: str
    message: Label
    columns: tuple[str, ...] = ()
    colour: Colour = "amber"
    when: str | None = None
    roles: tuple[str, ...] = ()


class Table(msgspec.Struct, frozen=True, kw_only=True, dict=True):
    """A table: what its rows hold, what tells them apart and what becomes of a removed one.

    ``key`` is the natural key; ``unique`` are further column sets no two rows may share. ``display`` is the
    column that a reference to a row shows. ``removal`` says what deleting a row in a sheet does: ``void``
    keeps the row, marked, out of every book and total; ``restore`` puts it back; ``delete`` removes it,
    leaving its versions. Of the rows that somebody's grants reach, they see those for which ``visible_when`` holds and
    change those for which ``editable_when`` does; no view has either.
    """

    name: str
    label: Label
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    unique: tuple[tuple[str, ...], ...] = ()
    display: str | None = None
    removal: Removal = "void"
    help: Label | None = None
    rules: tuple[Rule, ...] = ()
    visible_when: str | None = None
    editable_when: str | None = None

    @cached_property
    def by_name(self) -> dict[str, Column]:
        """The columns by name."""
        return {column.name: column for column in self.columns}

    @cached_property
    def without_computed(self) -> Table:
        """The table with the columns whose values people give: they make a row and its versions."""
        return msgspec.structs.replace(self, columns=tuple(column for column in self.columns if not column.computed))

    @cached_property
    def computed(self) -> tuple[Column, ...]:
        """The columns whose values formulas make. They stand beside the row and are in none of its versions."""
        return tuple(column for column in self.columns if column.computed)

    @property
    def shown_by(self) -> str:
        """The column a reference to a row of this table shows."""
        return self.display or self.key[0]

    def types(self) -> Iterator[tuple[str, ColumnType]]:
        """Every column's name and type, in order."""
        return ((column.name, column.type) for column in self.columns)

    def references(self) -> dict[str, str]:
        """The reference columns and the tables they point at."""
        return {name: each.table for name, each in self.types() if isinstance(each, Reference)}


class Sheet(msgspec.Struct, frozen=True, kw_only=True):
    """A table as one book shows it: some columns or (``None``) all, open for editing or not."""

    table: str
    columns: tuple[str, ...] | None = None
    editable: bool = True


class Book(msgspec.Struct, frozen=True, kw_only=True):
    """A workbook's worth of sheets. ``date_order`` settles texts such as 3/5/2024; without it they are findings."""

    name: str
    label: Label
    sheets: tuple[Sheet, ...]
    date_order: DateOrder | None = None
    help: Label | None = None


class TableView(msgspec.Struct, frozen=True, kw_only=True, dict=True):
    """A table as one person sees it in one book: the columns they may read, and which of these they may not write."""

    table: Table
    read_only: frozenset[str] = frozenset()
    editable: bool = True

    def writable(self, column: str) -> bool:
        """Whether this person may change ``column`` here."""
        return self.editable and column not in self.read_only


class BookView(msgspec.Struct, frozen=True, kw_only=True, dict=True):
    """All a client needs to make, read and check one person's workbook of one book. It travels as JSON."""

    book: Book
    tables: tuple[TableView, ...]
    choices: tuple[ChoiceList, ...]

    @cached_property
    def version(self) -> str:
        """A digest of the whole view: any change in a definition changes it."""
        return hashlib.blake2b(msgspec.json.encode(self, order="sorted"), digest_size=8).hexdigest()

    @cached_property
    def by_name(self) -> dict[str, TableView]:
        """The views of the tables by table name."""
        return {view.table.name: view for view in self.tables}

    @cached_property
    def choice_lists(self) -> dict[str, ChoiceList]:
        """The choice lists by name."""
        return {each.name: each for each in self.choices}

    @property
    def referenced(self) -> tuple[str, ...]:
        """The names of the tables that columns of this view point at, sorted."""
        return tuple(sorted({target for view in self.tables for target in view.table.references().values()}))


class Catalog(msgspec.Struct, frozen=True, kw_only=True):
    """Every table, choice list and book of a company: what the loader makes of the shipped books and the overlay."""

    tables: dict[str, Table]
    choices: dict[str, ChoiceList]
    books: dict[str, Book]

    def view(self, book_name: str, roles: Iterable[str]) -> BookView:
        """What somebody with ``roles`` sees of book ``book_name``.

        Raises:
            KeyError: there is no such book.
        """
        held = frozenset(roles)
        book = self.books[book_name]
        views = tuple(self._table_view(sheet, held) for sheet in book.sheets)
        used = {
            column.type.choices
            for view in views
            for column in view.table.columns
            if isinstance(column.type, ChoiceType)
        }
        return BookView(book=book, tables=views, choices=tuple(self.choices[name] for name in sorted(used)))

    def _table_view(self, sheet: Sheet, roles: frozenset[str]) -> TableView:
        table = self.tables[sheet.table]
        wanted = table.by_name.keys() if sheet.columns is None else {*sheet.columns}
        columns = tuple(column for column in table.columns if column.name in wanted and _may(column.read, roles))
        seen = frozenset(column.name for column in columns)
        barred = frozenset(column.name for column in columns if column.computed or not _may(column.write, roles))
        shown = msgspec.structs.replace(
            table,
            columns=tuple(_as_seen(column, seen) for column in columns),
            visible_when=None,
            editable_when=None,
            rules=tuple(rule for rule in table.rules if seen.issuperset({*_inputs(rule.formula), *rule.columns})),
        )
        return TableView(table=shown, read_only=barred, editable=sheet.editable)

    @property
    def write_order(self) -> tuple[str, ...]:
        """The tables, each after the tables its columns point at (a table may point at itself)."""
        order: list[str] = []

        def place(name: str, above: frozenset[str]) -> None:
            if name in order or name in above or name not in self.tables:
                return
            for target in sorted({*self.tables[name].references().values()}):
                place(target, above | {name})
            order.append(name)

        for name in self.tables:
            place(name, frozenset())
        return tuple(order)


def _as_seen(column: Column, seen: frozenset[str]) -> Column:
    """``column`` without those of its formulas that name columns that are not ``seen``."""
    hidden = {
        name: "" if name == "compute" else None
        for name in ("compute", "default", "required_when")
        if not seen.issuperset(_inputs(getattr(column, name)))
    }
    return msgspec.structs.replace(column, **hidden) if hidden else column


def _inputs(formula: str | None) -> frozenset[str]:
    """The columns of the row itself that ``formula`` names."""
    if not formula:
        return frozenset()
    return frozenset(each.column for each in nodes.walk(parse(formula)) if isinstance(each, nodes.Own))


def _may(named: tuple[str, ...], held: frozenset[str]) -> bool:
    return not named or not held.isdisjoint(named)
