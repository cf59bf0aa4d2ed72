"""Functions of dates. A blank date is day 0, which no two programs name alike, so it is an error to most of them."""

from __future__ import annotations

from crossfoot_templates.formula.functions.row import Function


def _part(name: str, zh: str, en: str) -> Function:
    return Function(name=name, signature=f"{name}(date)", least=1, most=1, group="dates", zh=zh, en=en)


def _months(name: str, zh: str, en: str) -> Function:
    return Function(name=name, signature=f"{name}(date, months)", least=2, most=2, group="dates", zh=zh, en=en)


DATES = (
    Function(
        name="TODAY",
        signature="TODAY()",
        least=0,
        most=0,
        group="dates",
        zh="今天的日期；从不空白。",
        en="The date of today. It is never blank.",
        volatile=True,
    ),
    Function(
        name="DATE",
        signature="DATE(year, month, day)",
        least=3,
        most=3,
        group="dates",
        zh="由年、月、日得到日期；超出的月和日顺延；空白按 0 计。",
        en="The date of a year, a month and a day; months and days beyond their end run on. A blank counts as 0.",
    ),
    _part(
        "YEAR",
        "日期的年份；空白得到 #NUM!。",
        "The year of a date. A blank gives #NUM!.",
    ),
    _part(
        "MONTH",
        "日期的月份，1 到 12；空白得到 #NUM!。",
        "The month of a date, 1 to 12. A blank gives #NUM!.",
    ),
    _part(
        "DAY",
        "日期的日，1 到 31；空白得到 #NUM!。",
        "The day of a date within its month, 1 to 31. A blank gives #NUM!.",
    ),
    _months(
        "EDATE",
        "若干个月之后（负数为之前）的同一日，该月没有这一日时取月末；空白的日期得到 #NUM!。",
        ("The same day so many months later (earlier where negative), or the month's last. A blank date gives #NUM!."),
    ),
    _months(
        "EOMONTH",
        "若干个月之后（负数为之前）的月末；空白的日期得到 #NUM!。",
        "The last day of the month so many months later (earlier where negative). A blank date gives #NUM!.",
    ),
    Function(
        name="DAYS",
        signature="DAYS(end, start)",
        least=2,
        most=2,
        group="dates",
        zh="从 start 到 end 的天数；空白按第 0 天计。",
        en="The days from start to end. A blank counts as day 0.",
    ),
    Function(
        name="WEEKDAY",
        signature="WEEKDAY(date, [1|2|3])",
        least=1,
        most=2,
        group="dates",
        zh="星期几：1（默认）从星期日 1 起，2 从星期一 1 起，3 从星期一 0 起；空白得到 #NUM!。",
        en=(
            "The day of the week: counted from Sunday as 1 (as without a second argument or with 1), from Monday as 1 "
            "(2) or from Monday as 0 (3). A blank gives #NUM!."
        ),
    ),
    Function(
        name="NETWORKDAYS",
        signature="NETWORKDAYS(start, end)",
        least=2,
        most=2,
        group="dates",
        zh="从 start 到 end 的工作日数（星期一到星期五，首尾都算，不考虑节假日）；空白得到 #NUM!。",
        en=(
            "The working days from start to end, Monday to Friday, both ends counted, holidays not known. A blank "
            "gives #NUM!."
        ),
    ),
)
