"""Reports as a terminal shows them."""

from __future__ import annotations

import pytest

from crossfoot_sync.cli.printing import MANY, print_report
from crossfoot_sync.client.report import FieldChange, RowReport, SyncReport, TableReport


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
