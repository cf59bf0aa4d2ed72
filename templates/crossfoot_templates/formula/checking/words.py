"""How sentences name kinds and expressions."""

from __future__ import annotations

from crossfoot_templates.formula.kinds import Blank, Boolean, Choice, Date, Instant, Kind, Number, Reference, Text
from crossfoot_templates.formula.nodes import Literal, Node
from crossfoot_templates.label import Label


def words(kind: Kind) -> Label:
    """``kind`` as a sentence names it."""
    match kind:
        case Number(currency=None):
            return Label("数字", "a number")
        case Number():
            return Label("金额", "an amount")
        case Text():
            return Label("文本", "text")
        case Boolean():
            return Label("真假值", "TRUE or FALSE")
        case Date():
            return Label("日期", "a date")
        case Instant():
            return Label("带时间的日期", "a date with a time")
        case Choice(choices):
            return Label(f"“{choices}”的选项", f"a choice of “{choices}”")
        case Reference(table):
            return Label(f"对“{table}”的引用", f"a reference to “{table}”")
        case Blank():
            return Label('空文本 ""', 'the empty text ""')


def described(node: Node, kind: Kind) -> Label:
    """A part of a formula as a sentence names it: a text by what it says, everything else by its kind."""
    if isinstance(node, Literal) and isinstance(node.value, str) and node.value:
        return Label(f"文本“{node.value}”", f"the text “{node.value}”")
    return words(kind)
