"""How far a spreadsheet's doubles may be off, and where that decides what comes out.

What is typed into a cell becomes the nearest double, and sums, products and quotients are rounded to doubles again.
This follows from part to part how far a result may be from the exact number: an upper bound. Where a formula jumps (at
a rounding, at a comparison) and the jump is within the bound, doubles may fall on either side: the row is in doubt.
What is typed is compared and rounded as it was typed, without doubt.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from decimal import ROUND_HALF_UP, Context, Decimal
from fractions import Fraction
from math import ceil, floor, inf, trunc
from typing import TypeAlias

from crossfoot_templates.formula.branches import branches
from crossfoot_templates.formula.evaluation.formats import NUMBER_FORMATS, NumberFormat
from crossfoot_templates.formula.kinds import Instant
from crossfoot_templates.formula.typed import Call, Constant, Expression, walk
from crossfoot_tests.formula.judge.case import Case, Held

UNIT = 2.0**-52
"""How far doubles lie apart, near 1."""

SNAP = 2.0**-44
"""LibreOffice takes a difference for nothing that is smaller than this, beside the numbers it is the difference of."""


MICROSECOND = 1 / 86_400_000_000
"""To this LibreOffice rounds sums and differences into which an instant went."""


def noise(case: Case, row: int) -> tuple[float, bool]:
    """How far the doubles of ``case`` may be off on ``row``, and whether the row is in doubt."""
    followed = _Followed(case, row)
    return followed.bound(case.expression), followed.doubt


class _Followed:
    def __init__(self, case: Case, row: int) -> None:
        self.case = case
        self.row = row
        self.doubt = False

    def bound(self, part: Expression) -> float:
        value = self.case.held(part)[self.row]
        if not isinstance(part, Call):
            return _typed(value)
        values = [self.case.held(each)[self.row] for each in part.arguments]
        bounds = [self.bound(each) for each in part.arguments]
        self.doubt |= _in_doubt(part, values, bounds)
        if part.name in GROWTH:
            found = _calculated(part.name, value, [float(_number(each)) for each in values], bounds)
            return found + MICROSECOND if part.name in SUMS and self._has_clock(part) else found
        places = branches(part.name, len(bounds)) or (range(len(bounds)) if part.name in {"MIN", "MAX"} else ())
        return max([_typed(value), *(bounds[place] for place in places if values[place] == value)])

    @staticmethod
    def _has_clock(part: Expression) -> bool:
        return any(isinstance(each.kind, Instant) for each in walk(part))


def _number(held: Held) -> Fraction:
    """A number; all else is 0."""
    return held if isinstance(held, Fraction) else Fraction(0)


def _typed(held: Held) -> float:
    """How far the double of a number may be off that was typed."""
    value = _number(held)
    return 0.0 if Fraction(float(value)) == value else abs(float(value)) * UNIT


def _calculated(name: str, held: Held, values: Sequence[float], bounds: Sequence[float]) -> float:
    if not any(bounds) and not _typed(held):
        return 0.0
    result = abs(float(_number(held)))
    found = GROWTH[name]([abs(each) for each in values], bounds) + result * UNIT
    return found + result if result < SNAP * max(map(abs, values)) else found


def _quotient(sizes: Sequence[float], bounds: Sequence[float]) -> float:
    (above, below), (off, off_below) = sizes, bounds
    return inf if below <= off_below else (off + above / below * off_below) / (below - off_below)


def _remainder(sizes: Sequence[float], bounds: Sequence[float]) -> float:
    (value, divisor), (off, off_divisor) = sizes, bounds
    return off + (value / divisor * off_divisor if divisor else 0.0) + value * UNIT


SUMS = ("+", "-", "SUM", "DAYS")

GROWTH: Mapping[str, Callable[[Sequence[float], Sequence[float]], float]] = {
    **dict.fromkeys((*SUMS, "neg", "pos", "ABS"), lambda _sizes, bounds: sum(bounds)),
    "*": lambda sizes, bounds: sizes[0] * bounds[1] + sizes[1] * bounds[0] + bounds[0] * bounds[1],
    "%": lambda _sizes, bounds: bounds[0] / 100,
    "/": _quotient,
    "MOD": _remainder,
}
"""For arithmetic: how far a result is off whose parts, of these sizes, are off so far."""

Jump: TypeAlias = Callable[[Call, Sequence[Fraction], Sequence[float]], bool]


def _in_doubt(part: Call, values: Sequence[Held], bounds: Sequence[float]) -> bool:
    computed = any(isinstance(each, Call) for each in part.arguments)
    if part.name == "TEXT" and _is_percent(part):
        return _written(part, [_number(values[0])], [bounds[0] + abs(float(_number(values[0]))) * UNIT])
    if not computed or not any(bounds):
        return False
    if any(each == inf for each in bounds):
        return True
    jump = JUMPS.get(part.name)
    if jump is not None:
        return jump(part, [_number(each) for each in values], bounds)
    passing = part.name in GROWTH or part.name in {"MIN", "MAX", "ISBLANK"} or branches(part.name, len(bounds))
    return not passing


def _differs(shown: Callable[[Fraction], object], value: Fraction, bound: float) -> bool:
    """Whether ``shown`` jumps within ``bound`` of ``value``."""
    off = Fraction(bound)
    return shown(value - off) != shown(value + off)


def _half_away(value: Fraction) -> int:
    return floor(abs(value) + Fraction(1, 2)) * (1 if value > 0 else -1)


def _away(value: Fraction) -> int:
    return ceil(abs(value)) * (1 if value > 0 else -1)


def _rounding(manner: Callable[[Fraction], int]) -> Jump:
    def jump(part: Call, values: Sequence[Fraction], bounds: Sequence[float]) -> bool:
        digits = values[1] if len(values) > 1 else Fraction(0)
        return _differs(lambda value: manner(value * Fraction(10) ** int(digits)), values[0], bounds[0])

    return jump


def _modulo(_part: Call, values: Sequence[Fraction], bounds: Sequence[float]) -> bool:
    value, divisor = values
    if divisor == 0:
        return True
    off = _quotient([abs(float(value)), abs(float(divisor))], bounds) + abs(float(value / divisor)) * UNIT
    return off == inf or _differs(floor, value / divisor, off)


def _comparison(_part: Call, values: Sequence[Fraction], bounds: Sequence[float]) -> bool:
    return abs(values[0] - values[1]) <= Fraction(sum(bounds) + SNAP * max(abs(float(each)) for each in values))


_SHOWN = Context(prec=15, rounding=ROUND_HALF_UP)


def _joined(_part: Call, values: Sequence[Fraction], bounds: Sequence[float]) -> bool:
    def shown(value: Fraction) -> Decimal:
        return _SHOWN.divide(Decimal(value.numerator), Decimal(value.denominator))

    return any(_differs(shown, value, bound) for value, bound in zip(values, bounds, strict=True) if bound)


def _format(part: Call) -> NumberFormat | None:
    shape = part.arguments[1]
    assert isinstance(shape, Constant)
    return NUMBER_FORMATS.get(str(shape.value))


def _is_percent(part: Call) -> bool:
    """Whether a number is written in per cent: doubles are multiplied for that, typed ones too."""
    found = _format(part)
    return found is not None and found.percent


def _written(part: Call, values: Sequence[Fraction], bounds: Sequence[float]) -> bool:
    found = _format(part)
    if found is None:
        return True
    places = found.places + 2 * found.percent
    return _differs(lambda value: _half_away(value * 10**places), values[0], bounds[0])


JUMPS: Mapping[str, Jump] = {
    "ROUND": _rounding(_half_away),
    "ROUNDUP": _rounding(_away),
    "ROUNDDOWN": _rounding(trunc),
    "INT": _rounding(floor),
    "MOD": _modulo,
    **dict.fromkeys(("=", "<>", "<", "<=", ">", ">="), _comparison),
    "&": _joined,
    "TEXT": _written,
}
"""What jumps, and whether it does so within the bounds. Other functions take whole numbers, which are not off."""
