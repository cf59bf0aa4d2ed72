"""Judging: drawing formulas, letting LibreOffice calculate them, and comparing value for value."""

from __future__ import annotations

import datetime as dt
import random
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import TypeAlias

from crossfoot_templates.formula.checking import check
from crossfoot_templates.formula.errors import FormulaError
from crossfoot_templates.formula.kinds import Choice
from crossfoot_templates.formula.parsing import parse
from crossfoot_templates.formula.vectors import Failed
from crossfoot_tests.formula.judge.case import Case, Held, Table
from crossfoot_tests.formula.judge.deviations import DEVIATIONS
from crossfoot_tests.formula.judge.grammar import Grammar
from crossfoot_tests.formula.judge.noise import noise
from crossfoot_tests.formula.judge.sample import LABELS, SCOPE, Columns, draw_rows
from crossfoot_tests.formula.judge.sheet import Found, Sheet, texts_of

Calculate: TypeAlias = Callable[[Columns, Sequence[Sequence[str]]], list[list[Found]]]
"""What calculates formulas: it is given rows, and the text of each formula for each of them."""

ROWS = 12
"""Rows of each workbook."""

DIGITS = Fraction(5, 10**15)
"""How far a number may be off, beside its size: LibreOffice writes 15 digits. What doubles are off comes on top."""


@dataclass
class Verdict:
    """What was judged, and what came out.

    Attributes:
        formulas: how many formulas.
        values: how many values were compared.
        functions: for each function, on how many rows of how many formulas it came to something but an error.
        known: how many values differ for each known reason.
        differing: every value that differs and should not.
        unjudged: how many formulas were drawn that do not check, or that no cell can show.
    """

    formulas: int = 0
    values: int = 0
    functions: Counter[str] = field(default_factory=Counter)
    known: Counter[str] = field(default_factory=Counter)
    differing: list[str] = field(default_factory=list)
    unjudged: Counter[str] = field(default_factory=Counter)


def of_this_machine() -> dt.date:
    """The date that LibreOffice takes for today."""
    return dt.date.today()  # noqa: DTZ011 - it asks the same clock


def judge(
    calculate: Calculate,
    sheets: Sequence[Sheet],
    seed: int,
    count: int,
    verdict: Verdict,
    *,
    today: Callable[[], dt.date] = of_this_machine,
) -> None:
    """Judge ``count`` formulas over one table, all drawn from ``seed``, which says too for which sheet.

    ``today`` is the date where ``calculate`` calculates; where it changes meanwhile, all is calculated again.
    """
    while True:
        day, unjudged = today(), Counter[str]()
        judged = _drawn(seed, count, sheets[seed % len(sheets)], day, unjudged)
        found = calculate(judged[0][0].table.columns, [texts for _, texts in judged])
        if today() == day:
            break
    verdict.unjudged += unjudged
    for (case, texts), column in zip(judged, found, strict=True):
        verdict.formulas += 1
        for call in case.calls():
            verdict.functions[call.name] += sum(not isinstance(value, Failed) for value in case.held(call))
        for row, cell in enumerate(column):
            _compare(case, row, cell, texts[row], verdict)


def _drawn(
    seed: int, count: int, sheet: Sheet, today: dt.date, unjudged: Counter[str]
) -> list[tuple[Case, Sequence[str]]]:
    dice = random.Random(seed)
    drawn: list[tuple[Case, Sequence[str]]] = []
    cases = _cases(Grammar(dice), Table.of(draw_rows(dice, ROWS), today), unjudged)
    while len(drawn) < count:
        case = next(cases)
        texts = texts_of(case.expression, ROWS, sheet)
        if texts is None:
            unjudged["too long"] += 1
        else:
            drawn.append((case, texts))
    return drawn


def _cases(grammar: Grammar, table: Table, unjudged: Counter[str]) -> Iterator[Case]:
    while True:
        source = grammar.formula()
        try:
            yield Case(source, check(parse(source), SCOPE), table)
        except FormulaError:
            unjudged["not of the language"] += 1


def _compare(case: Case, row: int, cell: Found, text: str, verdict: Verdict) -> None:
    verdict.values += 1
    ours = _in_cell(case, row)
    if same(ours, cell) or (isinstance(ours, Fraction) and same(ours, cell, noise(case, row)[0])):
        return
    known = next((each.name for each in DEVIATIONS if each.holds(case, row, cell)), None)
    if known is not None:
        verdict.known[known] += 1
        return
    named = {name: str(values[row]) for name, values in case.table.columns.items() if f"[@{name}]" in case.source}
    shown = f"{float(ours)!r}" if isinstance(ours, Fraction) else repr(ours)
    verdict.differing.append(f"{case.source}\n  {text}\n  {named}\n  ours {shown}, the sheet {cell.value!r}")


def _in_cell(case: Case, row: int) -> Held:
    """What a cell shows for the result of ``case``."""
    value = case.held(case.expression)[row]
    kind = case.expression.kind
    return LABELS[kind.choices][value] if isinstance(kind, Choice) and isinstance(value, str) else value


def same(ours: Held, cell: Found, off: float = 0.0) -> bool:
    """Whether ``cell`` holds what we calculated, as doubles hold it that may be ``off`` by so much."""
    match ours:
        case Failed(error):
            return cell.is_error and cell.value == error
        case _ if cell.is_error:
            return False
        case None | "":
            return cell.value in {None, ""}
        case Fraction():
            if isinstance(cell.value, bool) or not isinstance(cell.value, int | float):
                return False
            return abs(Fraction(cell.value) - ours) <= DIGITS * abs(ours) + (0 if off == 0 else Fraction(off))
        case bool():
            return cell.value is ours
    return cell.value == ours
