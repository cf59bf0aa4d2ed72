"""Functions over tables: their own arguments are calculated here, they themselves where the tables are."""

from __future__ import annotations

from collections.abc import Iterable

from crossfoot_templates.formula.evaluation.running import Function, Run, spread
from crossfoot_templates.formula.typed import Call, TableColumn
from crossfoot_templates.formula.vectors import Vector


def _over_tables(run: Run, call: Call) -> Vector:
    if run.context.over is None:
        raise LookupError(f"{call.name} looks at tables, and this calculation was given none")
    own = (run.vector(each) for each in call.arguments if not isinstance(each, TableColumn))
    return run.context.over(call, tuple(spread(each, run.rows.count) for each in own))


def _criterion(run: Run, call: Call) -> Vector:
    """What a column is compared with; how it is compared, the call's name says."""
    return run.vector(call.arguments[0])


def _this(run: Run, _call: Call) -> Vector:
    return run.rows.ids()


def _each(names: Iterable[str], function: Function) -> dict[str, Function]:
    return dict.fromkeys(names, function)


ACROSS: dict[str, Function] = {
    **_each(("SUMIFS", "COUNTIFS", "MAXIFS", "MINIFS", "XLOOKUP"), _over_tables),
    **_each((f"criterion{sign}" for sign in ("=", "<>", "<", "<=", ">", ">=")), _criterion),
    "THIS": _this,
}
"""Functions over tables, and what only stands in their arguments: a criterion, and the row itself."""
