"""Functions that decide."""

from __future__ import annotations

from itertools import chain

from crossfoot_templates.formula.branches import branches
from crossfoot_templates.formula.checking.choices import code
from crossfoot_templates.formula.checking.comparison import compared
from crossfoot_templates.formula.checking.demands import condition
from crossfoot_templates.formula.checking.judge import Judge, Part, Rule, collected
from crossfoot_templates.formula.checking.results import of_one_kind
from crossfoot_templates.formula.errors import wrong
from crossfoot_templates.formula.functions import FUNCTIONS
from crossfoot_templates.formula.kinds import Blank, Boolean, Choice
from crossfoot_templates.formula.nodes import Apply
from crossfoot_templates.formula.typed import Call, Expression


def _connective(judge: Judge, node: Apply) -> Expression:
    return Call(node.name, collected(condition, judge.parts(node.arguments)), Boolean())


def _if(judge: Judge, node: Apply) -> Expression:
    test, *results = judge.parts(node.arguments)
    checked, kind = of_one_kind(judge, results)
    return Call("IF", (condition(test), *checked), kind)


def _ifs(judge: Judge, node: Apply) -> Expression:
    if len(node.arguments) % 2:
        raise wrong("odd_arguments", node.at, str(len(node.arguments)), FUNCTIONS["IFS"].signature)
    parts = judge.parts(node.arguments)
    tests = collected(condition, parts[::2])
    results, kind = of_one_kind(judge, parts[1::2])
    return Call("IFS", tuple(chain.from_iterable(zip(tests, results, strict=True))), kind)


def _switch(judge: Judge, node: Apply) -> Expression:
    parts = judge.parts(node.arguments)
    places = branches("SWITCH", len(parts))
    results, kind = of_one_kind(judge, [parts[place] for place in places])
    arguments = {place: _case(judge, parts[0], parts[place]) for place in range(1, len(parts)) if place not in places}
    arguments |= zip(places, results, strict=True)
    return Call("SWITCH", (parts[0].expression, *(arguments[place] for place in range(1, len(parts)))), kind)


def _case(judge: Judge, value: Part, case: Part) -> Expression:
    """What the value of a SWITCH is compared with, as it is compared."""
    if isinstance(case.kind, Blank):
        raise wrong("blank_case", case.span)
    if isinstance(value.kind, Choice):
        return code(judge, case, value.kind)
    return compared(judge, "=", case.span, value, case)[1]


def _iferror(judge: Judge, node: Apply) -> Expression:
    results, kind = of_one_kind(judge, judge.parts(node.arguments))
    return Call("IFERROR", results, kind)


def _isblank(judge: Judge, node: Apply) -> Expression:
    (part,) = judge.parts(node.arguments)
    return Call("ISBLANK", (part.expression,), Boolean())


LOGIC: dict[str, Rule] = {
    "IF": _if,
    "IFS": _ifs,
    "SWITCH": _switch,
    "AND": _connective,
    "OR": _connective,
    "NOT": _connective,
    "IFERROR": _iferror,
    "ISBLANK": _isblank,
}
