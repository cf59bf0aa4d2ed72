"""The text of a formula's tree: the way back from parsing."""

from __future__ import annotations

from decimal import Decimal

from crossfoot_templates.formula.nodes import Apply, Literal, Node, Own, Whole
from crossfoot_templates.formula.precedence import Piece, call, is_operator, operation, quoted


def written(node: Node) -> str:
    """The one text for ``node``: no blanks, no needless brackets. Parsing it gives ``node`` again."""
    return "=" + _piece(node).text


def _piece(node: Node) -> Piece:
    match node:
        case Literal(value):
            return _literal(value)
        case Own(column):
            return Piece(f"[@{column}]")
        case Whole(table, column):
            return Piece(f"{table}[{column}]")
        case Apply(name, arguments):
            compose = operation if is_operator(name) else call
            return compose(name, [_piece(each) for each in arguments])


def _literal(value: Decimal | str | bool) -> Piece:
    if isinstance(value, bool):
        return Piece("TRUE" if value else "FALSE")
    return quoted(value) if isinstance(value, str) else Piece(f"{value.normalize():f}")
