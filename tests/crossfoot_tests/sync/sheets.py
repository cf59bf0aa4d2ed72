"""Sheets of one small table, built from what stands in them, for tests of the engine."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from crossfoot_sync.engine.cells import Reading, TableCells
from crossfoot_sync.engine.fingerprint import sealed, write_base
from crossfoot_sync.engine.manifest import Manifest, write_shown
from crossfoot_sync.engine.openfields import OpenField, write_open
from crossfoot_sync.engine.parsers import Context
from crossfoot_sync.engine.rowid import new_row_id
from crossfoot_sync.engine.rows import SheetTable, read_table
from crossfoot_sync.engine.workbook import Workbook, read_workbook
from crossfoot_templates.layout import BASE, ID, MESSAGE, OPEN, TICK
from crossfoot_templates.model import Book, BookView, ChoiceList, Column, Label, Sheet, Table, TableView
from crossfoot_templates.model import Choice as Entry
from crossfoot_templates.types import CellValue, Choice, Code, Date, Integer, Money, Text, WireValue

COLUMNS = ("number", "name", "days", "due_on", "amount", "currency", "terms")

DEAL = Table(
    name="deal",
    label=Label("合同", "Deals"),
    key=("number",),
    columns=(
        Column(name="number", type=Code(numbering="HT-###"), label=Label("编号", "Number")),
        Column(name="name", type=Text(), label=Label("名称", "Name"), required=True),
        Column(name="days", type=Integer(min=0), label=Label("天数", "Days")),
        Column(name="due_on", type=Date(), label=Label("到期日", "Due on")),
        Column(name="amount", type=Money(currency="currency", min=Decimal(0)), label=Label("金额", "Amount")),
        Column(name="currency", type=Choice(choices="currency"), label=Label("币种", "Currency")),
        Column(name="terms", type=Text(), label=Label("条款", "Terms")),
    ),
)
CURRENCY = ChoiceList("currency", (Entry("CNY", Label("人民币", "Yuan")), Entry("USD", Label("美元", "US dollar"))))
BOOK = Book(name="deals", label=Label("合同", "Deals"), sheets=(Sheet(table="deal"),))
VIEW = BookView(book=BOOK, tables=(TableView(table=DEAL),), choices=(CURRENCY,))
CONTEXT = Context(language="en", choices={"currency": CURRENCY})
MANIFEST = Manifest(book="deals", workbook="w", server="http://127.0.0.1:1", user="li", language="en", version="v")


def row_id(number: int) -> str:
    """The id of row ``number``: always the same."""
    return new_row_id(1_700_000_000_000, number)


@dataclass
class Ids:
    """New ids, one after the other."""

    given: int = 1000

    def __call__(self) -> str:
        self.given += 1
        return row_id(self.given)


@dataclass(frozen=True)
class Line:
    """A line of a sheet: what is to be seen, and its hidden cells.

    Attributes:
        shows: the data cells.
        base: the values it was last in step with, at revision ``rev``; ``None`` for a new line.
    """

    shows: Mapping[str, CellValue]
    id: str | None = None
    base: Mapping[str, WireValue] | None = None
    rev: int = 1
    open: Mapping[str, OpenField] = field(default_factory=dict)
    tick: str | None = None
    message: str | None = None

    def with_cells_of(self, other: Line) -> Line:
        """This line's hidden cells beside what ``other`` shows."""
        return replace(self, shows=other.shows, tick=other.tick, message=other.message)


def in_step(row: int, rev: int = 1, /, **values: WireValue) -> Line:
    """Line ``row`` as it stands after a sync: what it shows is what it was last in step with."""
    shows: dict[str, CellValue] = {**values}
    if values.get("amount") is not None:
        shows["amount"] = float(str(values["amount"]))
    return Line(shows, row_id(row), values, rev)


def cells(lines: Sequence[Line]) -> TableCells:
    """The lines as a grid reads them, from row 4 on."""
    columns: dict[str, list[CellValue]] = {name: [line.shows.get(name) for line in lines] for name in COLUMNS}
    columns[ID] = [line.id for line in lines]
    columns[BASE] = [
        None
        if line.base is None
        else sealed(write_base(str(line.id), line.rev, line.base, COLUMNS), write_open(line.open))
        for line in lines
    ]
    columns[OPEN] = [write_open(line.open) for line in lines]
    columns[TICK] = [line.tick for line in lines]
    columns[MESSAGE] = [line.message for line in lines]
    labels = {column.name: column.label.en for column in DEAL.columns}
    return TableCells("deal", "Deals", [4 + at for at in range(len(lines))], columns, labels)


def sheet(lines: Sequence[Line]) -> SheetTable:
    """The lines, read."""
    return read_table(VIEW.tables[0], cells(lines), COLUMNS, CONTEXT)


def workbook(lines: Sequence[Line], shown: Mapping[str, int] | None = None, without: Collection[str] = ()) -> Workbook:
    """A workbook of the lines, ``without`` some columns.

    ``shown`` are the rows it showed after the last sync, all with an id when left out.
    """
    known = {line.id: line.rev for line in lines if line.id and line.base is not None} if shown is None else shown
    read = cells(lines)
    for name in without:
        del read.columns[name], read.labels[name]
    reading = Reading(MANIFEST.facts(), write_shown("deal", known.items()), {"deal": read})
    manifest = replace_layout(MANIFEST)
    return read_workbook(reading, manifest, VIEW)


def replace_layout(manifest: Manifest) -> Manifest:
    """The manifest of a workbook whose bases cover all columns."""
    return Manifest.read(manifest.facts() | {"layouts": '{"deal": ["' + '", "'.join(COLUMNS) + '"]}'})


def positions(table: SheetTable) -> Iterator[tuple[int, str]]:
    """Every row's position and id."""
    return ((row.position, row.id) for row in table.rows)
