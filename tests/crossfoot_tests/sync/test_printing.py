"""Reports as a terminal shows them."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal

import pytest

from crossfoot_sync.cli.printing import MANY, console, print_report, print_side
from crossfoot_sync.client.report import FieldChange, RowReport, SyncReport, TableReport
from crossfoot_sync.engine.totals import Side


def _report(*rows: RowReport, fields: tuple[FieldChange, ...] = ()) -> SyncReport:
    tables = [TableReport("customer", "Customers"), TableReport("contact", "Contacts")]
    return SyncReport("a.xlsx", "follow_up", "en", tables=tables, rows=list(rows), fields=list(fields))


def _row(handle: int, tick: str, table: str = "customer") -> RowReport:
    return RowReport(table, handle, f"C{handle}", tick, "So.")


def _shown(report: SyncReport, capsys: pytest.CaptureFixture[str]) -> list[str]:
    print_report(report)
    return capsys.readouterr().out.splitlines()


def test_rows_that_wait_for_their_user_are_told_first_in_the_order_of_the_sheet() -> None:
    report = _report(_row(4, "✓"), _row(5, "⚠"), _row(7, "✗"), _row(6, "✗"), _row(0, ""), _row(4, "✗", "contact"))
    assert [(row.table, row.handle, row.tick) for row in report.waiting_first()] == [
        ("customer", 6, "✗"),
        ("customer", 7, "✗"),
        ("contact", 4, "✗"),
        ("customer", 5, "⚠"),
        ("customer", 4, "✓"),
        ("customer", 0, ""),
    ]


def test_successes_do_not_crowd_out_what_was_refused(capsys: pytest.CaptureFixture[str]) -> None:
    rows = [_row(handle, "✗" if handle % 50 == 0 else "✓") for handle in range(4, 2004)]
    shown = [line for line in _shown(_report(*rows), capsys) if line.startswith(("✗", "✓", "…"))]
    assert shown == [
        *(f"✗ Customers, row {handle}, C{handle}: So." for handle in range(50, 2004, 50)),
        "… and 1,960 more rows; the message column of the workbook has them all.",
    ]


def test_rows_of_which_a_field_would_not_be_taken_are_told_first(capsys: pytest.CaptureFixture[str]) -> None:
    fields = [FieldChange("customer", each, f"C{each}", "Name", "b", "a", "") for each in range(MANY)]
    locked = FieldChange("customer", 99, "C99", "Name", "b", "a", "It is locked.")
    shown = [line for line in _shown(_report(fields=(*fields, locked)), capsys) if "·" in line and "→" in line]
    assert (shown[0], len(shown)) == ("  Customers C99 · Name: a → b  It is locked.", MANY)


def test_at_eighty_columns_the_counts_break_no_word(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    ticks = Counter({"✓": 1714, "●": 3, "⚠": 12, "✗": 286})
    table = TableReport("deal", "Opportunity", sent=2000, taken=1714, waiting=3, untaken=283, ticks=ticks)
    shown = _shown(SyncReport("a.xlsx", "follow_up", "en", tables=[table]), capsys)
    assert [line.rstrip() for line in shown[1:3]] == [
        "            sent taken waiting not taken rows of which",
        "Opportunity 2000  1714       3       283 2015 ✓1714 ●3 ⚠12 ✗286",
    ]


def test_an_amount_without_a_currency_stands_right_after_its_name(capsys: pytest.CaptureFixture[str]) -> None:
    side = Side(2, {"limit": {"": Decimal("-500.00"), "CNY": Decimal("7.00")}})
    print_side(console(), "Customers", side, side, {"limit": "Credit limit"}, "en")
    assert capsys.readouterr().out == "  Customers: 2 rows, Credit limit -500.00, Credit limit CNY 7.00\n"
