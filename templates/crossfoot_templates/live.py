"""Formulas of a definition as a spreadsheet calculates them, where it can: they need nothing but their own row.

They are Excel's or those of Google Sheets, without the ``=``, with ``[@name]`` where the cell of a column stands: only
who writes a sheet knows where that is.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache

from crossfoot_templates import types
from crossfoot_templates.formula.branches import branches
from crossfoot_templates.formula.checking import Purpose, Scope
from crossfoot_templates.formula.errors import FormulaError
from crossfoot_templates.formula.excel import Program, Rendering, excel
from crossfoot_templates.formula.kinds import Blank, Boolean, Kind, Text
from crossfoot_templates.formula.rounding import at_scale
from crossfoot_templates.formula.typed import Call, Constant, Expression, OwnColumn
from crossfoot_templates.layout import YES_NO, list_name
from crossfoot_templates.logic import checked, naming_columns, scope_of
from crossfoot_templates.model import BookView, Column, Language, Table

_WAYS = re.compile(r"\s|_xlfn\.|\b(TRUE|FALSE)\(\)", re.IGNORECASE)
"""Blanks, the mark of a later function, and the brackets after truth values: some programs have them, some not."""

_PARTS = re.compile(r'"(?:[^"]|"")*"|\[@([a-z][a-z0-9_]*)\]')
"""What may hold the mark of a column without being one, and the mark."""

_LATER = re.compile(r'"(?:[^"]|"")*"|_xlfn\.(?:_xlws\.)?', re.IGNORECASE)
"""A text, and the mark that files put before later functions."""


def named(formula: str) -> frozenset[str]:
    """The columns whose cells ``formula`` names."""
    return frozenset(match[1] for match in _PARTS.finditer(formula) if match[1])


def placed(formula: str, refer: Callable[[str], str]) -> str:
    """``formula`` with what ``refer`` makes of the name of each column."""
    return _PARTS.sub(lambda match: refer(match[1]) if match[1] else match[0], formula)


def as_typed(formula: str) -> str:
    """``formula`` without the marks of later functions, which people do not type."""
    return _LATER.sub(lambda match: match[0] if match[0].startswith('"') else "", formula)


def same_formula(one: str, other: str) -> bool:
    """Whether two formulas are the same, though programs write them in ways of their own."""
    return _plain(one) == _plain(other)


def _plain(formula: str) -> str:
    return _WAYS.sub(lambda match: match[1] or "", formula).casefold()


def live_formulas(view: BookView, table: Table, language: Language, program: Program = "excel") -> Mapping[str, str]:
    """The formulas of those computed columns of ``table``, one of ``view``, that can stand in cells, by column."""
    return _live(_Asked(view.version, table.name, language, program, view)) if table.computed else {}


@dataclass(frozen=True, slots=True)
class _Asked:
    """Of which formulas something is asked; the version of a view stands for all of it."""

    version: str
    table: str
    language: Language
    program: Program
    view: BookView = field(compare=False)


@lru_cache(maxsize=64)
def _live(asked: _Asked) -> Mapping[str, str]:
    table = asked.view.by_name[asked.table].table
    formulas = SheetFormulas(asked.view, table, asked.language, asked.program)
    found = {column.name: formulas.cell(column) for column in table.computed}
    return {name: formula for name, formula in found.items() if formula is not None}


@dataclass(frozen=True)
class SheetFormulas:
    """The formulas of one table in sheets labelled in ``language`` that ``program`` calculates."""

    view: BookView
    table: Table
    language: Language
    program: Program = "excel"

    def cell(self, column: Column) -> str | None:
        """The formula that gives what cells of the computed ``column`` show; ``None`` where there can be none."""
        expression = self._checked(column.compute, "compute", self._scope.columns[column.name].kind)
        if expression is None:
            return None
        said = _said(expression, self.language) if isinstance(column.type, types.Boolean) else expression
        formula = excel(at_scale(said, getattr(column.type, "scale", 0)), self._rendering)
        # what cannot be calculated is blank on the server too
        return None if formula is None else f'IFERROR({formula},"")'

    def condition(self, formula: str, purpose: Purpose) -> str | None:
        """``formula`` as a condition; ``None`` where a spreadsheet cannot tell."""
        expression = self._checked(formula, purpose)
        return None if expression is None else excel(expression, self._rendering)

    def _checked(self, formula: str | None, purpose: Purpose, expected: Kind | None = None) -> Expression | None:
        """``formula``, checked; ``None`` where it names what this view does not show."""
        if not formula:
            return None
        try:
            return checked(formula, self._scope, purpose, expected).expression
        except FormulaError:
            return None

    @cached_property
    def _scope(self) -> Scope:
        tables = {name: each.table for name, each in self.view.by_name.items()}
        columns = {name: each.columns for name, each in tables.items()}
        keys = {name: naming_columns(each.key, each.display) for name, each in tables.items()}
        return scope_of(self.table.name, columns, keys, self.view.choice_lists)

    @cached_property
    def _rendering(self) -> Rendering:
        return Rendering(
            refer=lambda column: f"[@{column}]",
            labels=lambda name, code: self.view.choice_lists[name].label(code, self.language) or code,
            codes={each.name: tuple(choice.code for choice in each.choices) for each in self.view.choices},
            # a conditional format of Google Sheets cannot look at another sheet, and a name there holds no point
            ranks=list_name if self.program == "excel" else None,
            yes=tuple(yes for yes, _ in YES_NO.values()),
            program=self.program,
        )


def _said(expression: Expression, language: Language) -> Expression:
    """``expression``, which is true or false, as the words for that in ``language``; a blank stays one."""
    match expression:
        case Constant(value=None):
            return expression
        case OwnColumn():
            return _choice(
                Call("ISBLANK", (expression,), Boolean()), Constant(None, Blank()), _word(expression, language)
            )
        case Call(name=name, arguments=arguments) if results := branches(name, len(arguments)):
            said = (_said(each, language) if at in results else each for at, each in enumerate(arguments))
            return Call(name, tuple(said), Text())
    return _word(expression, language)


def _word(expression: Expression, language: Language) -> Expression:
    yes, no = (Constant(word, Text()) for word in YES_NO[language])
    return _choice(expression, yes, no)


def _choice(condition: Expression, one: Expression, other: Expression) -> Expression:
    return Call("IF", (condition, one, other), Text())
