"""The functions that the calculator has."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from decimal import ROUND_DOWN, ROUND_FLOOR, ROUND_HALF_UP, ROUND_UP, Decimal

from crossfoot_sync.emulator.formulas.days import DAYS
from crossfoot_sync.emulator.formulas.kinds import (
    DIVISION,
    NOT_AVAILABLE,
    Operand,
    flat,
    number,
    order,
    single,
    text,
    truth,
)
from crossfoot_sync.emulator.formulas.texts import TEXTS
from crossfoot_sync.emulator.grid.cell import ErrorValue, Result

Function = Callable[[list[Operand]], Result]


def _numbers(operands: list[Operand]) -> list[float] | ErrorValue:
    found: list[float] = []
    for value, from_range in flat(operands):
        if isinstance(value, ErrorValue):
            return value
        if from_range and (isinstance(value, bool | str) or value is None):
            continue
        each = number(value)
        if isinstance(each, ErrorValue):
            return each
        found.append(each)
    return found


def _over(fold: Callable[[list[float]], Result]) -> Function:
    def function(operands: list[Operand]) -> Result:
        found = _numbers(operands)
        return found if isinstance(found, ErrorValue) else fold(found)

    return function


def _of_number(calculate: Callable[[float], Result]) -> Function:
    def function(operands: list[Operand]) -> Result:
        found = number(operands[0])
        return found if isinstance(found, ErrorValue) else calculate(found)

    return function


def _of_text(calculate: Callable[[str], Result]) -> Function:
    def function(operands: list[Operand]) -> Result:
        found = text(operands[0])
        return found if isinstance(found, ErrorValue) else calculate(found)

    return function


def _truths(fold: Callable[[list[bool]], bool]) -> Function:
    def function(operands: list[Operand]) -> Result:
        found = [truth(value) for value, _ in flat(operands) if value is not None]
        wrong = next((each for each in found if isinstance(each, ErrorValue)), None)
        return wrong or fold([each is True for each in found])

    return function


def _if(operands: list[Operand]) -> Result:
    decided = truth(operands[0])
    if isinstance(decided, ErrorValue):
        return decided
    chosen = operands[1:2] if decided else operands[2:3]
    return single(chosen[0]) if chosen else False


def _iferror(operands: list[Operand]) -> Result:
    value = single(operands[0])
    if isinstance(value, ErrorValue):
        return single(operands[1]) if len(operands) > 1 else None
    return value


def _rounded(way: str) -> Function:
    def function(operands: list[Operand]) -> Result:
        found = number(operands[0])
        places = number(operands[1]) if len(operands) > 1 else 0
        if isinstance(found, ErrorValue) or isinstance(places, ErrorValue):
            return found if isinstance(found, ErrorValue) else places
        step = Decimal(1).scaleb(-int(places))
        return float((Decimal(repr(found)) / step).quantize(Decimal(1), way) * step)

    return function


def _mod(operands: list[Operand]) -> Result:
    found, divisor = number(operands[0]), number(operands[1])
    if isinstance(found, ErrorValue) or isinstance(divisor, ErrorValue):
        return found if isinstance(found, ErrorValue) else divisor
    if divisor == 0:
        return DIVISION
    exact, by = Decimal(repr(found)), Decimal(repr(divisor))
    return float(exact - by * (exact / by).to_integral_value(ROUND_FLOOR))


def _ifs(operands: list[Operand]) -> Result:
    for condition, value in zip(operands[::2], operands[1::2], strict=False):
        decided = truth(condition)
        if isinstance(decided, ErrorValue) or decided:
            return decided if isinstance(decided, ErrorValue) else single(value)
    return NOT_AVAILABLE


def _switch(operands: list[Operand]) -> Result:
    value, cases = single(operands[0]), operands[1:]
    if isinstance(value, ErrorValue):
        return value
    for case, result in zip(cases[::2], cases[1::2], strict=False):
        if order(single(case)) == order(value):
            return single(result)
    return single(cases[-1]) if len(cases) % 2 else NOT_AVAILABLE


def _n(operands: list[Operand]) -> Result:
    value = single(operands[0])
    if isinstance(value, ErrorValue):
        return value
    return int(value) if isinstance(value, bool) else value if isinstance(value, int | float) else 0


def _is(*kinds: type) -> Function:
    def function(operands: list[Operand]) -> Result:
        value = single(operands[0])
        return isinstance(value, kinds) and not isinstance(value, bool)

    return function


def _concatenate(operands: list[Operand]) -> Result:
    parts = [text(value) for value, _ in flat(operands)]
    return next((each for each in parts if isinstance(each, ErrorValue)), "".join(map(str, parts)))


def meets(value: Result, criterion: Result) -> bool:
    """Whether a value meets a criterion of COUNTIF or SUMIF: ``">=5"``, ``"a*"``, or a value to be equal to."""
    match = re.fullmatch(r"(<>|<=|>=|=|<|>)?(.*)", str(criterion), re.DOTALL) if isinstance(criterion, str) else None
    sign, wanted = (match[1] or "=", match[2]) if match else ("=", criterion)
    if isinstance(wanted, str):
        found = number(wanted) if wanted else wanted
        wanted = wanted if isinstance(found, ErrorValue) else found
    if isinstance(wanted, str) and isinstance(value, str) and sign in ("=", "<>"):
        like = re.escape(wanted).replace(r"\*", ".*").replace(r"\?", ".")
        return bool(re.fullmatch(like, value, re.IGNORECASE | re.DOTALL)) == (sign == "=")
    left, right = order(value), order(wanted)
    if left[0] != right[0]:
        return sign == "<>"
    return {
        "=": left == right,
        "<>": left != right,
        "<": left < right,
        ">": left > right,
        "<=": left <= right,
        ">=": left >= right,
    }[sign]


def _sumif(operands: list[Operand]) -> Result:
    looked = [value for value, _ in flat(operands[:1])]
    summed = [value for value, _ in flat(operands[2:3] or operands[:1])]
    criterion = single(operands[1])
    chosen = [each for value, each in zip(looked, summed, strict=False) if meets(value, criterion)]
    return sum(each for each in chosen if isinstance(each, int | float) and not isinstance(each, bool))


def _countif(operands: list[Operand]) -> Result:
    criterion = single(operands[1])
    return sum(meets(value, criterion) for value, _ in flat(operands[:1]))


def _mean(found: list[float]) -> Result:
    return math.fsum(found) / len(found) if found else DIVISION


def _match(operands: list[Operand]) -> Result:
    wanted = order(single(operands[0]))
    for at, (value, _) in enumerate(flat(operands[1:2])):
        if order(value) == wanted:
            return at + 1
    return NOT_AVAILABLE


FUNCTIONS: dict[str, Function] = {
    "ABS": _of_number(abs),
    "AND": _truths(all),
    "AVERAGE": _over(_mean),
    "CONCATENATE": _concatenate,
    "COUNT": _over(len),
    "COUNTA": lambda operands: sum(value is not None for value, _ in flat(operands)),
    "COUNTIF": _countif,
    "IF": _if,
    "IFERROR": _iferror,
    "IFS": _ifs,
    "INT": _of_number(math.floor),
    "ISBLANK": lambda operands: single(operands[0]) is None,
    "ISNUMBER": _is(int, float),
    "ISTEXT": _is(str),
    "LEN": _of_text(len),
    "LOWER": _of_text(str.lower),
    "MATCH": _match,
    "MAX": _over(lambda found: max(found, default=0)),
    "MIN": _over(lambda found: min(found, default=0)),
    "MOD": _mod,
    "N": _n,
    "NA": lambda _: NOT_AVAILABLE,
    "NOT": lambda operands: each if isinstance(each := truth(operands[0]), ErrorValue) else not each,
    "OR": _truths(any),
    "PRODUCT": _over(math.prod),
    "ROUND": _rounded(ROUND_HALF_UP),
    "ROUNDDOWN": _rounded(ROUND_DOWN),
    "ROUNDUP": _rounded(ROUND_UP),
    "SUM": _over(math.fsum),
    "SUMIF": _sumif,
    "SWITCH": _switch,
    "TRIM": _of_text(lambda found: " ".join(filter(None, found.split(" ")))),
    "UPPER": _of_text(str.upper),
    **DAYS,
    **TEXTS,
}
