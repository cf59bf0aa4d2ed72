"""What sheets show in place of names. Who writes a formula may know nothing else of a column."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field

from crossfoot_templates.formula.errors import FormulaError, wrong
from crossfoot_templates.formula.nodes import Span
from crossfoot_templates.label import Label, joined


@dataclass(frozen=True, slots=True)
class Headings:
    """The labels of tables by name, of columns by table and name, of choices by list and code."""

    tables: Mapping[str, Label] = field(default_factory=dict)
    columns: Mapping[str, Mapping[str, Label]] = field(default_factory=dict)
    choices: Mapping[str, Mapping[str, Label]] = field(default_factory=dict)


def unknown(  # noqa: PLR0913, PLR0917 - what is told of a name, and of the names there are
    code: str,
    span: Span,
    found: str,
    among: Collection[str],
    labels: Mapping[str, Label],
    written: Callable[[str], str],
) -> FormulaError:
    """The error of the name ``found``, which is none of ``among``; ``code`` is its problem.

    Where a sheet shows ``found`` for some of them, those are named as a formula has them, which is as ``written``.
    """
    meant = [name for name in among if _alike(found) in {_alike(each) for each in _called(name, labels)}]
    if meant:
        return wrong("shown_text", span, found, joined(map(written, meant)))
    return wrong(code, span, found, among=among, labels=labels)


def _called(name: str, labels: Mapping[str, Label]) -> tuple[str, ...]:
    label = labels.get(name)
    return (name,) if label is None else (name, label.zh, label.en)


def _alike(text: str) -> str:
    """``text`` without what people vary without meaning it: width, upper and lower case, blanks."""
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())
