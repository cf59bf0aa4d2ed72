"""Definitions while they are being put together: what has been declared so far, and where."""

from __future__ import annotations

from dataclasses import dataclass, field

from crossfoot_templates.loader.errors import Place
from crossfoot_templates.loader.source import Node
from crossfoot_templates.model import Book, Catalog, ChoiceList, Column, DateOrder, Label, Removal, Rule, Sheet, Table


class Origins:
    """Where each declared thing stands, by names such as ``("table", "receivable", "column", "amount", "max")``.

    What several files state stands where the last of them states it.
    """

    def __init__(self) -> None:
        self.places: dict[tuple[str, ...], Place] = {}

    def note(self, names: tuple[str, ...], node: Node) -> None:
        """Record ``node`` and its keys under ``names``."""
        self.places.setdefault(names, node.at())
        for key in node.values:
            self.places[*names, key] = node.at(key)

    def at(self, *names: str) -> Place:
        """The place of ``names``, or of the nearest thing around it that a file states."""
        while names not in self.places:
            names = names[:-1]
        return self.places[names]


@dataclass
class TableDraft:
    """A table so far. ``broken`` are columns that were declared but cannot be made; their names are known."""

    name: str
    book: str
    label: Label
    help: Label | None = None
    key: tuple[str, ...] = ()
    unique: tuple[tuple[str, ...], ...] = ()
    display: str | None = None
    removal: Removal = "void"
    own: list[Column] = field(default_factory=list)
    standard: list[Column] = field(default_factory=list)
    broken: set[str] = field(default_factory=set)
    rules: dict[str, Rule] = field(default_factory=dict)
    visible_when: str | None = None
    editable_when: str | None = None

    @property
    def columns(self) -> tuple[Column, ...]:
        """The table's own columns, then the standard ones it does not declare itself."""
        return (*self.own, *self.standard)

    def column(self, name: str) -> Column | None:
        """The column of that name, where it could be made."""
        return next((column for column in self.columns if column.name == name), None)

    def replace(self, column: Column) -> None:
        """Put ``column`` where the table's own one of its name stands."""
        self.own = [column if each.name == column.name else each for each in self.own]

    def finished(self) -> Table:
        """The table."""
        return Table(
            name=self.name,
            label=self.label,
            columns=self.columns,
            key=self.key,
            unique=self.unique,
            display=self.display,
            removal=self.removal,
            help=self.help,
            rules=tuple(self.rules.values()),
            visible_when=self.visible_when,
            editable_when=self.editable_when,
        )


@dataclass
class BookDraft:
    """A book so far, its sheets by table in the order of the files."""

    name: str
    label: Label
    help: Label | None = None
    date_order: DateOrder | None = None
    sheets: dict[str, Sheet] = field(default_factory=dict)

    def finished(self) -> Book:
        """The book."""
        return Book(
            name=self.name,
            label=self.label,
            sheets=tuple(self.sheets.values()),
            date_order=self.date_order,
            help=self.help,
        )


@dataclass
class Drafts:
    """Everything that has been declared so far. ``shares`` are the books and tables of the shared sheets."""

    books: dict[str, BookDraft] = field(default_factory=dict)
    tables: dict[str, TableDraft] = field(default_factory=dict)
    choices: dict[str, ChoiceList] = field(default_factory=dict)
    shares: set[tuple[str, str]] = field(default_factory=set)
    origins: Origins = field(default_factory=Origins)

    def finished(self) -> Catalog:
        """The catalog."""
        return Catalog(
            tables={name: table.finished() for name, table in self.tables.items()},
            choices=dict(self.choices),
            books={name: book.finished() for name, book in self.books.items()},
        )
