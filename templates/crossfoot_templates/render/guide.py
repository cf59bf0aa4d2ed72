"""The first sheet: what is in the workbook and how to work in it, on one screen."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import Protocol

from crossfoot_templates import layout
from crossfoot_templates.approvals import APPROVAL, TABLE
from crossfoot_templates.formula.excel import Program
from crossfoot_templates.model import BookView, Column, Language, Table, TableView
from crossfoot_templates.render import look
from crossfoot_templates.render.clip import fitting
from crossfoot_templates.render.formulas import spelled
from crossfoot_templates.render.texts import text
from crossfoot_templates.render.wording import in_words
from crossfoot_templates.widths import text_width

_STEPS = ("step_fill", "step_add", "step_sync", "step_conflict", "step_sort")
_TICKS = {
    layout.IN_STEP: "tick_in_step",
    layout.EDITED: "tick_edited",
    layout.NEW: "tick_new",
    layout.CONFLICT: "tick_conflict",
    layout.WAITING: "tick_waiting",
    layout.REFUSED: "tick_refused",
}
_HEADERS: dict[look.Standing, str] = {
    "required": "header_required",
    "recommended": "header_recommended",
    "optional": "header_optional",
    "computed": "header_computed",
    "read_only": "header_read_only",
}
_CELLS = {
    "cell_open": (look.OPEN_FILL, look.OPEN_INK),
    "cell_failed": (look.FAILED_FILL, look.FAILED_INK),
    "cell_missing": (look.MISSING_FILL, look.INK),
    "header_read_only": (look.READ_ONLY_FILL, look.QUIET),
}


WIDTHS = (2.0, 17.0, 27.0, 2.0, 15.0, 27.0, 2.0, 15.0, 27.0)
"""Characters of the columns of the page."""
FIRST, LAST = 2, len(WIDTHS)
"""The columns, counted from 1, between which everything stands."""
PAIRS = (2, 5, 8)
"""The columns where a swatch stands, each with its meaning beside it."""

_HEADINGS = 28
"""Characters of a table's headings, which stand for what it is about where its definition does not say."""


@dataclass(frozen=True, slots=True)
class Swatch:
    """A sample of a colour with what it means."""

    sample: str
    back: str
    ink: str
    meaning: str


@dataclass(frozen=True, slots=True)
class Reader:
    """Who reads the guide: in what language and program, and what address of the server their workbook knows."""

    language: Language
    program: Program = "excel"
    server: str = ""

    @property
    def upload_page(self) -> str:
        """Where they can upload the workbook: an address, or in words where it is not known."""
        if self.server.startswith(("http://", "https://")):
            return f"{self.server.rstrip('/')}/files/"
        return text("upload_page", self.language)


class Page(Protocol):
    """A page that the guide is written on, from the top down."""

    def title(self, words: str) -> None:
        """The band at the top."""

    def lead(self, words: str) -> None:
        """One paragraph below the title."""

    def heading(self, words: str) -> None:
        """The heading of a part."""

    def space(self) -> None:
        """A little room."""

    def linked(self, sheet_title: str, name: str, about: str, access: str) -> None:
        """A table: a link to its sheet, what it is for, and whether it is open for editing."""

    def step(self, name: str, about: str) -> None:
        """Something to do, named and explained."""

    def swatches(self, row_of: Sequence[Swatch | None]) -> None:
        """Up to three colours side by side."""


def lines_of(words: str, first: int, last: int) -> int:
    """How many lines ``words`` take from column ``first`` to ``last``; most letters are narrower than a digit."""
    room = 1.05 * sum(WIDTHS[first - 1 : last])
    return max(1, sum(-(-text_width(line) // int(room)) for line in words.splitlines()))


def write_guide(page: Page, view: BookView, titles: Sequence[str], reader: Reader) -> None:
    """Write the guide; ``titles`` are those of the tables' sheets, in the view's order."""
    language, program = reader.language, reader.program
    page.title(text("guide_title", language, book=view.book.label.in_(language)))
    page.lead(view.book.help.in_(language) if view.book.help else text("guide_lead", language, program))
    _list_tables(page, view, titles, language, program)
    _list_steps(page, view, language, program, reader.upload_page)
    _explain_colours(page, language)
    _list_rules(page, view, language)


def _list_tables(page: Page, view: BookView, titles: Sequence[str], language: Language, program: Program) -> None:
    page.heading(text("guide_tables", language, program))
    for title, each in zip(titles, view.tables, strict=True):
        about = each.table.help.in_(language) if each.table.help else _headings(each, language)
        access = text("editable" if each.editable else "read_only_table", language)
        page.linked(title, each.table.label.in_(language), about, access)


def _headings(table: TableView, language: Language) -> str:
    labels = [column.label.in_(language) for column in table.table.columns]
    shown = fitting(labels, _HEADINGS)
    return text("separator", language).join(shown if shown == labels else [*shown, "…"])


def _list_steps(page: Page, view: BookView, language: Language, program: Program, upload_page: str) -> None:
    page.heading(text("guide_steps", language))
    choices = {"mine": layout.KEEP_MINE[language], "theirs": layout.TAKE_THEIRS[language]}
    facts = choices | {"approvals": TABLE.label.in_(language), "upload_page": upload_page}
    steps = (*_STEPS, "step_approve") if APPROVAL in view.by_name else _STEPS
    for number, step in enumerate(steps, start=1):
        page.step(f"{number}  {text(step, language)}", text(f"{step}_text", language, program, **facts))


def _explain_colours(page: Page, language: Language) -> None:
    page.heading(text("guide_colours", language))
    page.space()
    ticks = [
        Swatch(sign, look.ROW_FILL.get(sign, look.PAPER), look.TICK_INK[sign], text(meaning, language))
        for sign, meaning in _TICKS.items()
    ]
    headers = [
        Swatch(text("swatch_header", language), *look.HEADER[standing], text(meaning, language))
        for standing, meaning in _HEADERS.items()
    ]
    cells = [
        Swatch(text("swatch_cell", language), back, ink, text(meaning, language))
        for meaning, (back, ink) in _CELLS.items()
    ]
    for row in zip_longest(ticks, headers, cells):
        page.swatches(row)


def _list_rules(page: Page, view: BookView, language: Language) -> None:
    ruled = [each.table for each in view.tables if each.table.rules or any(_gates(each.table))]
    if not ruled:
        return
    page.heading(text("guide_rules", language))
    for table in ruled:
        rules = [text(f"rule_{rule.kind}", language, message=rule.message.in_(language)) for rule in table.rules]
        gates = [
            text(rule, language, columns=text("separator", language).join(labels), condition=condition)
            for (rule, condition), labels in _gates_in_words(view, table, language).items()
        ]
        name = table.label.in_(language)
        for lines in filter(None, (rules, gates)):
            page.step(name, "\n".join(lines))
            name = ""  # what follows belongs to the same table


def _gates(table: Table) -> Iterator[tuple[Column, str]]:
    """The columns that are required at times, each with the formula that says when."""
    return ((column, column.required_when) for column in table.columns if column.required_when is not None)


def _gates_in_words(view: BookView, table: Table, language: Language) -> dict[tuple[str, str], list[str]]:
    """The headings of columns that are required at times, by the sentence and the condition that it names.

    The condition is in words, or where there are none for it, the formula as its reader knows the sheet.
    """
    found: dict[tuple[str, str], list[str]] = {}
    for column, formula in _gates(table):
        words = in_words(formula, view, table, language)
        shown = " ".join(spelled(formula, view, table, language).removeprefix("=").split())
        told = ("rule_required_when", shown) if words is None else ("rule_required_where", words)
        found.setdefault(told, []).append(column.label.in_(language))
    return found
