"""Functions put together out of others, for programs that do not have them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import reduce

from crossfoot_templates.formula.precedence import Piece, call, operation, quoted

_NO_MATCH = Piece("NA()", nesting=1)


def _ifs(pieces: Sequence[Piece]) -> Piece:
    pairs = list(zip(pieces[::2], pieces[1::2], strict=True))
    return reduce(lambda otherwise, pair: call("IF", [*pair, otherwise]), reversed(pairs), _NO_MATCH)


def _switch(pieces: Sequence[Piece]) -> Piece:
    value, *cases = pieces
    otherwise = cases.pop() if len(cases) % 2 else _NO_MATCH
    pairs = zip(cases[::2], cases[1::2], strict=True)
    tested = [(operation("=", [value, case]), result) for case, result in pairs]
    return reduce(lambda other, pair: call("IF", [*pair, other]), reversed(tested), otherwise)


NESTED: dict[str, Callable[[Sequence[Piece]], Piece]] = {"IFS": _ifs, "SWITCH": _switch}
"""IFS and SWITCH, which Excel has since 2019 only, as IF within IF."""


def without_wildcards(text: Piece) -> Piece:
    """``text`` with a tilde before each sign that SEARCH would take for a wildcard."""
    escaped = text
    for sign in "~*?":
        escaped = call("SUBSTITUTE", [escaped, quoted(sign), quoted(f"~{sign}")])
    return escaped
