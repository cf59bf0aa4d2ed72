"""For which rows a condition holds."""

from __future__ import annotations

from crossfoot_server.services.calculating.rows import RowsInHand, listed
from crossfoot_templates.formula.vectors import Failed
from crossfoot_templates.logic import Formula
from crossfoot_templates.types import Boolean

_CONDITION = Boolean()


def verdicts(rows: RowsInHand, condition: Formula) -> list[bool | Failed]:
    """Whether ``condition`` holds, for each of ``rows``; a blank does not, and an error is neither."""
    found = listed(rows.of(condition), _CONDITION, rows.count)
    return [value if isinstance(value, Failed) else bool(value) for value in found]
