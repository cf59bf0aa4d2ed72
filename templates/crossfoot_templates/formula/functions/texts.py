"""Functions of text."""

from __future__ import annotations

from crossfoot_templates.formula.functions.row import Function

TEXTS = (
    Function(
        name="LEN",
        signature="LEN(text)",
        least=1,
        most=1,
        group="text",
        zh="字符数；空白为 0。",
        en="The number of characters. A blank has 0.",
    ),
    Function(
        name="LEFT",
        signature="LEFT(text, [count])",
        least=1,
        most=2,
        group="text",
        zh="开头的 count 个字符，不写则为一个；空白按空文本计。",
        en="The first characters, one where no count is given. A blank counts as the empty text.",
    ),
    Function(
        name="RIGHT",
        signature="RIGHT(text, [count])",
        least=1,
        most=2,
        group="text",
        zh="末尾的 count 个字符，不写则为一个；空白按空文本计。",
        en="The last characters, one where no count is given. A blank counts as the empty text.",
    ),
    Function(
        name="MID",
        signature="MID(text, start, count)",
        least=3,
        most=3,
        group="text",
        zh="从第 start 个字符起的 count 个字符；空白按空文本计。",
        en="So many characters from the place start on, which counts from 1. A blank counts as the empty text.",
    ),
    Function(
        name="TRIM",
        signature="TRIM(text)",
        least=1,
        most=1,
        group="text",
        zh="去掉首尾空格，中间连续的空格只留一个；空白仍为空白。",
        en="Without spaces at both ends, and with one for each run of them inside. A blank stays blank.",
    ),
    Function(
        name="UPPER",
        signature="UPPER(text)",
        least=1,
        most=1,
        group="text",
        zh="改为大写；空白仍为空白。",
        en="In upper case. A blank stays blank.",
    ),
    Function(
        name="LOWER",
        signature="LOWER(text)",
        least=1,
        most=1,
        group="text",
        zh="改为小写；空白仍为空白。",
        en="In lower case. A blank stays blank.",
    ),
    Function(
        name="EXACT",
        signature="EXACT(text1, text2)",
        least=2,
        most=2,
        group="text",
        zh="两个文本是否完全相同，区分大小写；两个空白相同。",
        en="Whether both texts are the same, upper and lower case included. Two blanks are the same.",
    ),
    Function(
        name="SEARCH",
        signature="SEARCH(find, text, [start])",
        least=2,
        most=3,
        group="text",
        zh="find 在 text 中首次出现的位置，不分大小写，没有通配符；找不到时得到 #VALUE!；空白按空文本计。",
        en=(
            "Where the first text first stands in the second, whatever is in upper or lower case, without wildcards; "
            "#VALUE! where it does not. A blank counts as the empty text."
        ),
    ),
    Function(
        name="SUBSTITUTE",
        signature="SUBSTITUTE(text, old, new, [which])",
        least=3,
        most=4,
        group="text",
        zh="把 old 换成 new，区分大小写；写明 which 时只换第几处；空白按空文本计。",
        en=(
            "With the text old made new, upper and lower case told apart; only the occurrence which, where that is "
            "given. A blank counts as the empty text."
        ),
    ),
    Function(
        name="TEXT",
        signature='TEXT(value, "format")',
        least=2,
        most=2,
        group="text",
        zh="按格式写出的数字或日期；格式须直接写出；空白的数字按 0 计，空白的日期得到 #NUM!。",
        en=(
            "A number or a date written in a format, which is given as a text. A blank number counts as 0, a blank "
            "date gives #NUM!."
        ),
    ),
)
