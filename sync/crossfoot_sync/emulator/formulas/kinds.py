"""The kinds of values that a formula works with, and what becomes of one where another is needed."""

from __future__ import annotations

from decimal import Decimal
from typing import TypeAlias

from crossfoot_sync.emulator.grid.cell import ErrorValue, Result

Block: TypeAlias = list[list[Result]]
Operand: TypeAlias = Result | Block

PARSE_ERROR = ErrorValue("ERROR", "#ERROR!", "Formula parse error.")
DIVISION = ErrorValue("DIVIDE_BY_ZERO", "#DIV/0!", "Function DIVIDE parameter 2 cannot be zero.")
REFERENCE_GONE = ErrorValue("REF", "#REF!", "Reference does not exist.")
CIRCULAR = ErrorValue("REF", "#REF!", "Circular dependency detected.")
NOT_AVAILABLE = ErrorValue("N_A", "#N/A", "Did not find the value.")


def not_calculated(name: str) -> ErrorValue:
    """A function that this calculator does not have."""
    return ErrorValue("NAME", "#NAME?", f"Unknown function: '{name}'. The emulator does not calculate it.")


def unknown_name(name: str) -> ErrorValue:
    """A name that nothing has."""
    return ErrorValue("NAME", "#NAME?", f"Unknown range name: '{name}'.")


def wrong_kind(value: object) -> ErrorValue:
    """A text where a number is needed."""
    return ErrorValue("VALUE", "#VALUE!", f"'{value}' is a text and cannot be coerced to a number.")


def single(operand: Operand) -> Result:
    """One value; of a block its first."""
    if isinstance(operand, list):
        return operand[0][0] if operand and operand[0] else None
    return operand


def number(operand: Operand) -> float | int | ErrorValue:
    """A number: a blank is 0, TRUE is 1, a text is read."""
    value = single(operand)
    if isinstance(value, ErrorValue):
        return value
    if value is None:
        return 0
    if isinstance(value, bool):
        return int(value)
    if isinstance(value, int | float):
        return value
    try:
        return float(value.replace(",", ""))
    except ValueError:
        return wrong_kind(value)


def truth(operand: Operand) -> bool | ErrorValue:
    """Whether it counts as true."""
    value = single(operand)
    if isinstance(value, str) and value.upper() in ("TRUE", "FALSE"):
        return value.upper() == "TRUE"
    found = number(value)
    return found if isinstance(found, ErrorValue) else bool(found)


def text(operand: Operand) -> str | ErrorValue:
    """As it is joined to a text."""
    value = single(operand)
    if isinstance(value, ErrorValue):
        return value
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).upper()
    if not isinstance(value, float):
        return str(value)
    shortest = f"{value + 0.0:.15g}"  # which makes 0 of -0
    return f"{Decimal(shortest):f}" if "e-" in shortest else shortest


def flat(operands: list[Operand]) -> list[tuple[Result, bool]]:
    """All values, each with whether it came out of a range."""
    values: list[tuple[Result, bool]] = []
    for each in operands:
        if isinstance(each, list):
            values += [(value, True) for row in each for value in row]
        else:
            values.append((each, False))
    return values


def order(value: Result) -> tuple[int, float, str]:
    """How values of several kinds are ordered: numbers, then texts, then truth values, then errors and blanks."""
    if isinstance(value, bool):
        return (2, int(value), "")
    if isinstance(value, int | float):
        return (0, value, "")
    return (1, 0, value.lower()) if isinstance(value, str) else (3, 0, "")


def not_enough(name: str) -> ErrorValue:
    """A function that is given too little."""
    return ErrorValue("N_A", "#N/A", f"Wrong number of arguments to {name}.")
