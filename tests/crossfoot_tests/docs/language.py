"""The tables on the page on formulas: what the language is made of, out of the tables that make it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

from crossfoot_templates.formula.checking import PURPOSES
from crossfoot_templates.formula.checking.arithmetic import MOST_PLACES
from crossfoot_templates.formula.checking.numbers import MOST_DIGITS
from crossfoot_templates.formula.excel import rendering
from crossfoot_templates.formula.formats import DATE_FORMATS, NUMBER_FORMATS
from crossfoot_templates.formula.functions import FUNCTIONS, OPERATORS, Function, Group
from crossfoot_templates.formula.lexing import DIGITS
from crossfoot_templates.formula.parsing import DEEPEST, LONGEST, TALLEST
from crossfoot_templates.formula.precedence import BINARY
from crossfoot_templates.live import SheetFormulas, placed
from crossfoot_templates.loader import load_catalog
from crossfoot_templates.loader.shapes import COLUMN, RULE, SHEET_TABLE
from crossfoot_templates.model import Column, Table
from crossfoot_templates.querying import IN_QUERIES
from crossfoot_templates.standard import ROLES
from crossfoot_tests.formula.judge.deviations import DEVIATIONS

STATED = {
    purpose: leave for purpose, leave in PURPOSES.items() if purpose in SHEET_TABLE.keys() | COLUMN.keys() | RULE.keys()
}
"""The purposes that a definition can name."""

OPPORTUNITY = "opportunity"
CONDITIONS = (
    '=[@stage]>="won"',
    "=ISBLANK([@lost_reason])",
    "=NOT(ISBLANK([@next_action_on]))",
    '=IFS([@stage]="won",TRUE,[@stage]="lost",FALSE)',
    '=SWITCH([@stage],"won",TRUE,FALSE)',
    "=DAYS([@expected_sign_on],[@opened_on])>30",
    "=SEARCH([@winner],[@competitors])>0",
    "=[@weighted_amount]>0",
    "=[@negotiated]",
)
"""Conditions on opportunities that a sheet writes in other words."""

IN_GOOGLE = ('=TEXT([@opened_on],"yyyy年m月d日")="2026年1月1日"',)
"""One that only Google Sheets does."""


def _purposes() -> Iterator[str]:
    yield "| key | gives | whole columns | `TODAY()` | `USER()` `INTEAM()` `ROLE()` | `OLD()` |"
    yield "|---|---|---|---|---|---|"
    for purpose, leave in STATED.items():
        gives = "TRUE or FALSE" if leave.condition else "the column's value"
        asked = (leave.tables, leave.today, leave.people, leave.old)
        yield f"| `{purpose}` | {gives} | {' | '.join('yes' if each else '–' for each in asked)} |"


def _precedence() -> Iterator[str]:
    yield "1. `-` and `+` before a value"
    yield "2. `%`"
    for number, binds in enumerate(sorted({*BINARY.values()}, reverse=True), start=3):
        yield f"{number}. {' '.join(f'`{name}`' for name in BINARY if BINARY[name] == binds)}"


def _table(functions: Iterable[Function]) -> Iterator[str]:
    yield "| | does | 作用 |"
    yield "|---|---|---|"
    for each in functions:
        yield f"| `{each.signature}` | {_cell(each.en)} | {_cell(each.zh)} |"


def _functions(group: Group) -> Callable[[], Iterator[str]]:
    return lambda: _table(each for each in FUNCTIONS.values() if each.group == group)


def _only_in(group: Group) -> Callable[[], Iterator[str]]:
    """The functions of a group that do not stand everywhere, with where they may and what a sheet makes of them."""

    def lines() -> Iterator[str]:
        yield from _functions(group)()
        yield ""
        yield "| | may stand in |"
        yield "|---|---|"
        for each in FUNCTIONS.values():
            if each.group == group:
                keys = (f"`{purpose}`" for purpose, leave in STATED.items() if leave.permits(each))
                yield f"| `{each.name}` | {', '.join(keys) or 'nothing yet'} |"

    return lines


def _formats() -> Iterator[str]:
    yield f"- of a number: {', '.join(f'`{each}`' for each in NUMBER_FORMATS)}"
    yield f"- of a date: {', '.join(f'`{each}`' for each in DATE_FORMATS)}"


def _in_google() -> Iterator[str]:
    view = load_catalog().view("follow_up", ROLES)
    table = view.by_name[OPPORTUNITY].table
    formulas, others = SheetFormulas(view, table, "en", "sheets"), SheetFormulas(view, table, "en")
    yield "| definition | Google Sheets |"
    yield "|---|---|"
    for text in (*CONDITIONS, *IN_GOOGLE):
        shown = formulas.condition(text, "check")
        if shown != others.condition(text, "check"):
            yield _both(text, shown, table)


def _in_sheets() -> Iterator[str]:
    view = load_catalog().view("follow_up", ROLES)
    table = view.by_name[OPPORTUNITY].table
    formulas = SheetFormulas(view, table, "en")
    yield "| definition | sheet |"
    yield "|---|---|"
    for text in CONDITIONS:
        yield _both(text, formulas.condition(text, "check"), table)
    for column in table.computed:
        shown = formulas.cell(column)
        if shown is not None:  # what looks at other tables comes as a value
            yield _both(column.compute, shown, table)


def _both(text: str | None, formula: str | None, table: Table) -> str:
    if text is None or formula is None:
        raise ValueError(f"a sheet cannot show {text}")
    shown = placed(formula, lambda name: f"[@{_heading(table.by_name[name])}]")
    return f"| `{_cell(text)}` | `={_cell(shown)}` |"


def _heading(column: Column) -> str:
    label = column.label.en
    return label if label.isalnum() else f"[{label}]"


def _queries() -> Iterator[str]:
    yield " ".join(f"`{name}`" for name in IN_QUERIES)


def _deviations() -> Iterator[str]:
    yield "| | what differs, and why |"
    yield "|---|---|"
    for each in DEVIATIONS:
        yield f"| {each.name} | {_cell(each.reason)} |"


def _limits() -> Iterator[str]:
    yield "| what | limit |"
    yield "|---|---|"
    yield f"| a formula | {LONGEST:,} characters |"
    yield f"| brackets and signs inside one another | {DEEPEST} |"
    yield f"| operators and functions applied one after the other | {TALLEST} |"
    yield f"| a number that is written out | {DIGITS} significant digits |"
    yield f"| decimal places of a product | {MOST_PLACES} |"
    yield f"| digits of `ROUND`, `ROUNDUP`, `ROUNDDOWN` | -{MOST_DIGITS} to {MOST_DIGITS}, written out |"
    yield (
        f"| what a cell can show | {rendering.LONGEST:,} characters, {rendering.DEEPEST} functions inside one another, "
        f"{rendering.LONGEST_TEXT} characters of a text; beyond that the server alone calculates |"
    )


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


BLOCKS: Mapping[str, Callable[[], Iterator[str]]] = {
    "purposes": _purposes,
    "precedence": _precedence,
    "operators": lambda: _table(OPERATORS.values()),
    "logic": _functions("logic"),
    "numbers": _functions("numbers"),
    "text": _functions("text"),
    "formats": _formats,
    "dates": _functions("dates"),
    "tables": _only_in("tables"),
    "people": _only_in("people"),
    "queries": _queries,
    "in sheets": _in_sheets,
    "in google": _in_google,
    "deviations": _deviations,
    "limits": _limits,
}
"""What stands between two marks of the page, by their name."""


def laid_into(page: str) -> str:
    """``page`` with its tables renewed.

    Raises:
        ValueError: it has no place for one of them.
    """
    for name, lines in BLOCKS.items():
        begin, end = f"<!-- {name}: written by crossfoot_tests.docs.generate -->\n", f"<!-- end of {name} -->"
        before, found, rest = page.partition(begin)
        _, found_too, after = rest.partition(end)
        if not (found and found_too):
            raise ValueError(f"the page on formulas has no place for {name}: {begin}{end}")
        page = "\n".join([before + begin, *lines(), "", end + after])
    return page
