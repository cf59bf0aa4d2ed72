"""Formulas of the rule language, calculated by Google and by the server: every value must be the same."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from crossfoot_sync.grids.google.batch import cell_requests
from crossfoot_sync.grids.google.given import Cell
from crossfoot_sync.grids.google.sheet import Put
from crossfoot_sync.grids.google.values import ERRORS, format_for, shown, written
from crossfoot_tests.at_google.place import Place, formula
from crossfoot_tests.formula.judge.judging import ROWS, Verdict, judge
from crossfoot_tests.formula.judge.sample import FIELDS, Columns
from crossfoot_tests.formula.judge.sheet import FIRST_ROW, Found, cell_value
from crossfoot_tests.probing.probe import Finding, compared, told

_SEEDS = (10, 11, 12, 13)
_FORMULAS = 50
_SHOWN = 8


def judged(place: Place) -> Iterator[Finding]:
    """Two hundred formulas, each on twelve rows."""
    verdict = Verdict()
    for seed in _SEEDS:
        judge(_AtGoogle(place).calculated, ["google"], seed, _FORMULAS, verdict, today=place.today)
    yield told("formulas and values", (verdict.formulas, verdict.values))
    yield told("values that differ for a reason that is known", dict(verdict.known))
    yield compared("values that differ", 0, len(verdict.differing))
    if verdict.differing:
        yield told("some of them", verdict.differing[:_SHOWN])


@dataclass(frozen=True)
class _AtGoogle:
    place: Place

    def calculated(self, columns: Columns, formulas: Sequence[Sequence[str]]) -> list[list[Found]]:
        """What Google makes of ``formulas``: for each one, its text for every row of ``columns``."""
        first = len(FIELDS)
        sheet = self.place.sheet(rows=FIRST_ROW + ROWS, columns=first + len(formulas))
        puts: dict[tuple[int, int, int], Put] = {}
        for across, (name, field) in enumerate(FIELDS.items()):
            for down, value in enumerate(columns[name]):
                content = cell_value(field, value, down)
                entry = formula('=""') if content == "" else written(content)
                puts[sheet, FIRST_ROW - 1 + down, across] = Put(entry, format_for(content, ""))
        for across, texts in enumerate(formulas, start=first):
            for down, text in enumerate(texts):
                puts[sheet, FIRST_ROW - 1 + down, across] = Put(formula(f"={text}"))
        self.place.batch(*cell_requests(puts))
        found = self.place.look(sheet)
        return [
            [_found(found.cell(FIRST_ROW - 1 + down, across)) for down in range(len(texts))]
            for across, texts in enumerate(formulas, start=first)
        ]


def _found(cell: Cell) -> Found:
    value = cell.effective_value
    if value is not None and value.error_value is not None:
        return Found(ERRORS.get(value.error_value.type, "#ERROR!"), is_error=True)
    return Found(next(iter((shown(cell) or {}).values()), None))
