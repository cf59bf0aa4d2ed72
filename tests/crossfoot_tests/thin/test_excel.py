"""What Excel does to the pane: limits, refusals, somebody who types, filters, protection, dates, texts."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from crossfoot_sync.engine.cells import AppendRow, Edits, Missed, RemoveRow, SetCell
from crossfoot_sync.grids.errors import GridError
from crossfoot_sync.grids.memory_sheet import Formula, MemoryColumn
from crossfoot_templates.layout import FIRST_ROW, ID, TICK
from crossfoot_templates.types import CellValue
from crossfoot_tests.sync.grids.books import NAMES, book, column, customer, row_id, sheet
from crossfoot_tests.thin.excel import ExcelClient, Node, ThrownError
from crossfoot_tests.thin.place import Place, shows
from crossfoot_tests.thin.test_cut_off import a_days_work, is_as_it_should_be, sync_until_in_step
from crossfoot_tests.thin.workbooks import CellFacts, Facts, laid

pytestmark = pytest.mark.slow


def excel(node: Node, *rows: Any, **options: Any) -> ExcelClient:
    """The pane before a book with these rows."""
    return ExcelClient(node, laid(book(sheet(*rows))), options=options)


def test_a_days_work_through_the_panes_own_code(place: Place, node: Node) -> None:
    li, _ = a_days_work(place)
    li.client = lambda facts: ExcelClient(node, facts)
    sync_until_in_step(li)
    is_as_it_should_be(place, li)


def test_a_large_workbook_is_read_and_written_in_pieces_that_excel_takes(node: Node) -> None:
    client = excel(node, *(customer(at, name="x" * 300) for at in range(400)), limit=60_000)
    grid = client.grid
    seen = grid.read()
    assert len(seen.tables["customer"].rows) == 400
    assert client.syncs > 10
    assert excel(node, *(customer(at) for at in range(3))).grid.read().tables["customer"].columns[ID] == [
        row_id(at) for at in range(3)
    ]


def test_a_batch_that_is_too_large_for_excel_is_refused_and_nothing_is_written(node: Node) -> None:
    client = excel(node, customer(1), limit=9_000)
    seen = client.grid.read()
    edits = Edits(cells=[SetCell("customer", FIRST_ROW, "name", "客户 1", "x" * 20_000)])
    with pytest.raises(GridError) as caught:
        client.grid.write(edits, seen)
    assert (caught.value.reason, client.written) == ("refused_by_program", 0)


def test_a_row_that_moves_while_a_large_workbook_is_read_is_neither_missed_nor_read_twice(node: Node) -> None:
    client = excel(node, *(customer(at) for at in range(400)), limit=60_000)
    acted: list[int] = []

    def act(facts: Facts, sync: int) -> None:
        if sync in {6, 9, 31}:
            acted.append(sync)
            with facts.hands() as hands:
                hands.move_row(FIRST_ROW + 390, FIRST_ROW) if sync != 9 else hands.delete_rows([FIRST_ROW + 1])

    client.act = act
    ids = client.grid.read().tables["customer"].columns[ID]
    assert acted == [6, 9, 31]
    assert sorted(map(str, ids)) == sorted(set(map(str, ids)))
    assert len(ids) == 399


def test_a_workbook_in_which_rows_never_stop_moving_is_not_read(node: Node) -> None:
    client = excel(node, *(customer(at) for at in range(400)), limit=60_000)

    def act(facts: Facts, sync: int) -> None:
        if sync % 4 == 0:
            with facts.hands() as hands:
                hands.insert_rows(FIRST_ROW + sync)

    client.act = act
    with pytest.raises(ThrownError, match="KeepsChanging"):
        client.grid.read()


def test_what_the_program_refuses_is_told(node: Node) -> None:
    client = excel(node, customer(1))
    seen = client.grid.read()
    client.options["refuses"] = "AccessDenied"
    edits = Edits(cells=[SetCell("customer", FIRST_ROW, "name", "客户 1", "x")])
    with pytest.raises(GridError) as caught:
        client.grid.write(edits, seen)
    assert "AccessDenied" in caught.value.text("en")
    assert "AccessDenied" in caught.value.text("zh")


def test_a_write_of_which_nobody_knows_whether_it_was_made_is_looked_at_and_made_once(node: Node) -> None:
    client = excel(node, customer(1))
    seen = client.grid.read()
    client.options["refuses"] = "GeneralException"
    edits = Edits(
        cells=[SetCell("customer", FIRST_ROW, "name", "客户 1", "x")],
        appended=[AppendRow("customer", {ID: row_id(2), "name": "new"})],
    )
    apply = client.apply

    def once(batches: Any) -> Any:
        told = apply(batches)
        client.options["refuses"] = None
        return told

    client.apply = once  # type: ignore[method-assign]
    grid = client.grid
    assert grid.write(edits, seen) == []
    assert (column(grid, "name"), column(grid, ID)) == (["x", "new"], [row_id(1), row_id(2)])


def test_rows_of_a_filtered_table_are_emptied_where_excel_does_not_let_them_go(node: Node) -> None:
    client = excel(node, customer(1), customer(2), filtered=True)
    grid = client.grid
    assert grid.write(Edits(removed=[RemoveRow("customer", FIRST_ROW, row_id(1))]), grid.read()) == []
    assert column(grid, ID) == [row_id(2)]
    assert grid.read().tables["customer"].rows == [FIRST_ROW + 1]


def test_a_row_in_which_something_of_the_users_own_stands_is_emptied_and_that_stays(node: Node) -> None:
    made = sheet(customer(1), customer(2))
    made.columns.append(MemoryColumn("我的备注"))
    made.rows = [[*line, note] for line, note in zip(made.rows, ("别动", None), strict=True)]
    client = ExcelClient(node, laid(book(made)))
    grid = client.grid
    removed = [RemoveRow("customer", FIRST_ROW + at, row_id(at + 1)) for at in range(2)]
    assert grid.write(Edits(removed=removed), grid.read()) == []
    with client.facts.hands() as hands:
        assert [[each for each in line if each is not None] for line in hands.rows] == [["别动"]]


def test_a_table_on_a_protected_sheet_is_closed_and_its_locked_cells_are_told(node: Node) -> None:
    client = excel(node, customer(1))
    protected = client.facts.sheet("客户")
    protected.protected, protected.unlocked = True, [2]
    cells = client.grid.read().tables["customer"]
    assert cells.closed
    assert {name for name, _ in cells.barred} == {*cells.columns} - {"name"}


def parted(node: Node, *rows: Any) -> ExcelClient:
    """The pane before a book whose Excel Table reaches from the name to the amount: other columns stand beside it."""
    client = excel(node, *rows)
    around = client.facts.tables[0]
    around.column, around.columns = NAMES.index("name"), 3
    return client


def test_what_of_a_new_row_stands_beside_the_excel_table_is_written_there(node: Node) -> None:
    client = parted(node, customer(1), customer(2))
    grid = client.grid
    values: list[dict[str, CellValue]] = [
        {"code": f"KH-{number:05}", "name": "new", "amount": 9.5, "key_account": True, ID: row_id(number)}
        for number in (3, 4)
    ]
    assert grid.write(Edits(appended=[AppendRow("customer", each) for each in values]), grid.read()) == []
    now = grid.read().tables["customer"].columns
    assert {name: column[2:] for name, column in now.items() if any(column[2:])} == {
        name: [each[name] for each in values] for name in values[0]
    }


def test_a_row_of_which_a_part_stands_beside_the_excel_table_is_emptied_and_no_other_moves(node: Node) -> None:
    client = parted(node, *map(customer, (1, 2, 3)))
    grid = client.grid
    seen = grid.read()
    before = seen.tables["customer"]
    assert grid.write(Edits(removed=[RemoveRow("customer", FIRST_ROW, row_id(1))]), seen) == []
    now = grid.read().tables["customer"]
    assert (now.rows, now.columns) == (before.rows[1:], {name: each[1:] for name, each in before.columns.items()})


def test_a_new_row_is_not_written_over_what_stands_beside_the_excel_table(node: Node) -> None:
    client = parted(node, customer(1))
    client.facts.sheet("客户").put(FIRST_ROW, NAMES.index("code"), CellFacts("mine"))
    client.facts.tables[0].rows = 2
    grid = client.grid
    with pytest.raises(GridError, match="holds something at B"):
        grid.write(Edits(appended=[AppendRow("customer", {"code": "KH-00002", ID: row_id(2)})]), grid.read())


def test_merged_cells_are_faults(node: Node) -> None:
    client = excel(node, customer(1), customer(2))
    client.facts.sheet("客户").merged = ["C4:C5"]
    cells = client.grid.read().tables["customer"]
    assert {cell: fault.code for cell, fault in cells.faults.items()} == {
        ("name", 0): "merged_cell",
        ("name", 1): "merged_cell",
    }


def test_dates_are_told_by_their_format_in_both_date_systems(node: Node) -> None:
    client = excel(node, customer(1))
    facts = client.facts.sheet("客户")
    for at, code in enumerate(("yyyy年m月d日", "[$-804]m/d/yyyy", "0.00", "[h]:mm"), start=3):
        facts.put(at, 3, CellFacts(45000, format=code))
        facts.put(at, 1, CellFacts(f"c{at}"))
    assert column(client.grid, "signed_on") == [dt.date(2023, 3, 15), dt.date(2023, 3, 15), 45000, 45000]
    client.facts.date1904 = True
    assert column(client.grid, "signed_on")[0] == dt.date(2027, 3, 16)


def test_a_number_that_is_written_into_a_cell_of_texts_is_a_number(node: Node) -> None:
    client = excel(node, customer(1, name="12"))
    client.facts.sheet("客户").cells["3,2"] = CellFacts("12", format="@")
    grid = client.grid
    assert grid.write(Edits(cells=[SetCell("customer", FIRST_ROW, "name", "12", 12.5)]), grid.read()) == []
    assert column(grid, "name") == [12.5]


@pytest.mark.parametrize("text", ["=1+1", "0012", "1E5", "2024-03-05", "TRUE", "'quoted"])
def test_h26_a_text_that_excel_would_take_for_something_else_stays_a_text_beside_the_pane(
    node: Node, text: str
) -> None:
    grid = excel(node, customer(1)).grid
    assert grid.write(Edits(cells=[SetCell("customer", FIRST_ROW, "name", "客户 1", text)]), grid.read()) == []
    assert (column(grid, "name"), grid.read().tables["customer"].formulas) == ([text], frozenset())


def test_a_text_that_looks_like_a_formula_is_told_from_one(node: Node) -> None:
    client = excel(node, customer(1, name="=1+1"), customer(2, name=Formula("2")))
    cells = client.grid.read().tables["customer"]
    assert (cells.columns["name"], cells.formulas) == (["=1+1", "2"], frozenset({("name", 1)}))


def test_formulas_are_told_by_the_names_of_columns_however_excel_writes_them(node: Node) -> None:
    client = excel(node, customer(1))
    written = (
        "=[@金额]*2",
        "=[@[客户名称]]&E4",
        "=cf_customer[[#This Row],[金额]]*$E4",
        "=cf_customer[@金额]+Other!E4+E5",
    )
    told = []
    for formula in written:
        client.facts.sheet("客户").cells["3,3"] = CellFacts(1.0, formula)
        told.append(client.grid.read().tables["customer"].texts["signed_on", 0])
    assert told == [
        "[@amount]*2",
        "[@name]&[@amount]",
        "[@amount]*[@amount]",
        "[@amount]+Other!E4+E5",
    ]


def test_a_line_of_totals_is_no_row_and_stays_below_new_ones(node: Node) -> None:
    client = excel(node, customer(1))
    facts = client.facts
    facts.tables[0].rows += 1
    facts.tables[0].totals = True
    facts.sheet("客户").put(4, 1, CellFacts("合计"))
    grid = client.grid
    assert grid.read().tables["customer"].rows == [FIRST_ROW]
    new = Edits(appended=[AppendRow("customer", {ID: row_id(2), TICK: "✓"})])
    assert grid.write(new, grid.read()) == []
    assert column(grid, ID) == [row_id(1), row_id(2)]
    assert facts.sheet("客户").cell(5, 1).value == "合计"


def test_a_workbook_that_was_made_for_people_is_read_as_it_was_rendered(place: Place, node: Node) -> None:
    facts = place.workbook("li", "zh")
    reading = ExcelClient(node, facts).grid.read()
    assert [*reading.tables] == ["customer", "invoice", "visit"]
    assert {name: cells.rows for name, cells in reading.tables.items()} == {"customer": [], "invoice": [], "visit": []}
    assert reading.manifest["user"] == "li"
    assert shows(facts, "customer", TICK) == []


@pytest.mark.parametrize("sync", range(1, 9))
def test_a_cell_that_is_typed_in_at_any_moment_of_a_write_holds_it_up_and_nothing_is_written_twice(
    node: Node, sync: int
) -> None:
    client = excel(node, customer(1), customer(2), customer(3))
    grid = client.grid
    seen = grid.read()
    client.options["typingAt"] = [sync]
    edits = Edits(
        cells=[SetCell("customer", FIRST_ROW, "name", "客户 1", "x")],
        appended=[AppendRow("customer", {ID: row_id(9), "name": "new"})],
        removed=[RemoveRow("customer", FIRST_ROW + 1, row_id(2))],
        manifest={"cursor": "99"},
    )
    apply = client.apply

    def once(batches: Any) -> Any:
        told = apply(batches)
        client.options["typingAt"] = []
        return told

    client.apply = once  # type: ignore[method-assign]
    assert grid.write(edits, seen) == []
    assert column(grid, ID) == [row_id(1), row_id(3), row_id(9)]
    assert (column(grid, "name"), grid.read().manifest["cursor"]) == (["x", "客户 3", "new"], "99")


@pytest.mark.parametrize("sync", [3, 4])
def test_what_was_displaced_is_put_back_once_the_cell_that_is_typed_in_is_left(node: Node, sync: int) -> None:
    client = excel(node, customer(1))
    grid = client.grid
    seen = grid.read()
    typed: list[int] = []

    def act(facts: Facts, at: int) -> None:
        if at == 2 and not typed:
            typed.append(at)
            with facts.hands() as hands:
                hands.set(FIRST_ROW, "name", "typed")

    client.act, client.options["typingAt"] = act, [sync]
    edits = Edits(cells=[SetCell("customer", FIRST_ROW, "name", "客户 1", "x")])
    assert grid.write(edits, seen) == [Missed("customer", FIRST_ROW, "name", "typed")]
    assert column(grid, "name") == ["typed"]
