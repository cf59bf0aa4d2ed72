"""Big changes ask first: a filter that hid rows, a cleared sheet, a column pasted one line off."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from crossfoot_sync.engine.diff import RowChange
from crossfoot_sync.engine.workbook import Workbook
from crossfoot_templates.messages import Message, say

MANY_ROWS = 20
MANY_SHARE = 0.2
"""More than this many rows, and more than this share of the table, removed or changed at once."""


def alarming(workbook: Workbook, changes: Mapping[str, Sequence[RowChange]]) -> list[Message]:
    """One message for each table of which so much goes or changes that somebody should look first."""
    found = []
    for name, table_changes in changes.items():
        kinds = Counter(change.kind for change in table_changes if change.is_news)
        touched = kinds["remove"] + kinds["change"]
        total = len(workbook.shown[name])
        if touched > MANY_ROWS and touched > MANY_SHARE * total:
            label = workbook.tables[name].view.table.label.in_(workbook.manifest.language)
            found.append(
                say("many_changes", table=label, removed=kinds["remove"], changed=kinds["change"], total=total)
            )
    return found
