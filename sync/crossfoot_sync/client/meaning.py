"""What somebody means by the name of a table or a column: the name that programs use, or what their workbook shows."""

from __future__ import annotations

from collections.abc import Iterable

from crossfoot_sync.client.errors import NoSuchTableError
from crossfoot_templates.label import BETWEEN, Language
from crossfoot_templates.model import Table


def table_meant(called: str, tables: Iterable[Table], where: str, language: Language) -> str:
    """The name of the table that is called so, by its name or by its label in either language.

    Raises:
        NoSuchTableError: none of ``tables``, which are those of ``where``, is; it lists them in ``language``.
    """
    among = [*tables]
    for each in among:
        if each.name == called:
            return called
    for each in among:
        if called in (each.label.zh, each.label.en):
            return each.name
    pattern = "{}（{}）" if language == "zh" else "{} ({})"
    known = BETWEEN[language].join(pattern.format(each.name, each.label.in_(language)) for each in among)
    raise NoSuchTableError(called, where, known)


def column_meant(called: str, table: Table) -> str:
    """The name of the column that is called so; ``called`` itself where none is, for the server knows more of them."""
    if called in table.by_name:
        return called
    labelled = (each.name for each in table.columns if called in (each.label.zh, each.label.en))
    return next(labelled, called)
