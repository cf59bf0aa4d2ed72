"""Functions of numbers."""

from __future__ import annotations

from crossfoot_templates.formula.functions.row import MANY, Function


def _rounding(name: str, zh: str, en: str) -> Function:
    return Function(name=name, signature=f"{name}(number, digits)", least=2, most=2, group="numbers", zh=zh, en=en)


def _gathering(name: str, signature: str, zh: str, en: str) -> Function:
    return Function(name=name, signature=signature, least=1, most=MANY, group="numbers", zh=zh, en=en)


NUMBERS = (
    Function(
        name="ABS",
        signature="ABS(number)",
        least=1,
        most=1,
        group="numbers",
        zh="绝对值；空白按 0 计。",
        en="The number without its sign. A blank counts as 0.",
    ),
    _rounding(
        "ROUND",
        "舍入到 digits 位小数（负数为整数位），五入时远离零；空白按 0 计。",
        "Rounds to so many decimals (before the point where negative), halves away from zero. A blank counts as 0.",
    ),
    _rounding(
        "ROUNDUP",
        "舍入到 digits 位小数，总是远离零；空白按 0 计。",
        "Rounds to so many decimal places, always away from zero. A blank counts as 0.",
    ),
    _rounding(
        "ROUNDDOWN",
        "舍入到 digits 位小数，总是趋向零；空白按 0 计。",
        "Rounds to so many decimal places, always towards zero. A blank counts as 0.",
    ),
    Function(
        name="INT",
        signature="INT(number)",
        least=1,
        most=1,
        group="numbers",
        zh="不大于该数的最大整数；带时间的日期得到其日期；空白按 0 计。",
        en="The greatest whole number not above it; of a date with a time, the date. A blank counts as 0.",
    ),
    Function(
        name="MOD",
        signature="MOD(number, divisor)",
        least=2,
        most=2,
        group="numbers",
        zh="除法的余数，符号与除数相同；除数为 0 或空白时得到 #DIV/0!。",
        en="The remainder of a division, with the sign of the divisor. A divisor of 0 or a blank one gives #DIV/0!.",
    ),
    _gathering(
        "MIN",
        "MIN(value1, [value2], …)",
        "最小的数字或最早的日期；忽略空白的列，全部空白时为 0。",
        "The least number or the earliest date. Blank columns are left out; 0 where all are blank.",
    ),
    _gathering(
        "MAX",
        "MAX(value1, [value2], …)",
        "最大的数字或最晚的日期；忽略空白的列，全部空白时为 0。",
        "The greatest number or the latest date. Blank columns are left out; 0 where all are blank.",
    ),
    _gathering(
        "SUM",
        "SUM(number1, [number2], …)",
        "本行几个数字之和；空白按 0 计。",
        "The sum of numbers of this row. A blank counts as 0.",
    ),
)
