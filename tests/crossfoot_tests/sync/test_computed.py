"""Computed columns in a sheet: their cells show what the store says, and what was typed there is told."""

from __future__ import annotations

import copy
import datetime as dt
import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

import msgspec
import pytest

from crossfoot_sync.engine.computed import mark
from crossfoot_sync.engine.diff import find_changes, wanted_rows
from crossfoot_sync.engine.exchange import known_rows
from crossfoot_sync.engine.fingerprint import read_base, set_digest
from crossfoot_sync.engine.manifest import Manifest
from crossfoot_sync.engine.outcome import plan_edits
from crossfoot_sync.engine.wire import ReferenceList, SyncReply, TablePull
from crossfoot_sync.engine.workbook import Workbook, read_workbook, settle_ids
from crossfoot_sync.grids.memory import MemoryGrid, memory_book
from crossfoot_sync.grids.memory_sheet import Content, ErrorValue, Formula, MemorySheet
from crossfoot_templates.layout import BASE, FIRST_ROW, ID, MESSAGE, TICK
from crossfoot_templates.model import Book, BookView, Column, Label, Sheet, Table, TableView
from crossfoot_templates.types import Boolean, CellValue, Code, Date, Money, Reference, Text, WireValue
from crossfoot_tests.sync.sheets import MANIFEST, Ids, row_id

ORDER = Table(
    name="order",
    label=Label("订单", "Orders"),
    key=("number",),
    columns=(
        Column(name="number", type=Code(numbering="DD-###"), label=Label("编号", "Number")),
        Column(name="amount", type=Money(currency="currency"), label=Label("金额", "Amount")),
        Column(name="currency", type=Code(), label=Label("币种", "Currency")),
        Column(name="ordered_on", type=Date(), label=Label("日期", "Ordered on")),
        # what names columns that their reader may not see has no formula in a view
        Column(name="paid", type=Money(currency="currency"), label=Label("已收", "Paid"), compute=""),
        Column(name="keeper", type=Reference(table="user"), label=Label("负责", "Kept by"), compute=""),
        Column(
            name="left",
            type=Money(currency="currency"),
            label=Label("余额", "Left"),
            compute="=[@amount]-[@paid]/3",
        ),
        Column(name="open", type=Boolean(), label=Label("未清", "Open"), compute="=[@left]>0"),
        Column(
            name="due_on",
            type=Date(),
            label=Label("到期日", "Due on"),
            compute='=IF(ISBLANK([@ordered_on]),"",[@ordered_on]+30)',
        ),
        Column(name="notes", type=Text(), label=Label("备注", "Notes")),
    ),
)
BOOK = Book(name="deals", label=Label("订单", "Orders"), sheets=(Sheet(table="order"),))
VIEW = BookView(book=BOOK, tables=(TableView(table=ORDER),), choices=())
USERS = ReferenceList(["li", "wu"], ["li", "wu"], ["Li Na", "Wu Fang"], [True, True], "1")
STORED: dict[str, WireValue] = {
    "number": "DD-001",
    "amount": "100.00",
    "currency": "CNY",
    "ordered_on": "2026-03-01",
    "paid": "10.00",
    "keeper": "li",
    "left": "96.67",
    "open": True,
    "due_on": "2026-03-31",
    "notes": None,
}
LEFT = 'IFERROR(ROUND([@amount]-N([@paid])/3,2),"")'
OPEN = 'IFERROR(IF(N([@left])>0,"Yes","No"),"")'
COMPUTED = ("paid", "keeper", "left", "open", "due_on")


@dataclass
class Desk:
    """A workbook of orders in memory, and a store that is asked nothing and says what it is told to."""

    view: BookView = VIEW
    grid: MemoryGrid = field(default_factory=lambda: memory_book(VIEW, "en", MANIFEST.facts()))

    def read(self) -> Workbook:
        """The workbook as it stands."""
        workbook = read_workbook(self.grid.read(), Manifest.read(self.grid.manifest), self.view)
        settle_ids(workbook, Ids())
        return workbook

    def arrive(
        self, *rows: Mapping[str, WireValue], rev: int = 1, lists: dict[str, ReferenceList] | None = None
    ) -> None:
        """Let rows 1, 2, … come at revision ``rev``, and be in step with them."""
        workbook = self.read()
        ids = [row_id(at) for at in range(1, len(rows) + 1)]
        columns = {name: [row[name] for row in rows] for name in (rows[0] if rows else ())}
        pull = [TablePull("order", ids, [rev] * len(rows), columns)] if rows else []
        edits = plan_edits(workbook, [], SyncReply("e", "v", 1, pull=pull, lists=lists or {"user": USERS}))
        facts = Manifest.read(self.grid.manifest)
        layouts = facts.layouts | {name: list(table.layout) for name, table in workbook.tables.items()}
        manifest = msgspec.structs.replace(facts, epoch="e", version=self.view.version, layouts=layouts)
        edits.manifest.update(manifest.facts())
        assert self.grid.write(edits, workbook.reading) == []

    @property
    def sheet(self) -> MemorySheet:
        """The sheet, to be worked in by hand."""
        return self.grid.sheets["order"]

    def shown(self, *columns: str, row: int = FIRST_ROW) -> list[Content]:
        """What stands in the cells of a row."""
        return [self.sheet.rows[row - FIRST_ROW][self.sheet.place(name)] for name in columns]

    def wanted(self) -> list[str]:
        """The rows that a sync would ask for."""
        workbook = self.read()
        changes = find_changes(workbook)
        assert changes == {}
        return wanted_rows(workbook, changes).get("order", [])


@pytest.fixture
def desk() -> Desk:
    """An order that has arrived."""
    made = Desk()
    made.arrive(STORED)
    return made


def test_what_arrives_are_formulas_where_a_row_is_enough_and_values_where_not(desk: Desk) -> None:
    assert desk.shown(*COMPUTED, TICK, MESSAGE) == [
        10.0,
        "Li Na",
        Formula(96.67, LEFT),
        Formula("Yes", OPEN),
        Formula(dt.date(2026, 3, 31), 'IFERROR(IF([@ordered_on]="","",[@ordered_on]+30),"")'),
        "✓",
        None,
    ]


def test_a_spreadsheet_of_google_is_given_formulas_as_they_are_written_there(desk: Desk) -> None:
    open_ = msgspec.structs.replace(ORDER.by_name["open"], compute='=ISBLANK([@number])<>(SEARCH("d",[@number])>0)')
    columns = tuple(open_ if each.name == "open" else each for each in ORDER.columns)
    view = msgspec.structs.replace(VIEW, tables=(TableView(table=msgspec.structs.replace(ORDER, columns=columns)),))
    reading, manifest = desk.grid.read(), Manifest.read(desk.grid.manifest)
    found = read_workbook(replace(reading, program="sheets"), manifest, view).tables["order"].live
    in_a_file = read_workbook(reading, manifest, view).tables["order"].live
    there, here = 'FIND(LOWER("d"),LOWER([@number]))', 'SEARCH("d",[@number])'
    assert found == {name: formula.replace(here, there) for name, formula in in_a_file.items()}
    assert there in found["open"]


def test_a_row_is_in_step_with_what_people_fill_in_and_is_asked_for_no_more(desk: Desk) -> None:
    assert desk.wanted() == []
    table = desk.read().tables["order"]
    assert table.layout == ("number", "amount", "currency", "ordered_on", "notes")
    assert read_base(str(table.rows[0].base_cell), row_id(1), table.layout) is not None
    assert {*table.rows[0].wire} == {*table.layout}


@pytest.mark.parametrize("name", COMPUTED)
def test_what_is_typed_over_a_computed_cell_is_replaced_and_told_once(desk: Desk, name: str) -> None:
    before = desk.shown(*COMPUTED)
    desk.sheet.set(FIRST_ROW, name, "mine")
    assert desk.wanted() == [row_id(1)]
    desk.arrive(STORED)
    label = ORDER.by_name[name].label.en
    said = f"{label}: it is calculated by the server; “mine”, which was typed there, has been replaced."
    assert (desk.shown(*COMPUTED), desk.shown(TICK, MESSAGE)) == (before, ["✓", said])
    assert desk.wanted() == []
    desk.arrive(STORED)
    assert desk.shown(MESSAGE) == [None]


@pytest.mark.parametrize("name", COMPUTED)
def test_a_computed_cell_that_was_emptied_is_filled_in_again_without_a_word(desk: Desk, name: str) -> None:
    before = desk.shown(*COMPUTED)
    desk.sheet.set(FIRST_ROW, name, None)
    assert desk.wanted() == [row_id(1)]
    desk.arrive(STORED)
    assert (desk.shown(*COMPUTED), desk.shown(MESSAGE)) == (before, [None])


def test_a_formula_that_shows_another_value_is_no_edit_until_the_row_comes(desk: Desk) -> None:
    desk.sheet.set(FIRST_ROW, "left", Formula(5.0, LEFT))
    desk.sheet.set(FIRST_ROW, "open", Formula("No", OPEN.replace(",", ", ")))
    assert desk.wanted() == []
    desk.arrive()
    assert desk.shown("left") == [Formula(5.0, LEFT)]
    desk.arrive(STORED, rev=2)
    assert desk.shown("left", "open", MESSAGE) == [
        Formula(96.67, LEFT),
        Formula("Yes", OPEN),
        None,
    ]


def test_a_formula_of_ones_own_in_place_of_the_columns_stays_as_long_as_it_is_right(desk: Desk) -> None:
    own = Formula(96.67, "90+6.67")
    desk.sheet.set(FIRST_ROW, "left", own)
    assert desk.wanted() == []
    desk.arrive(STORED, rev=2)
    assert desk.shown("left", MESSAGE) == [own, None]
    desk.arrive(STORED | {"left": "90.00"}, rev=3)
    said = "Left: it is calculated by the server; “=90+6.67”, which was typed there, has been replaced."
    assert desk.shown("left", MESSAGE) == [Formula(90.0, LEFT), said]


def test_a_formula_of_ones_own_with_another_value_is_replaced_and_told(desk: Desk) -> None:
    desk.sheet.set(FIRST_ROW, "left", Formula(200.0, '[@amount]*2&"[@amount]"'))
    assert desk.wanted() == [row_id(1)]
    desk.arrive(STORED)
    said = 'Left: it is calculated by the server; “=[Amount]*2&"[@amount]"”, which was typed there, has been replaced.'
    assert desk.shown("left", MESSAGE) == [Formula(96.67, LEFT), said]
    assert desk.wanted() == []


@pytest.mark.parametrize("value", [96.67, math.nextafter(96.67, 97)])
def test_a_formula_that_gives_the_stores_value_is_not_touched(desk: Desk, value: float) -> None:
    own = Formula(value, "the program's own way to write it")
    desk.sheet.set(FIRST_ROW, "left", own)
    desk.arrive(STORED, rev=2)
    assert desk.shown("left") == [own]


def test_a_formula_that_a_program_dropped_comes_back_though_its_value_stands_there(desk: Desk) -> None:
    desk.sheet.set(FIRST_ROW, "left", 96.67)
    assert desk.wanted() == [row_id(1)]
    desk.arrive(STORED)
    assert desk.shown("left", MESSAGE) == [Formula(96.67, LEFT), None]


def test_a_nought_that_is_typed_over_a_computed_cell_is_told_too(desk: Desk) -> None:
    desk.sheet.set(FIRST_ROW, "paid", 0.0)
    desk.arrive(STORED)
    said = "Paid: it is calculated by the server; “0”, which was typed there, has been replaced."
    assert desk.shown("paid", MESSAGE) == [10.0, said]


def test_an_error_in_a_computed_cell_is_replaced_and_told(desk: Desk) -> None:
    desk.sheet.set(FIRST_ROW, "paid", ErrorValue("#REF!"))
    assert desk.wanted() == [row_id(1)]
    desk.arrive(STORED)
    said = "Paid: it is calculated by the server; “#REF!”, which was typed there, has been replaced."
    assert desk.shown("paid", MESSAGE) == [10.0, said]


def test_a_formula_that_lost_a_column_it_names_is_replaced_without_a_word_for_nobody_typed_it(desk: Desk) -> None:
    desk.sheet.set(FIRST_ROW, "left", Formula("", 'IFERROR(ROUND([@amount]-N(#REF!)/3,2),"")'))
    assert desk.wanted() == [row_id(1)]
    desk.arrive(STORED)
    assert desk.shown("left", MESSAGE) == [Formula(96.67, LEFT), None]


def test_a_formula_of_ones_own_in_place_of_a_value_stays_as_long_as_it_is_right(desk: Desk) -> None:
    desk.sheet.set(FIRST_ROW, "paid", Formula(10.0, "5+5"))
    desk.arrive(STORED)
    assert desk.shown("paid", MESSAGE) == [Formula(10.0, "5+5"), None]
    desk.arrive(STORED | {"paid": "20.00", "left": "93.33"}, rev=1)
    said = "Paid: it is calculated by the server; “=5+5”, which was typed there, has been replaced."
    assert desk.shown("paid", MESSAGE) == [20.0, said]


def test_a_new_row_is_sent_without_what_stands_in_its_computed_cells(desk: Desk) -> None:
    desk.sheet.set(FIRST_ROW + 1, "amount", 5.0)
    desk.sheet.set(FIRST_ROW + 1, "currency", "CNY")
    desk.sheet.set(FIRST_ROW + 1, "paid", 3.0)
    desk.sheet.set(FIRST_ROW + 1, "left", Formula(2.0, LEFT))
    (change,) = find_changes(desk.read())["order"]
    assert (change.kind, change.fields) == ("new", {"amount": "5.00", "currency": "CNY"})


def test_a_line_with_nothing_but_computed_cells_is_no_row(desk: Desk) -> None:
    desk.sheet.set(FIRST_ROW + 1, "paid", 3.0)
    assert [row.handle for row in desk.read().tables["order"].rows] == [FIRST_ROW]


def test_a_row_of_which_all_that_people_fill_in_was_emptied_is_removed_with_its_formulas(desk: Desk) -> None:
    for name in ("number", "amount", "currency", "ordered_on"):
        desk.sheet.set(FIRST_ROW, name, None)
    (change,) = find_changes(desk.read())["order"]
    assert (change.kind, change.id) == ("remove", row_id(1))


def test_a_copied_row_is_not_told_of_values_that_were_its_originals(desk: Desk) -> None:
    desk.sheet.copy_row(FIRST_ROW, FIRST_ROW + 1)
    desk.sheet.set(FIRST_ROW + 1, "number", None)
    workbook = desk.read()
    copy = workbook.tables["order"].rows[1]
    pull = {name: [value] for name, value in (STORED | {"number": "DD-002", "paid": "0.00", "left": "100.00"}).items()}
    reply = SyncReply("e", "v", 1, pull=[TablePull("order", [copy.id], [1], pull)])
    desk.grid.write(plan_edits(workbook, [], reply), workbook.reading)
    assert desk.shown("paid", MESSAGE, row=FIRST_ROW + 1)[:1] == [0.0]
    assert "calculated" not in str(desk.shown(MESSAGE, row=FIRST_ROW + 1))


def test_somebody_who_is_named_and_renamed_is_shown_by_the_new_name(desk: Desk) -> None:
    renamed = replace_labels(USERS, "Li Nana", "Wu Fang")
    desk.arrive(lists={"user": renamed})
    assert desk.shown("keeper", MESSAGE) == ["Li Nana", None]
    assert desk.wanted() == []


def test_another_definition_brings_its_formula_into_every_row(desk: Desk) -> None:
    desk.view = with_formula("=[@amount]-[@paid]-0")
    assert desk.wanted() == [row_id(1)]
    desk.arrive(STORED)
    assert desk.shown("left") == [Formula(96.67, 'IFERROR([@amount]-N([@paid])-0,"")')]
    assert desk.wanted() == []


def test_without_a_column_that_a_formula_names_its_cells_hold_values() -> None:
    desk = Desk()
    desk.sheet.delete_column("ordered_on")
    desk.arrive(STORED)
    assert desk.shown("left", "due_on") == [Formula(96.67, LEFT), dt.date(2026, 3, 31)]
    assert desk.wanted() == []


def test_another_definition_brings_its_values_where_cells_hold_values(desk: Desk) -> None:
    desk.sheet.delete_column("amount")
    desk.arrive(STORED)
    desk.view = with_formula("=[@amount]-[@paid]-0")
    assert desk.wanted() == [row_id(1)]
    desk.arrive(STORED | {"left": "90.00"})
    assert (desk.shown("left"), desk.wanted()) == ([90.0], [])


def test_a_computed_column_that_was_deleted_is_missed_by_nobody(desk: Desk) -> None:
    desk.sheet.delete_column("paid")
    desk.sheet.set(FIRST_ROW, "left", ErrorValue("#REF!"))
    assert desk.wanted() == [row_id(1)]
    desk.arrive(STORED)
    assert desk.shown("left") == [96.67]
    assert desk.wanted() == []


def test_a_server_that_sends_no_computed_values_is_asked_and_changes_nothing(desk: Desk) -> None:
    before = desk.shown(*COMPUTED)
    desk.arrive({name: value for name, value in STORED.items() if name not in COMPUTED}, rev=2)
    assert desk.shown(*COMPUTED) == before


def test_a_lost_note_of_what_was_left_asks_once(desk: Desk) -> None:
    del desk.grid.lists["computed.order"]
    assert desk.wanted() == [row_id(1)]
    desk.arrive(STORED)
    assert (desk.wanted(), desk.shown(MESSAGE)) == ([], [None])


OTHER = STORED | {"number": "DD-002", "amount": "200.00", "ordered_on": "2026-04-01", "left": "196.67"}


def rename_a_heading(desk: Desk) -> None:
    """Make it unsure which column is which."""
    desk.sheet.rename_header("amount", "Notes")


def lose_the_ids(desk: Desk) -> None:
    """Take away the hidden column by which rows are known."""
    desk.sheet.delete_column(ID)


def paste_over_another_row(desk: Desk) -> None:
    """Make it unsure which row is which: the second one's values over the first, and another in its own place."""
    for name in ("number", "amount", "ordered_on"):
        (value,) = desk.shown(name, row=FIRST_ROW + 1)
        desk.sheet.set(FIRST_ROW, name, value)
    desk.sheet.set(FIRST_ROW + 1, "number", "DD-900")


@pytest.mark.parametrize("disturb", [rename_a_heading, lose_the_ids, paste_over_another_row])
def test_a_figure_that_changed_while_its_row_could_not_be_written_is_asked_for_once_it_can(
    disturb: Callable[[Desk], None],
) -> None:
    desk = Desk()
    desk.arrive(STORED, OTHER)
    before = copy.deepcopy(desk.sheet)
    disturb(desk)
    # a figure across tables changes without its row's revision
    desk.arrive(STORED | {"paid": "40.00"})
    assert desk.shown("paid") == [10.0]
    desk.sheet.columns, desk.sheet.rows = before.columns, before.rows
    assert desk.wanted() == [row_id(1)]
    desk.arrive()
    assert desk.wanted() == [row_id(1)]
    desk.arrive(STORED | {"paid": "40.00"})
    assert (desk.shown("paid", TICK, MESSAGE), desk.wanted()) == ([40.0, "✓", None], [])


def test_what_a_workbook_shows_does_not_depend_on_its_computed_cells(desk: Desk) -> None:
    desk.sheet.set(FIRST_ROW, "paid", 99.0)
    workbook = desk.read()
    edits = plan_edits(workbook, [], SyncReply("e", "v", 1))
    assert set_digest(known_rows(workbook, edits)["order"].items()) == set_digest([(row_id(1), 1)])
    assert [edit.column for edit in edits.cells if edit.column not in (BASE, ID)] == []


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (0.1 + 0.2, 0.3, True),
        (1, 1.0, True),
        (True, 1, False),
        (None, "", True),
        ("", 0, False),
        (dt.date(2026, 3, 1), dt.datetime(2026, 3, 1), True),
        (dt.datetime(2026, 3, 1, 9, 0, 0, 400_000), dt.datetime(2026, 3, 1, 9), True),
        ("1", 1, True),
        (123456789012345.6, 123456789012345.7, True),
        (1.23, 1.24, False),
    ],
)
def test_cells_are_marked_by_what_they_show(one: CellValue, other: CellValue, same: bool) -> None:
    assert (mark(one) == mark(other)) is same


def with_formula(formula: str) -> BookView:
    """The view with another formula for what is left."""
    columns = tuple(
        msgspec.structs.replace(each, compute=formula) if each.name == "left" else each for each in ORDER.columns
    )
    table = msgspec.structs.replace(ORDER, columns=columns)
    return msgspec.structs.replace(VIEW, tables=(TableView(table=table),))


def replace_labels(listed: ReferenceList, *labels: str) -> ReferenceList:
    """``listed`` with other labels."""
    return msgspec.structs.replace(listed, labels=[*labels], digest="2")
