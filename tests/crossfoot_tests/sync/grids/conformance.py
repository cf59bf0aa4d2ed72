"""What every grid must do, whatever it is made of.

A test module subclasses :class:`GridConformance` and supplies the fixture ``lay``, which makes a :class:`Bench`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest

from crossfoot_sync.engine.cells import AppendRow, CheckCell, Edits, Missed, RemoveRow, SetCell
from crossfoot_sync.grids.errors import GridError
from crossfoot_sync.grids.memory import MemoryGrid
from crossfoot_sync.grids.memory_sheet import Content, ErrorValue, Formula, Uncalculated
from crossfoot_templates.layout import BASE, FIRST_ROW, ID, MESSAGE, OPEN, TICK
from crossfoot_templates.messages import say
from crossfoot_templates.types import CellValue
from crossfoot_tests.sync.grids.books import (
    LISTS,
    MANIFEST,
    Bench,
    book,
    calculated,
    column,
    customer,
    row_id,
    sheet,
)

Lay = Callable[[MemoryGrid], Bench]

AWKWARD_TEXTS = (
    "=1+1",
    "+8613800000000",
    "-5",
    "@SUM(A1)",
    "0012",
    "110101199003070134",
    "12345678901234567890",
    "1E5",
    "2024-03-05",
    "TRUE",
    "#N/A",
    "'quoted",
    "  spaces at both ends  ",
    "two\nlines",
    "tab\there",
    "🙂👩‍👩‍👧 emoji",
    "שלום עולם",
    "مرحبا 123",
    "<&>\"'",
    "_x0041_ and _x000D_",
    "中文，全角（）",
    "x" * 4000,
)
VALUES: tuple[CellValue, ...] = (
    0.5,
    -1234567.89,
    0.1 + 0.2,
    123456789012345.0,
    1e-7,
    True,
    False,
    dt.date(2024, 2, 29),
    dt.date(1900, 3, 1),
    dt.date(9999, 12, 31),
    dt.datetime(2024, 3, 5, 14, 30),
)


def in_formula(value: CellValue) -> str:
    """A value as a formula of Excel's writes it."""
    match value:
        case dt.datetime():
            return f"DATE({value.year},{value.month},{value.day})+TIME({value.hour},{value.minute},0)"
        case dt.date():
            return f"DATE({value.year},{value.month},{value.day})"
        case bool():
            return str(value).upper()
        case None:
            return '""'
        case str() if len({*value}) == 1:
            return f'REPT("{value[0]}",{len(value)})'
        case str():
            return '"' + value.replace('"', '""') + '"'
    return f"{value:.17f}".rstrip("0").rstrip(".")


class GridConformance:
    """The suite. Rows and columns are named as in the layout of a template."""

    def test_an_empty_book_has_its_columns_and_no_rows(self, lay: Lay) -> None:
        cells = lay(book(sheet())).grid.read().tables["customer"]
        assert cells.rows == []
        assert cells.columns == {name: [] for name in cells.labels}
        assert cells.labels["name"] == "客户名称"
        assert cells.status == "尚未同步"

    def test_rows_are_read_in_order_with_every_bound_column(self, lay: Lay) -> None:
        cells = lay(book(sheet(customer(1, key_account=True), customer(2)))).grid.read().tables["customer"]
        assert cells.rows == [FIRST_ROW, FIRST_ROW + 1]
        assert cells.columns == {
            TICK: ["✓", "✓"],
            "code": ["KH-00001", "KH-00002"],
            "name": ["客户 1", "客户 2"],
            "signed_on": [dt.date(2024, 1, 2), dt.date(2024, 1, 3)],
            "amount": [1001.5, 1002.5],
            "key_account": [True, None],
            MESSAGE: [None, None],
            ID: [row_id(1), row_id(2)],
            BASE: ["1:abcd:000001", "1:abcd:000002"],
            OPEN: [None, None],
        }

    def test_two_tables_are_read_and_written_apart(self, lay: Lay) -> None:
        bench = lay(book(sheet(customer(1)), sheet(customer(2), table="invoice", title="发票 a'b")))
        seen = bench.grid.read()
        edits = Edits(cells=[SetCell("invoice", FIRST_ROW, "name", "客户 2", "二号")], status={"invoice": "已同步"})
        assert bench.grid.write(edits, seen) == []
        now = bench.grid.read()
        assert now.tables["customer"] == seen.tables["customer"]
        assert (now.tables["invoice"].columns["name"], now.tables["invoice"].status) == (["二号"], "已同步")

    def test_manifest_and_lists_are_read(self, lay: Lay) -> None:
        reading = lay(book(sheet())).grid.read()
        assert (reading.manifest, reading.lists) == (MANIFEST, LISTS)

    def test_manifest_facts_are_set_and_others_stay(self, lay: Lay) -> None:
        grid = lay(book(sheet())).grid
        grid.write(Edits(manifest={"cursor": "15", "outbox": "=x 0012"}), grid.read())
        assert grid.read().manifest == {**MANIFEST, "cursor": "15", "outbox": "=x 0012"}

    def test_lists_are_replaced_whole_and_others_stay(self, lay: Lay) -> None:
        grid = lay(book(sheet())).grid
        ids = [row_id(number) for number in range(30)]
        grid.write(Edits(lists={"customer.id": ids, "shown.customer": ["a", "", "c"]}), grid.read())
        grid.write(Edits(lists={"customer.id": ids[:2]}), grid.read())
        assert grid.read().lists == {**LISTS, "customer.id": ids[:2], "shown.customer": ["a", "", "c"]}

    @pytest.mark.parametrize("text", AWKWARD_TEXTS)
    def test_text_comes_back_the_same_and_is_no_formula(self, lay: Lay, text: str) -> None:
        bench = lay(book(sheet(customer(1))))
        edits = Edits(
            cells=[SetCell("customer", FIRST_ROW, "name", "客户 1", text)],
            appended=[AppendRow("customer", {"name": text})],
            status={"customer": text},
            manifest={"said": text},
        )
        assert bench.grid.write(edits, bench.grid.read()) == []
        now = bench.grid.read()
        assert now.tables["customer"].columns["name"] == [text, text]
        assert now.tables["customer"].formulas == frozenset()
        assert (now.tables["customer"].status, now.manifest["said"]) == (text, text)

    @pytest.mark.parametrize("value", VALUES, ids=str)
    def test_values_come_back_the_same_in_any_column(self, lay: Lay, value: CellValue) -> None:
        bench = lay(book(sheet(customer(1))))
        edits = Edits(
            cells=[
                SetCell("customer", FIRST_ROW, "amount", 1001.5, value),
                SetCell("customer", FIRST_ROW, "signed_on", dt.date(2024, 1, 2), value),
            ],
            appended=[AppendRow("customer", {"amount": value, "signed_on": value})],
        )
        assert bench.grid.write(edits, bench.grid.read()) == []
        assert column(bench.grid, "amount") == [value, value]
        assert column(bench.grid, "signed_on") == [value, value]

    def test_clearing_a_cell_leaves_it_blank(self, lay: Lay) -> None:
        bench = lay(book(sheet(customer(1))))
        edits = Edits(
            cells=[
                SetCell("customer", FIRST_ROW, "name", "客户 1", None),
                SetCell("customer", FIRST_ROW, TICK, "✓", ""),
            ]
        )
        bench.grid.write(edits, bench.grid.read())
        assert (column(bench.grid, "name"), column(bench.grid, TICK)) == ([None], [None])

    def test_rows_are_appended_below_the_last_one(self, lay: Lay) -> None:
        bench = lay(book(sheet(customer(1))))
        rows = [AppendRow("customer", {"name": f"新 {number}", ID: row_id(number)}) for number in (2, 3)]
        assert bench.grid.write(Edits(appended=rows), bench.grid.read()) == []
        assert column(bench.grid, "name") == ["客户 1", "新 2", "新 3"]
        assert bench.grid.read().tables["customer"].rows == [FIRST_ROW, FIRST_ROW + 1, FIRST_ROW + 2]

    def test_the_blank_row_of_a_template_is_used_first(self, lay: Lay) -> None:
        bench = lay(book(sheet({})))
        bench.grid.write(Edits(appended=[AppendRow("customer", {"name": "第一"})]), bench.grid.read())
        assert bench.grid.read().tables["customer"].rows == [FIRST_ROW]

    def test_a_row_appended_to_an_unknown_table_writes_nothing(self, lay: Lay) -> None:
        bench = lay(book(sheet(customer(1))))
        before = bench.grid.read()
        edits = Edits(
            cells=[SetCell("customer", FIRST_ROW, "name", "客户 1", "x")],
            appended=[AppendRow("nowhere", {"name": "x"})],
            manifest={"cursor": "99"},
        )
        with pytest.raises(GridError):
            bench.grid.write(edits, before)
        now = bench.grid.read()
        assert (now.manifest, now.tables) == (before.manifest, before.tables)

    def test_removed_rows_are_gone_and_others_stay(self, lay: Lay) -> None:
        bench = lay(book(sheet(customer(1), customer(2), customer(3))))
        seen = bench.grid.read()
        assert bench.grid.write(Edits(removed=[RemoveRow("customer", FIRST_ROW + 1, row_id(2))]), seen) == []
        assert column(bench.grid, ID) == [row_id(1), row_id(3)]
        bench.grid.write(Edits(appended=[AppendRow("customer", {ID: row_id(4)})]), bench.grid.read())
        assert column(bench.grid, ID) == [row_id(1), row_id(3), row_id(4)]

    def test_a_row_with_another_id_is_not_removed(self, lay: Lay) -> None:
        bench = lay(book(sheet(customer(1))))
        missed = bench.grid.write(Edits(removed=[RemoveRow("customer", FIRST_ROW, row_id(9))]), bench.grid.read())
        assert missed == [Missed("customer", FIRST_ROW, ID, row_id(1))]
        assert column(bench.grid, ID) == [row_id(1)]

    def test_a_cell_that_holds_something_else_is_left_alone(self, lay: Lay) -> None:
        bench = lay(book(sheet(customer(1), customer(2))))
        edits = Edits(
            cells=[
                SetCell("customer", FIRST_ROW, "name", "not this", "x"),
                SetCell("customer", FIRST_ROW + 1, "name", "客户 2", "y"),
            ]
        )
        assert bench.grid.write(edits, bench.grid.read()) == [Missed("customer", FIRST_ROW, "name", "客户 1")]
        assert column(bench.grid, "name") == ["客户 1", "y"]

    def test_what_a_person_typed_since_the_reading_is_left_alone(self, lay: Lay) -> None:
        bench = lay(book(sheet(customer(1), customer(2))))
        seen = bench.grid.read()
        with bench.hands() as person:
            person.set(FIRST_ROW, "name", "改名")
        edits = Edits(
            cells=[SetCell("customer", FIRST_ROW + at, "name", f"客户 {at + 1}", "服务器") for at in range(2)]
        )
        assert bench.grid.write(edits, seen) == [Missed("customer", FIRST_ROW, "name", "改名")]
        assert column(bench.grid, "name") == ["改名", "服务器"]

    def test_what_is_done_for_a_choice_is_left_when_a_person_took_that_back(self, lay: Lay) -> None:
        bench = lay(book(sheet(*(customer(at, **{TICK: "采用对方"}) for at in (1, 2)))))
        seen = bench.grid.read()
        with bench.hands() as person:
            person.set(FIRST_ROW, TICK, "保留我的")
        edits = Edits(
            cells=[
                SetCell(
                    "customer", line, "name", f"客户 {at}", "服务器", (CheckCell("customer", line, TICK, "采用对方"),)
                )
                for at, line in enumerate((FIRST_ROW, FIRST_ROW + 1), start=1)
            ]
        )
        assert bench.grid.write(edits, seen) == [Missed("customer", FIRST_ROW, "name", "客户 1")]
        assert column(bench.grid, "name") == ["客户 1", "服务器"]

    def test_a_cell_that_is_looked_at_and_set_in_one_write_is_not_missed(self, lay: Lay) -> None:
        bench = lay(book(sheet(customer(1))))
        seen = bench.grid.read()
        edits = Edits(
            cells=[SetCell("customer", FIRST_ROW, TICK, "✓", "⚠")],
            checked=[CheckCell("customer", FIRST_ROW, TICK, "✓")],
        )
        assert bench.grid.write(edits, seen) == []
        assert column(bench.grid, TICK) == ["⚠"]

    def test_what_speaks_of_several_cells_is_left_when_a_person_changed_one_of_them(self, lay: Lay) -> None:
        bench = lay(book(sheet(*(customer(at) for at in (1, 2)))))
        seen = bench.grid.read()
        with bench.hands() as person:
            person.set(FIRST_ROW, "name", "改名")
        read = seen.tables["customer"].columns
        cells = [
            SetCell(
                "customer",
                FIRST_ROW + at,
                BASE,
                read[BASE][at],
                "new",
                tuple(CheckCell("customer", FIRST_ROW + at, name, read[name][at]) for name in ("amount", "name")),
            )
            for at in range(2)
        ]
        assert bench.grid.write(Edits(cells=cells), seen) == [Missed("customer", FIRST_ROW, BASE, read[BASE][0])]
        assert column(bench.grid, BASE) == [read[BASE][0], "new"]

    @pytest.mark.parametrize(
        "content", [ErrorValue("#N/A"), Uncalculated(), Formula(7.5)], ids=["error", "none", "7.5"]
    )
    def test_what_speaks_of_a_formula_is_written_whatever_that_shows(self, lay: Lay, content: Content) -> None:
        bench = lay(book(sheet(customer(1, amount=content))))
        seen = bench.grid.read()
        read = {name: values[0] for name, values in seen.tables["customer"].columns.items()}
        speaks_of = CheckCell("customer", FIRST_ROW, "amount", read["amount"])
        edit = SetCell("customer", FIRST_ROW, BASE, read[BASE], "new", (speaks_of,))
        assert bench.grid.write(Edits(cells=[edit]), seen) == []
        assert column(bench.grid, BASE) == ["new"]

    def test_a_row_that_a_person_changed_since_the_reading_is_not_removed(self, lay: Lay) -> None:
        bench = lay(book(sheet(customer(1))))
        seen = bench.grid.read()
        with bench.hands() as person:
            person.set(FIRST_ROW, "amount", 7.0)
        missed = bench.grid.write(Edits(removed=[RemoveRow("customer", FIRST_ROW, row_id(1))]), seen)
        assert missed == [Missed("customer", FIRST_ROW, "amount", 7.0)]
        assert column(bench.grid, "amount") == [7.0]

    def test_rows_are_found_again_after_a_sort(self, lay: Lay) -> None:
        bench = lay(book(sheet(customer(1, "c"), customer(2, "a"), customer(3, "b"))))
        seen = bench.grid.read()
        with bench.hands() as person:
            person.sort("name")
        edits = Edits(
            cells=[SetCell("customer", FIRST_ROW, "name", "c", "一")],
            removed=[RemoveRow("customer", FIRST_ROW + 1, row_id(2))],
        )
        assert bench.grid.write(edits, seen) == []
        assert dict(zip(column(bench.grid, ID), column(bench.grid, "name"), strict=True)) == {
            row_id(1): "一",
            row_id(3): "b",
        }

    def test_rows_are_found_again_after_rows_were_inserted_and_deleted(self, lay: Lay) -> None:
        bench = lay(book(sheet(customer(1), customer(2), customer(3))))
        seen = bench.grid.read()
        with bench.hands() as person:
            person.delete_rows([FIRST_ROW])
            person.insert_rows(FIRST_ROW, 2)
            person.set(FIRST_ROW, "name", "手工新行")
        edits = Edits(
            cells=[SetCell("customer", FIRST_ROW + at, "name", f"客户 {at + 1}", f"新名 {at + 1}") for at in range(3)]
        )
        assert bench.grid.write(edits, seen) == [Missed("customer", FIRST_ROW, "name", None)]
        assert column(bench.grid, "name") == ["手工新行", "新名 2", "新名 3"]

    def test_a_new_row_is_found_again_by_its_content(self, lay: Lay) -> None:
        bench = lay(book(sheet(customer(1), {"name": "无编号"}, {"name": "另一行"})))
        seen = bench.grid.read()
        with bench.hands() as person:
            person.insert_rows(FIRST_ROW)
        edits = Edits(cells=[SetCell("customer", FIRST_ROW + 1, ID, None, row_id(7))])
        assert bench.grid.write(edits, seen) == []
        assert column(bench.grid, ID) == [row_id(1), row_id(7), None]

    def test_of_rows_that_share_an_id_the_one_in_place_is_written(self, lay: Lay) -> None:
        bench = lay(book(sheet(customer(1), customer(2))))
        seen = bench.grid.read()
        with bench.hands() as person:
            person.copy_row(FIRST_ROW, FIRST_ROW + 2)
        bench.grid.write(Edits(cells=[SetCell("customer", FIRST_ROW, "name", "客户 1", "改")]), seen)
        assert column(bench.grid, "name") == ["改", "客户 2", "客户 1"]

    def test_blank_rows_between_are_no_rows(self, lay: Lay) -> None:
        cells = lay(book(sheet(customer(1), {}, {}, customer(2)))).grid.read().tables["customer"]
        assert cells.rows == [FIRST_ROW, FIRST_ROW + 3]

    def test_a_users_own_column_moves_ours_and_stays_as_it_is(self, lay: Lay) -> None:
        bench = lay(book(sheet(customer(1))))
        seen = bench.grid.read()
        with bench.hands() as person:
            person.insert_column("name", "我的备注")
            person.set(FIRST_ROW, "我的备注", "别动")
        assert bench.grid.write(Edits(cells=[SetCell("customer", FIRST_ROW, "name", "客户 1", "新")]), seen) == []
        assert column(bench.grid, "name") == ["新"]
        with bench.hands() as person:
            assert person.rows[0][person.place("我的备注")] == "别动"

    def test_moved_columns_keep_their_bindings(self, lay: Lay) -> None:
        bench = lay(book(sheet(customer(1))))
        seen = bench.grid.read()
        with bench.hands() as person:
            person.move_column("amount", "code")
        assert bench.grid.read().tables == seen.tables

    def test_an_edited_heading_is_told(self, lay: Lay) -> None:
        bench = lay(book(sheet(customer(1))))
        with bench.hands() as person:
            person.rename_header("name", "名字")
        assert bench.grid.read().tables["customer"].labels["name"] == "名字"

    def test_a_deleted_column_is_lost_and_edits_of_it_are_missed(self, lay: Lay) -> None:
        bench = lay(book(sheet(customer(1))))
        seen = bench.grid.read()
        with bench.hands() as person:
            person.delete_column("amount")
        now = bench.grid.read().tables["customer"]
        assert now.lost == {"amount"}
        assert "amount" not in now.columns
        edits = Edits(
            cells=[SetCell("customer", FIRST_ROW, "amount", 1001.5, 2.0)],
            appended=[AppendRow("customer", {"amount": 1.0, "name": "新"})],
        )
        assert bench.grid.write(edits, seen) == [Missed("customer", FIRST_ROW, "amount", None)]
        assert column(bench.grid, "name") == ["客户 1", "新"]

    def test_errors_and_uncalculated_formulas_are_faults_and_formulas_are_told(self, lay: Lay) -> None:
        row = customer(1, name=Formula("算出"), amount=ErrorValue("#DIV/0!"), code=Uncalculated())
        cells = lay(book(sheet(row, customer(2)))).grid.read().tables["customer"]
        assert cells.columns["name"] == ["算出", "客户 2"]
        assert (cells.columns["amount"][0], cells.columns["code"][0]) == (None, None)
        assert cells.faults == {("amount", 0): say("error_value", value="#DIV/0!"), ("code", 0): say("no_cached_value")}
        assert cells.formulas == {("name", 0), ("code", 0)}

    def test_a_formula_is_replaced_by_the_value_that_is_written(self, lay: Lay) -> None:
        bench = lay(book(sheet(customer(1, amount=Formula(5.0)))))
        seen = bench.grid.read()
        assert bench.grid.write(Edits(cells=[SetCell("customer", FIRST_ROW, "amount", 5.0, 6.0)]), seen) == []
        now = bench.grid.read().tables["customer"]
        assert (now.columns["amount"], now.formulas) == ([6.0], frozenset())

    @pytest.mark.parametrize("value", [*VALUES, *AWKWARD_TEXTS, None], ids=str)
    def test_a_formula_that_is_written_shows_its_value(self, lay: Lay, value: CellValue) -> None:
        bench = lay(book(sheet(customer(1))))
        edits = Edits(
            cells=[
                SetCell("customer", FIRST_ROW, "amount", 1001.5, value, formula=f'IF([@code]="",0,{in_formula(value)})')
            ],
            appended=[
                AppendRow(
                    "customer",
                    {ID: row_id(2), "signed_on": value},
                    {"signed_on": f'IF([@name]="",{in_formula(value)},"[@x]")'},
                )
            ],
        )
        assert bench.grid.write(edits, bench.grid.read()) == []
        now = bench.grid.read().tables["customer"]
        assert (now.columns["amount"], now.columns["signed_on"]) == ([value, None], [dt.date(2024, 1, 2), value])
        assert (now.formulas, now.faults) == (frozenset({("amount", 0), ("signed_on", 1)}), {})

    def test_a_formula_is_written_again_with_another_value(self, lay: Lay) -> None:
        bench = lay(book(sheet(customer(1, amount=Formula(5.0)))))
        edits = Edits(cells=[SetCell("customer", FIRST_ROW, "amount", 5.0, 6.0, formula="1+5")])
        assert bench.grid.write(edits, bench.grid.read()) == []
        now = bench.grid.read().tables["customer"]
        assert (now.columns["amount"], now.formulas) == ([6.0], frozenset({("amount", 0)}))

    def test_of_a_formula_that_names_a_column_that_is_not_there_the_value_is_written(self, lay: Lay) -> None:
        bench = lay(book(sheet(customer(1))))
        edits = Edits(
            cells=[SetCell("customer", FIRST_ROW, "amount", 1001.5, 6.0, formula="[@price]*[@amount]")],
            appended=[AppendRow("customer", {"amount": 7.0}, {"amount": "[@price]"})],
        )
        assert bench.grid.write(edits, bench.grid.read()) == []
        now = bench.grid.read().tables["customer"]
        assert (now.columns["amount"], now.formulas) == ([6.0, 7.0], frozenset())

    def test_a_formula_that_every_row_has_makes_no_row_and_is_written_over(self, lay: Lay) -> None:
        only: dict[str, Content] = {"amount": Formula(0.0)}
        bench = lay(book(calculated(sheet(customer(1, **only), only, only), "amount")))
        seen = bench.grid.read()
        assert (seen.tables["customer"].rows, seen.tables["customer"].columns["amount"]) == ([FIRST_ROW], [0.0])
        row = AppendRow("customer", {ID: row_id(2), "amount": 3.0}, {"amount": "1+2"})
        assert bench.grid.write(Edits(appended=[row]), seen) == []
        now = bench.grid.read().tables["customer"]
        assert (now.rows, now.columns["amount"]) == ([FIRST_ROW, FIRST_ROW + 1], [0.0, 3.0])
        assert now.formulas == {("amount", 0), ("amount", 1)}

    def test_a_formula_typed_since_the_reading_is_left_alone(self, lay: Lay) -> None:
        bench = lay(book(sheet(customer(1))))
        seen = bench.grid.read()
        with bench.hands() as person:
            person.set(FIRST_ROW, "amount", Formula(1001.5))
        edits = Edits(cells=[SetCell("customer", FIRST_ROW, "amount", 1001.5, 6.0)])
        assert bench.grid.write(edits, seen) == [Missed("customer", FIRST_ROW, "amount", 1001.5)]
        assert bench.grid.read().tables["customer"].formulas == {("amount", 0)}

    def test_reading_twice_gives_the_same(self, lay: Lay) -> None:
        grid = lay(book(sheet(customer(1), customer(2)))).grid
        assert grid.read() == grid.read()

    def test_no_edits_change_nothing(self, lay: Lay) -> None:
        grid = lay(book(sheet(customer(1)))).grid
        seen = grid.read()
        assert grid.write(Edits(), seen) == []
        assert grid.read() == seen
