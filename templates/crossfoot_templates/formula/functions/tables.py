"""Functions over whole columns of tables."""

from __future__ import annotations

from crossfoot_templates.formula.functions.row import MANY, Function


def _gathering(name: str, zh: str, en: str, prefix: str = "") -> Function:
    return Function(
        name=name,
        signature=f"{name}(table[values], table[column1], criterion1, …)",
        least=3,
        most=MANY - 1,
        group="tables",
        zh=zh,
        en=en,
        over_tables=True,
        prefix=prefix,
    )


TABLES = (
    _gathering(
        "SUMIFS",
        "满足全部条件的行中该列之和；没有这样的行时为 0；空白按 0 计。",
        "The sum of the column over the rows that meet every criterion; 0 where none does. A blank counts as 0.",
    ),
    Function(
        name="COUNTIFS",
        signature="COUNTIFS(table[column1], criterion1, …)",
        least=2,
        most=MANY,
        group="tables",
        zh='满足全部条件的行数；条件 "" 即空白的行。',
        en='The number of rows that meet every criterion; the criterion "" takes the blank ones.',
        over_tables=True,
    ),
    _gathering(
        "MAXIFS",
        "满足全部条件的行中该列的最大值；忽略空白；没有这样的行时为 0。",
        "The greatest value of the column over the rows that meet every criterion. Blanks are left out; 0 without any.",
        prefix="_xlfn.",
    ),
    _gathering(
        "MINIFS",
        "满足全部条件的行中该列的最小值；忽略空白；没有这样的行时为 0。",
        "The least value of the column over the rows that meet every criterion. Blanks are left out; 0 without any.",
        prefix="_xlfn.",
    ),
    Function(
        name="XLOOKUP",
        signature="XLOOKUP(value, table[key], table[result], [if_missing])",
        least=3,
        most=4,
        group="tables",
        zh="key 列等于 value 的那一行的 result；没有则取 if_missing，未写则得到 #N/A；value 空白即没有。",
        en=(
            "The result of the row whose key is the value; if_missing where there is none, or #N/A without it. A blank "
            "value finds none."
        ),
        over_tables=True,
        prefix="_xlfn.",
    ),
)
