"""The operators."""

from __future__ import annotations

from collections.abc import Callable

from crossfoot_templates.formula.functions.row import Function


def _of(arguments: int) -> Callable[[str, str, str, str], Function]:
    return lambda name, signature, zh, en: Function(
        name=name, signature=signature, least=arguments, most=arguments, group="operators", zh=zh, en=en
    )


_one, _two = _of(1), _of(2)

OPERATORS = (
    _two(
        "+",
        "number+number",
        "相加；日期加天数得到日期；空白按 0 计。",
        "Adds; a date and a number of days give a date. A blank counts as 0.",
    ),
    _two(
        "-",
        "number-number",
        "相减；两个日期相减得到天数；空白按 0 计。",
        "Subtracts; a date less a date gives days. A blank counts as 0.",
    ),
    _two(
        "*",
        "number*number",
        "相乘，小数位数相加；金额不能乘以金额；空白按 0 计。",
        "Multiplies; the decimal places add up, and an amount is never multiplied by an amount. A blank counts as 0.",
    ),
    _two(
        "/",
        "number/number",
        "相除，结果精确，存入列时才舍入；除以 0 或空白得到 #DIV/0!。",
        "Divides exactly; only storing the result rounds it. Division by 0 or by a blank gives #DIV/0!.",
    ),
    _two(
        "&",
        "text&text",
        "连接文本；数字按最短形式写出；空白按空文本计。",
        "Joins texts; a number is written in its shortest form. A blank counts as the empty text.",
    ),
    _two(
        "=",
        "value=value",
        '是否相等；文本不分大小写；与 "" 比较即是否空白；空白等于 0 和 FALSE。',
        (
            'Whether both are equal, upper and lower case being alike; ="" asks whether it is blank. A blank equals 0 '
            "and FALSE."
        ),
    ),
    _two(
        "<>",
        "value<>value",
        '是否不等；<>"" 即是否已填写；空白等于 0 和 FALSE。',
        'Whether both differ; <>"" asks whether it is filled. A blank equals 0 and FALSE.',
    ),
    _two(
        "<",
        "value<value",
        "是否小于：数字、日期、有次序的选项；空白按 0 计，选项空白在第一项之前。",
        (
            "Whether it is less: numbers, dates and ordered choices. A blank counts as 0, a blank choice stands before "
            "the first."
        ),
    ),
    _two(
        "<=",
        "value<=value",
        "是否小于或等于；空白按 0 计。",
        "Whether it is less or equal. A blank counts as 0.",
    ),
    _two(
        ">",
        "value>value",
        "是否大于；空白按 0 计。",
        "Whether it is greater. A blank counts as 0.",
    ),
    _two(
        ">=",
        "value>=value",
        "是否大于或等于；空白按 0 计。",
        "Whether it is greater or equal. A blank counts as 0.",
    ),
    _one("neg", "-number", "变号；空白按 0 计。", "Changes the sign. A blank counts as 0."),
    _one("pos", "+number", "不变；空白按 0 计。", "Leaves the number as it is. A blank counts as 0."),
    _one("%", "number%", "除以一百，5% 即 0.05；空白按 0 计。", "A hundredth: 5% is 0.05. A blank counts as 0."),
)
