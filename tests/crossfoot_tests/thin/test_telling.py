"""What a session came to, as the task pane lists it."""

from __future__ import annotations

from collections import Counter

from crossfoot_server.thin.telling import MANY, told_sync
from crossfoot_sync.client.report import RowReport, SyncReport, TableReport


def test_rows_that_wait_are_listed_before_those_that_came_well() -> None:
    well = [RowReport("customer", handle, f"C{handle}", "✓", "So.") for handle in range(4, 4 + MANY)]
    refused = RowReport("customer", 900, "C900", "✗", "No.")
    report = SyncReport("a.xlsx", "follow_up", "en", tables=[TableReport("customer", "Customers")])
    report.rows = [*well, refused]
    told = told_sync("sync", report, {"customer": "Customers"})
    assert [row.tick for row in told.rows] == ["✗", *["✓"] * (MANY - 1)]


def test_a_table_is_told_with_the_signs_of_its_language() -> None:
    table = TableReport("customer", "客户", sent=2, taken=2, ticks=Counter({"✓": 2}), notes=["列“金额”应为数字。"])
    report = SyncReport("a.xlsx", "follow_up", "zh", tables=[table])
    assert told_sync("sync", report, {}).said[:2] == ["客户：上传 2，已收 2，2 行（✓2）", "客户：列“金额”应为数字。"]
