"""How long a rule over money takes for 100,000 rows, beside a loop over the rows, and for a push of 20.

Run ``python benchmarks/bench_formula.py [rows]``. The rule is what is left of an invoice: its net amount with tax and
without discount, rounded to cents, less what was paid. The loop does the same with decimals, one row after the other.
"""

from __future__ import annotations

import datetime as dt
import random
import sys
import time
from collections.abc import Callable, Sequence
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from crossfoot_templates.formula.checking import ColumnKind, Scope, check
from crossfoot_templates.formula.evaluation import Context, Rows, evaluate
from crossfoot_templates.formula.kinds import Kind, Number
from crossfoot_templates.formula.parsing import parse
from crossfoot_templates.formula.vectors import Given, Vector, values_of, vector_of
from crossfoot_templates.types import Money, Value

RULE = "=IF([@net]>0,ROUND([@net]*(1-[@discount])*(1+[@tax]),2)-SUM([@paid],[@withheld]),0)"
KINDS: dict[str, Kind] = {
    "net": Number(2, "currency"),
    "paid": Number(2, "currency"),
    "withheld": Number(2, "currency"),
    "discount": Number(4),
    "tax": Number(4),
}
EXPRESSION = check(
    parse(RULE),
    Scope(table="invoice", columns={name: ColumnKind(kind) for name, kind in KINDS.items()}, purpose="compute"),
)
TODAY = Context(today=dt.date(2024, 2, 29))
AMOUNT = Money(currency="currency")
CENT = Decimal("0.01")


def draw(rows: int) -> dict[str, list[Value]]:
    dice = random.Random(1)

    def amounts(most: int) -> list[Value]:
        return [Decimal(dice.randint(0, most)).scaleb(-2) if dice.random() < 0.9 else None for _ in range(rows)]

    return {
        "net": amounts(10**9),
        "paid": amounts(10**8),
        "withheld": amounts(10**6),
        "discount": [Decimal(dice.choice(("0", "0.05", "0.125"))) for _ in range(rows)],
        "tax": [Decimal(dice.choice(("0.06", "0.09", "0.13"))) for _ in range(rows)],
    }


def loop(columns: dict[str, list[Any]]) -> list[Given]:
    nothing = Decimal(0)
    found: list[Given] = []
    for net, paid, withheld, discount, tax in zip(*columns.values(), strict=True):
        amount = net or nothing
        if amount > 0:
            gross = (amount * (1 - discount) * (1 + tax)).quantize(CENT, rounding=ROUND_HALF_UP)
            found.append(gross - (paid or nothing) - (withheld or nothing))
        else:
            found.append(nothing)
    return found


def timed(work: Callable[[], Any], times: int) -> float:
    """The seconds of the quickest of five runs, each of so many ``times``."""
    seconds = []
    for _ in range(5):
        start = time.perf_counter()
        for _ in range(times):
            work()
        seconds.append((time.perf_counter() - start) / times)
    return min(seconds)


def main() -> None:
    rows = int(sys.argv[1]) if sys.argv[1:] else 100_000
    columns = draw(rows)
    vectors: dict[str, Vector] = {name: vector_of(KINDS[name], values) for name, values in columns.items()}

    def ours() -> Vector:
        return evaluate(EXPRESSION, Rows(rows, vectors.__getitem__), TODAY)

    result = ours()
    if values_of(result, AMOUNT) != loop(columns):
        sys.exit("the two come to different amounts")
    steps: Sequence[tuple[str, float]] = (
        ("taking the values in", timed(lambda: [vector_of(KINDS[name], columns[name]) for name in columns], 1)),
        ("calculating", timed(ours, 5)),
        ("giving the values back", timed(lambda: values_of(result, AMOUNT), 1)),
    )
    by_row = timed(lambda: loop(columns), 1)
    print(RULE)
    for what, seconds in steps:
        print(f"{what:24} {seconds * 1000:8.1f} ms")
    print(f"{'a loop over the rows':24} {by_row * 1000:8.1f} ms")
    whole = sum(seconds for _, seconds in steps)
    print(
        f"the loop takes {by_row / steps[1][1]:.0f} times as long as calculating, {by_row / whole:.1f} times all three"
    )
    few = {name: vector_of(KINDS[name], values[:20]) for name, values in columns.items()}
    push = timed(lambda: evaluate(EXPRESSION, Rows(20, few.__getitem__), TODAY), 1000)
    print(f"20 rows: {push * 1_000_000:.0f} µs")


if __name__ == "__main__":
    main()
