"""Conditional formats of Google Sheets.

Each formula of ours says whose it is, in a part that always holds: formats there have neither names nor ids, and people
add their own, and copy ours along with cells. Ranges begin with the headings, which are left out again by the formula:
a range that began below would not take in a row that is inserted there.
"""

from __future__ import annotations

from collections.abc import Iterator

from crossfoot_templates.render.colouring import Colouring, Face, colourings
from crossfoot_templates.render.columns import runs
from crossfoot_templates.sheets.batch import Json, colour
from crossfoot_templates.sheets.table_sheet import TableSheet

OURS = 'N("crossfoot")=0'
"""Holds everywhere, and is found again."""


def conditional_formats(sheet: TableSheet) -> list[Json]:
    """The ``ConditionalFormatRule`` of everything that colours the cells of a sheet, the strongest first."""
    around = sheet.from_header()
    return [
        rule
        for each in colourings(around.columns, around.rules)
        # lines are no part of what a condition can give there
        if (look := _look(each.face))
        for rule in _rules(around, each, look)
    ]


def formula_of(rule: Json) -> str | None:
    """The formula of a rule; ``None`` where it has another kind of condition."""
    condition = rule.get("booleanRule", {}).get("condition", {})
    values = condition.get("values", ())
    return str(values[0].get("userEnteredValue", "")) if condition.get("type") == "CUSTOM_FORMULA" and values else None


def is_ours(rule: Json) -> bool:
    """Whether a conditional format is one of ours."""
    return OURS in (formula_of(rule) or "")


def _rules(sheet: TableSheet, colouring: Colouring, look: Json) -> Iterator[Json]:
    """One rule, or where it looks at the cell itself one for each run of columns, so that no range shifts another."""
    spans = runs(colouring.columns)
    own_cell = colouring.formula(colouring.columns[0]) != colouring.formula(colouring.columns[-1])
    for together in [[run] for run in spans] if own_cell else [spans]:
        first = together[0][0]
        below = f"ROW()>ROW({first.letter}${first.top})"
        formula = f"=AND({below},{colouring.formula(first)},{OURS})"
        condition = {"type": "CUSTOM_FORMULA", "values": [{"userEnteredValue": formula}]}
        ranges = [sheet.below(run) for run in together]
        yield {"ranges": ranges, "booleanRule": {"condition": condition, "format": look}}


def _look(face: Face) -> Json:
    """What of a face a condition can give: a fill, a colour of text, bold."""
    ink = {"foregroundColorStyle": colour(face.ink)} if face.ink else {}
    bold = {"bold": True} if face.bold or face.underlined else {}
    return {
        **({"backgroundColorStyle": colour(face.fill)} if face.fill else {}),
        **({"textFormat": ink | bold} if ink or bold else {}),
    }
