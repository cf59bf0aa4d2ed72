"""The hints that a selected cell shows: what belongs there."""

from __future__ import annotations

from functools import singledispatch

from crossfoot_templates import types
from crossfoot_templates.layout import YES_NO
from crossfoot_templates.model import BookView, Column, Language
from crossfoot_templates.render.clip import fitting
from crossfoot_templates.render.columns import SheetColumn
from crossfoot_templates.render.formulas import spelled
from crossfoot_templates.render.look import Standing
from crossfoot_templates.render.row_rules import RowRules
from crossfoot_templates.render.texts import text

_OPTIONS_SHOWN = 90
"""Characters of a choice list that a prompt spells out; the drop-down has the rest."""


BARRED: tuple[Standing, ...] = ("computed", "read_only")
"""Standings of columns in which nobody types."""


def prompt(placed: SheetColumn, column: Column, rules: RowRules, *, unique: bool) -> str:
    """The whole hint for ``column``: what it asks, what a cell may hold, and what its definition says of it."""
    view, table, language = rules.formulas.view, rules.formulas.table, rules.formulas.language
    sentences = []
    if placed.standing in ("required", "recommended", *BARRED):
        sentences.append(text(placed.standing, language))
    if placed.standing not in BARRED:
        sentences.append(expected(column.type, view, language))
        if unique and not column.numbered:
            sentences.append(text("unique", language))
        sentences += [text(each, language) for each in ("required_when", "default") if getattr(column, each)]
    joined = text("space", language).join(sentences)
    formula = spelled(column.compute, view, table, language, column.type) if column.compute else ""
    # last, for it may be too long to be shown whole
    return "\n".join(filter(None, (joined, column.help.in_(language) if column.help else "", formula)))


@singledispatch
def expected(column_type: types.ColumnType, _view: BookView, _language: Language) -> str:
    """What a cell of ``column_type`` may hold, with an example where one helps."""
    raise TypeError(f"there is no prompt for {column_type!r}")


@expected.register
def _(column_type: types.Text, _view: BookView, language: Language) -> str:
    return text("text", language, max=column_type.max_length)


@expected.register
def _(column_type: types.LongText, _view: BookView, language: Language) -> str:
    return text("long_text", language, max=column_type.max_length)


@expected.register
def _(column_type: types.Code, _view: BookView, language: Language) -> str:
    if column_type.numbering is not None:
        return text("code_numbered", language, example=column_type.numbered(1))
    if column_type.length is not None:
        return text("code_length", language, length=column_type.length)
    return text("code", language, max=column_type.max_length)


@expected.register
def _(column_type: types.Integer, _view: BookView, language: Language) -> str:
    wan = [text("wan", language)] if column_type.wan else []
    return _joined(language, text("integer", language), *wan, *_limits(column_type, language))


@expected.register
def _(column_type: types.Decimal, _view: BookView, language: Language) -> str:
    wan = [text("wan", language)] if column_type.wan else []
    exact = text("decimal", language, scale=column_type.scale)
    return _joined(language, exact, *wan, *_limits(column_type, language))


@expected.register
def _(column_type: types.Money, _view: BookView, language: Language) -> str:
    wan = [text("wan", language)] if column_type.wan else []
    amount = text("money", language, scale=column_type.scale)
    return _joined(language, amount, *wan, *_limits(column_type, language))


@expected.register
def _(column_type: types.Percent, _view: BookView, language: Language) -> str:
    least, most = (None if each is None else f"{each:%}" for each in (column_type.min, column_type.max))
    return _joined(language, text("percent", language), *_between(least, most, language))


@expected.register
def _(_type: types.Date, _view: BookView, language: Language) -> str:
    return text("date", language)


@expected.register
def _(column_type: types.DateTime, _view: BookView, language: Language) -> str:
    return text("datetime", language, zone=column_type.zone)


@expected.register
def _(_type: types.Boolean, _view: BookView, language: Language) -> str:
    yes, no = YES_NO[language]
    return text("boolean", language, yes=yes, no=no)


@expected.register
def _(column_type: types.Choice, view: BookView, language: Language) -> str:
    labels = [each.label.in_(language) for each in view.choice_lists[column_type.choices].choices]
    shown = fitting(labels, _OPTIONS_SHOWN)
    options = text("separator", language).join(shown)
    return text("choice" if shown == labels else "choice_more", language, options=options)


@expected.register
def _(_type: types.Reference, _view: BookView, language: Language) -> str:
    return text("reference", language)


def _limits(column_type: types.Integer | types.Decimal | types.Money, language: Language) -> list[str]:
    least, most = (None if each is None else f"{each:,}" for each in (column_type.min, column_type.max))
    return _between(least, most, language)


def _between(least: str | None, most: str | None, language: Language) -> list[str]:
    if least is not None and most is not None:
        return [text("between", language, min=least, max=most)]
    if least is not None:
        return [text("at_least", language, min=least)]
    return [] if most is None else [text("at_most", language, max=most)]


def _joined(language: Language, *sentences: str) -> str:
    return text("space", language).join(sentences)
