"""The values of computed columns, and of the blanks that a default fills."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from crossfoot_server.services.calculating.rows import ByRow, RowsInHand, Values, listed, without_errors
from crossfoot_templates.formula.evaluation import Context
from crossfoot_templates.logic import TableLogic
from crossfoot_templates.types import Value


def computed_values(
    logic: TableLogic, values: Values, names: Sequence[str], context: Context
) -> dict[str, list[Value]]:
    """The computed columns ``names`` of rows whose ``values`` have all the columns that they come from.

    What comes to an error is a blank: a figure that cannot be calculated is none.
    """
    rows = RowsInHand(logic, values, context)
    types = logic.table.by_name
    return {name: without_errors(listed(rows.column(name), types[name].type, rows.count)) for name in names}


def fill_blanks(logic: TableLogic, rows: Mapping[str, dict[str, Value]], context: Context) -> None:
    """Fill the blanks of new ``rows``, by id, whose columns have a default, each seeing what was filled before it."""
    for name, formula in logic.defaults.items():
        blank = {row_id: row for row_id, row in rows.items() if row.get(name) is None}
        if blank:
            vector = RowsInHand(logic, ByRow(list(blank), list(blank.values())), context).of(formula)
            found = listed(vector, logic.table.by_name[name].type, len(blank))
            for row, value in zip(blank.values(), without_errors(found), strict=True):
                row[name] = value
