"""From a formula's text to its tree."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal

from crossfoot_templates.formula.errors import FormulaError, wrong
from crossfoot_templates.formula.functions import FUNCTIONS
from crossfoot_templates.formula.functions.other_names import CONNECTIVES, OTHER_NAMES
from crossfoot_templates.formula.lexing import FULL_WIDTH, Token, tokens
from crossfoot_templates.formula.nodes import Apply, Literal, Node, Own, Span, Whole
from crossfoot_templates.formula.precedence import BINARY

LONGEST = 4000
DEEPEST = 50
"""How many brackets and signs may stand inside one another."""
TALLEST = 100
"""How many operators and functions may be applied one after the other."""
_SIGNED = {"-": "neg", "+": "pos"}
_TRUTHS = {"TRUE": True, "FALSE": False}


def parse(text: str) -> Node:
    """The tree of the formula ``text``, which begins with ``=``.

    Raises:
        FormulaError: it is no formula; the places of its problems count from the ``=``.
    """
    if not text.strip() or text.strip() == "=":
        raise wrong("empty", Span(0, len(text)), text)
    if len(text) > LONGEST:
        raise wrong("too_long", Span(0, len(text)), str(len(text)), str(LONGEST))
    if text[0] != "=":
        if FULL_WIDTH.get(text[0]) == "=":
            raise wrong("full_width", Span(0, 1), text[0], "=")
        raise wrong("no_equals", Span(0, 1), text)
    node = _Parser(tokens(text)).formula()
    if _height(node) > TALLEST:
        raise wrong("chained", node.span, "", str(TALLEST))
    return node


class _Parser:
    """Reads tokens from the left; ``depth`` counts what is open around the next one."""

    def __init__(self, row: tuple[Token, ...]) -> None:
        self.row = row
        self.place = 0
        self.depth = 0

    @property
    def next(self) -> Token:
        return self.row[self.place]

    def take(self) -> Token:
        token = self.next
        self.place += 1
        return token

    def formula(self) -> Node:
        node = self.expression(1)
        token = self.next
        if token.kind == "end":
            return node
        code = {")": "closing_bracket", ",": "comma"}.get(token.text)
        raise wrong(code, token.span, token.text) if code else _no_operator(token)

    def expression(self, weakest: int) -> Node:
        """What the operators that bind at least as strongly as ``weakest`` make."""
        left = self.percentage()
        while self.next.kind == "operator" and BINARY.get(self.next.text, 0) >= weakest:
            token = self.take()
            right = self.expression(BINARY[token.text] + 1)
            left = Apply(token.text, (left, right), Span(left.span.start, right.span.end), token.span)
        return left

    def percentage(self) -> Node:
        node = self.signed()
        while self.next.text == "%":
            token = self.take()
            node = Apply("%", (node,), Span(node.span.start, token.span.end), token.span)
        return node

    def signed(self) -> Node:
        if self.next.kind != "operator" or self.next.text not in _SIGNED:
            return self.value()
        token = self.take()
        with self.inside(token):
            value = self.signed()
        return Apply(_SIGNED[token.text], (value,), Span(token.span.start, value.span.end), token.span)

    def value(self) -> Node:
        token = self.take()
        match token.kind:
            case "number":
                return Literal(Decimal(token.text), token.span)
            case "text":
                return Literal(token.text[1:-1].replace('""', '"'), token.span)
            case "own":
                return Own(token.names[0], token.span)
            case "whole":
                return Whole(token.names[0], token.names[1], token.span)
            case "name":
                return self.named(token)
            case "end":
                raise wrong("ends_early", token.span)
        if token.text != "(":
            raise wrong("no_value", token.span, token.text)
        with self.inside(token):
            node = self.expression(1)
        self.close(token, "comma")
        return node

    def named(self, token: Token) -> Node:
        name = token.text.upper()
        if self.next.text == "(":
            return self.called(token)
        if name in _TRUTHS:
            return Literal(_TRUTHS[name], token.span)
        if name in FUNCTIONS:
            raise wrong("no_brackets", token.span, name, FUNCTIONS[name].signature)
        if OTHER_NAMES.get(name) in _TRUTHS:
            raise wrong("other_name", token.span, token.text, OTHER_NAMES[name])
        raise wrong("bare_name", token.span, token.text)

    def called(self, token: Token) -> Node:
        opening = self.take()
        arguments: list[Node] = []
        with self.inside(opening):
            if self.next.text != ")":
                arguments.append(self.expression(1))
            while self.next.text == ",":
                self.take()
                arguments.append(self.expression(1))
        closing = self.close(opening, "no_operator")
        name, span = token.text.upper(), Span(token.span.start, closing.span.end)
        if name in _TRUTHS and not arguments:
            return Literal(_TRUTHS[name], span)
        return Apply(name, tuple(arguments), span, token.span)

    def close(self, opening: Token, comma: str) -> Token:
        """Take the bracket that closes ``opening``; ``comma`` is the problem if a comma stands there."""
        token = self.take()
        if token.kind == "end":
            raise wrong("open_bracket", opening.span, opening.text)
        if token.text != ")":
            raise wrong(comma, token.span, token.text) if token.text == "," else _no_operator(token)
        return token

    @contextmanager
    def inside(self, token: Token) -> Iterator[None]:
        self.depth += 1
        if self.depth > DEEPEST:
            raise wrong("nested", token.span, "", str(DEEPEST))
        yield
        self.depth -= 1


def _no_operator(token: Token) -> FormulaError:
    """The error of something that stands where an operator should; conditions are not joined by words."""
    function = CONNECTIVES.get(token.text.upper())
    if function is not None:
        return wrong("connective", token.span, token.text, function)
    return wrong("no_operator", token.span, token.text)


def _height(node: Node) -> int:
    """How many operators and functions are applied one after the other. Without recursion: a tree may be tall."""
    tallest = 0
    waiting = [(node, 1)]
    while waiting:
        each, height = waiting.pop()
        tallest = max(tallest, height)
        if isinstance(each, Apply):
            waiting.extend((argument, height + 1) for argument in each.arguments)
    return tallest
