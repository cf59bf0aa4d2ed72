"""Writes the parts of a checked formula, each for the place where it stands.

Where a blank counts for something, Excel is helped along. It takes an empty cell for 0, "" or FALSE by itself, but not
the empty text that a formula gives for a blank: that becomes 0 in arithmetic, through ``N`` where a cell holds it. As
a result, an empty cell would show 0, and is made the empty text.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import TypeAlias

from crossfoot_templates.formula.branches import branches
from crossfoot_templates.formula.excel.forms import NESTED, without_wildcards
from crossfoot_templates.formula.excel.rendering import DEEPEST, LONGEST, LONGEST_TEXT, Rendering, Unshowable
from crossfoot_templates.formula.excel.sheets import SHEETS_FORMS
from crossfoot_templates.formula.functions import CALLABLE
from crossfoot_templates.formula.kinds import Boolean, Choice, Date, Instant, Kind, Number
from crossfoot_templates.formula.precedence import SIGN, Piece, call, is_operator, operation, quoted
from crossfoot_templates.formula.typed import Call, Constant, Expression, OwnColumn

_Write: TypeAlias = Callable[[Expression], Piece]
_EMPTY = quoted("")


class Writer:
    """Writes expressions that are ``live`` for the sheet that ``dialect`` names the cells of.

    Every method raises ``Unshowable`` where a part is beyond a limit of Excel.
    """

    def __init__(self, dialect: Rendering) -> None:
        self.dialect = dialect

    def shown(self, expression: Expression) -> Piece:
        """``expression`` as a result: the empty text for a blank."""
        match expression:
            case OwnColumn(column, kind, computed):
                if computed and not isinstance(kind, Boolean):
                    return self._cell(column)
                return call("IF", [operation("=", [self._cell(column), _EMPTY]), _EMPTY, self._own(expression)])
            case Call(name, arguments) if branches(name, len(arguments)):
                return self._chosen(expression, self.shown)
        return self.joined(expression)

    def joined(self, expression: Expression) -> Piece:
        """``expression`` where a blank counts as the empty text."""
        match expression:
            case OwnColumn(column):
                return self._cell(column)
            case Constant(None):
                return _EMPTY
            case Call(name, arguments) if branches(name, len(arguments)):
                return self._chosen(expression, self.joined)
        return self.used(expression)

    def used(self, expression: Expression) -> Piece:
        """``expression`` where a blank counts as what its kind makes of it: 0, the empty text or FALSE."""
        return self._used_as(expression, expression.kind)

    def _used_as(self, expression: Expression, kind: Kind) -> Piece:
        match expression:
            case Constant(value):
                return _blank(kind) if value is None else self._constant(value, expression.kind)
            case OwnColumn():
                return self._own(expression)
            case Call(name, arguments) if branches(name, len(arguments)):
                return self._chosen(expression, lambda each: self._used_as(each, kind))
            case Call():
                return _within_limits(self._called(expression))
        raise TypeError(f"no cell can show {expression!r}")

    def _cell(self, column: str) -> Piece:
        return Piece(self.dialect.refer(column))

    def _own(self, column: OwnColumn) -> Piece:
        cell = self._cell(column.column)
        if isinstance(column.kind, Boolean):
            truths = [Piece("TRUE"), *map(quoted, self.dialect.yes)]
            same = [operation("=", [cell, each]) for each in truths]
            return same[0] if len(same) == 1 else call("OR", same)
        counted = isinstance(column.kind, (Number, Date, Instant))
        return call("N", [cell]) if counted and column.computed else cell

    def _constant(self, value: Decimal | str | bool, kind: Kind) -> Piece:
        if isinstance(value, bool):
            return Piece("TRUE" if value else "FALSE")
        if isinstance(value, Decimal):
            return Piece(f"{value:f}", SIGN) if value < 0 else Piece(f"{value:f}")
        text = self.dialect.labels(kind.choices, value) if isinstance(kind, Choice) else value
        if len(text) > LONGEST_TEXT:
            raise Unshowable
        return quoted(text)

    def _chosen(self, expression: Call, write: _Write) -> Piece:
        """A function of which some arguments are its result, these written by ``write``."""
        results = branches(expression.name, len(expression.arguments))
        pieces = [
            write(each) if place in results else self.used(each) for place, each in enumerate(expression.arguments)
        ]
        make = NESTED.get(expression.name)
        return _within_limits(make(pieces) if make else call(expression.name, pieces))

    def _called(self, expression: Call) -> Piece:
        form = (SHEETS_FORMS if self.dialect.program == "sheets" else {}).get(expression.name)
        form = form or FORMS.get(expression.name)
        if form is not None:
            return form(self, expression)
        pieces = [self.used(each) for each in expression.arguments]
        if is_operator(expression.name):
            return operation(expression.name, pieces)
        return call(CALLABLE[expression.name].prefix + expression.name, pieces)


Form: TypeAlias = Callable[[Writer, Call], Piece]
"""How a function is written that Excel has not, or has in another way."""


def _is_blank(writer: Writer, expression: Call) -> Piece:
    # ISBLANK would not take the empty text of a formula for blank
    return operation("=", [writer.joined(expression.arguments[0]), _EMPTY])


def _not(writer: Writer, expression: Call) -> Piece:
    match expression.arguments[0]:
        case Call("ISBLANK", (value,)):
            return operation("<>", [writer.joined(value), _EMPTY])
    return call("NOT", [writer.used(expression.arguments[0])])


def _joined(writer: Writer, expression: Call) -> Piece:
    return operation("&", [writer.joined(each) for each in expression.arguments])


def _gathered(writer: Writer, expression: Call) -> Piece:
    # of cells, empty ones and the empty texts of formulas are left out by Excel itself
    pieces = [
        writer.joined(each) if isinstance(each, OwnColumn) else _as_value(writer, each) for each in expression.arguments
    ]
    return call(expression.name, pieces)


def _as_value(writer: Writer, expression: Expression) -> Piece:
    """``expression`` as a number and never as a cell, which may be empty."""
    piece = writer.used(expression)
    return call("N", [piece]) if _gives_cell(expression) else piece


def _gives_cell(expression: Expression) -> bool:
    """Whether the result can be a cell of the sheet itself, which IF and its like hand on."""
    match expression:
        case OwnColumn(computed=computed):
            return not computed
        case Call(name, arguments):
            return any(_gives_cell(arguments[place]) for place in branches(name, len(arguments)))
    return False


def _plus(writer: Writer, expression: Call) -> Piece:
    (value,) = expression.arguments
    # a plus hands a cell on as well
    return _as_value(writer, value) if _gives_cell(value) else operation("pos", [writer.used(value)])


def _days(writer: Writer, expression: Call) -> Piece:
    # DAYS came with Excel 2013, and does no more than this
    return operation("-", [writer.used(each) for each in expression.arguments])


def _search(writer: Writer, expression: Call) -> Piece:
    find, *others = expression.arguments
    wanted = writer.used(find)
    pieces = [wanted if isinstance(find, Constant) else without_wildcards(wanted)]
    return call("SEARCH", [*pieces, *(writer.used(each) for each in others)])


def _rank(writer: Writer, expression: Call) -> Piece:
    (choice,) = expression.arguments
    if not isinstance(choice.kind, Choice):
        raise TypeError(f"only choices have ranks, not {choice!r}")
    piece, dialect, listed = writer.used(choice), writer.dialect, choice.kind.choices
    if dialect.ranks is not None:
        place = call("IFERROR", [call("MATCH", [piece, Piece(dialect.ranks(listed)), Piece("0")]), Piece("0")])
        if isinstance(choice, OwnColumn) and not choice.computed:
            return place
        # the first IF hands on the error of a choice that was calculated, which IFERROR would make a 0
        return call("IF", [operation("=", [piece, _EMPTY]), Piece("0"), place])
    labels = [quoted(dialect.labels(listed, code)) for code in dialect.codes[listed]]
    ranks = [
        operation("*", [operation("=", [piece, label]), Piece(str(place))])
        for place, label in enumerate(labels, start=1)
    ]
    total = ranks[0]
    for rank in ranks[1:]:
        total = operation("+", [total, rank])
    return total


FORMS: dict[str, Form] = {
    "ISBLANK": _is_blank,
    "NOT": _not,
    "&": _joined,
    "MIN": _gathered,
    "MAX": _gathered,
    "SUM": _gathered,
    "DAYS": _days,
    "pos": _plus,
    "SEARCH": _search,
    "RANK": _rank,
}


def _blank(kind: Kind) -> Piece:
    match kind:
        case Number() | Date() | Instant():
            return Piece("0")
        case Boolean():
            return Piece("FALSE")
    return _EMPTY


def _within_limits(piece: Piece) -> Piece:
    # at every part, since a SWITCH repeats its value and so could grow without end
    if len(piece.text) > LONGEST or piece.nesting > DEEPEST:
        raise Unshowable
    return piece
