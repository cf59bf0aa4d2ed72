"""Functions that decide."""

from __future__ import annotations

from crossfoot_templates.formula.functions.row import MANY, Function

LOGIC = (
    Function(
        name="IF",
        signature="IF(condition, then, else)",
        least=3,
        most=3,
        group="logic",
        zh="条件成立时取第二个值，否则取第三个值；空白的条件按 FALSE 计。",
        en="The second value where the condition holds, else the third. A blank condition counts as FALSE.",
    ),
    Function(
        name="IFS",
        signature="IFS(condition1, value1, [condition2, value2], …)",
        least=2,
        most=MANY,
        group="logic",
        zh="第一个成立的条件后面的值；都不成立时得到 #N/A；空白的条件按 FALSE 计。",
        en=("The value after the first condition that holds; #N/A where none does. A blank condition counts as FALSE."),
    ),
    Function(
        name="SWITCH",
        signature="SWITCH(value, case1, result1, [case2, result2], …, [otherwise])",
        least=3,
        most=MANY,
        group="logic",
        zh="第一个与 value 相等的情况后面的结果；都不相等时取 otherwise，没有则得到 #N/A；空白按 0 或空文本比较。",
        en=(
            "The result after the first case that equals the value, else otherwise, or #N/A without it. A blank is "
            "compared as 0 or as the empty text."
        ),
    ),
    Function(
        name="AND",
        signature="AND(condition1, [condition2], …)",
        least=1,
        most=MANY,
        group="logic",
        zh="所有条件是否都成立；空白按 FALSE 计。",
        en="Whether all conditions hold. A blank counts as FALSE.",
    ),
    Function(
        name="OR",
        signature="OR(condition1, [condition2], …)",
        least=1,
        most=MANY,
        group="logic",
        zh="是否至少有一个条件成立；空白按 FALSE 计。",
        en="Whether at least one condition holds. A blank counts as FALSE.",
    ),
    Function(
        name="NOT",
        signature="NOT(condition)",
        least=1,
        most=1,
        group="logic",
        zh="条件是否不成立；空白按 FALSE 计，结果为 TRUE。",
        en="Whether the condition does not hold. A blank counts as FALSE, so the answer is TRUE.",
    ),
    Function(
        name="IFERROR",
        signature="IFERROR(value, instead)",
        least=2,
        most=2,
        group="logic",
        zh="value 为错误值时取 instead，否则取 value；空白不是错误。",
        en="The value, or the other where it is an error. A blank is no error.",
    ),
    Function(
        name="ISBLANK",
        signature="ISBLANK(value)",
        least=1,
        most=1,
        group="logic",
        zh='是否空白；空文本也算空白，与 ="" 相同。',
        en='Whether it is blank; the empty text counts as blank too, just as ="" does.',
    ),
)
