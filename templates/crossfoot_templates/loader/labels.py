"""Labels and help texts: in both languages, on one line, no longer than a spreadsheet shows."""

from __future__ import annotations

import re
from collections.abc import Mapping

from crossfoot_templates.loader import shapes
from crossfoot_templates.loader.errors import Problems
from crossfoot_templates.loader.source import Node
from crossfoot_templates.model import Label

LONGEST = 255
"""Characters in a label or a help text: a spreadsheet shows no more in a heading's or a cell's prompt."""

_UNTIDY = re.compile(r"^\s|\s$|[\x00-\x1f\x7f-\x9f\u2028\u2029]")


def label(node: Node, values: Mapping[str, object], problems: Problems, prefix: str = "") -> Label:
    """The label of ``node`` out of ``zh`` and ``en`` (``help_zh`` and ``help_en`` with that ``prefix``)."""
    shapes.require(node, (prefix + "zh", prefix + "en"), problems)
    return relabelled(node, values, Label("", ""), problems, prefix)


def relabelled(node: Node, values: Mapping[str, object], old: Label, problems: Problems, prefix: str = "") -> Label:
    """``old`` with the languages that ``node`` states anew."""
    texts = {language: _text(node, prefix + language, values, problems) for language in ("zh", "en")}
    return Label(zh=texts["zh"] or old.zh, en=texts["en"] or old.en)


def help_of(node: Node, values: Mapping[str, object], old: Label | None, problems: Problems) -> Label | None:
    """The help text of ``node``: both languages or, where there was none before, neither."""
    if not values.keys() & shapes.HELP.keys():
        return old
    if old is None:
        return label(node, values, problems, "help_")
    return relabelled(node, values, old, problems, "help_")


def _text(node: Node, key: str, values: Mapping[str, object], problems: Problems) -> str:
    text = values.get(key)
    if not isinstance(text, str):
        return ""
    if not text.strip():
        problems.add(node.at(key), "blank_label")
    elif _UNTIDY.search(text):
        problems.add(node.at(key), "untidy_label", found=text)
    elif len(text) > LONGEST:
        problems.add(node.at(key), "long_label", found=str(len(text)), expected=str(LONGEST))
    return text
