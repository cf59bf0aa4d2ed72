"""What a session came to, as the task pane lists it."""

from __future__ import annotations

from crossfoot_server.thin.telling import MANY, told_sync
from crossfoot_sync.client.report import RowReport, SyncReport, TableReport


def test_rows_that_wait_are_listed_before_those_that_came_well() -> None:
    well = [RowReport("customer", handle, f"C{handle}", "✓", "So.") for handle in range(4, 4 + MANY)]
    refused = RowReport("customer", 900, "C900", "✗", "No.")
    report = SyncReport("a.xlsx", "follow_up", "en", tables=[TableReport("customer", "Customers")])
    report.rows = [*well, refused]
    told = told_sync("sync", report, {"customer": "Customers"})
    assert [row.tick for row in told.rows] == ["✗", *["✓"] * (MANY - 1)]
