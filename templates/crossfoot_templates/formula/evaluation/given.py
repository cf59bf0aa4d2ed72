"""Functions of what a calculation is given beside the row: who asks, the order of lists, what the row was before."""

from __future__ import annotations

import numpy as np

from crossfoot_templates.formula import kinds
from crossfoot_templates.formula.evaluation.running import Function, Run
from crossfoot_templates.formula.typed import Call, OwnColumn
from crossfoot_templates.formula.vectors import Numbers, Texts, Truths, Vector
from crossfoot_templates.formula.vectors.columns import NO, YES


def _user(run: Run, _call: Call) -> Vector:
    return Texts(np.array([run.context.user], np.object_))


def _in_team(run: Run, call: Call) -> Vector:
    texts = run.texts(call.arguments[0])
    found = np.array([team in run.context.teams for team in texts.values.tolist()], np.bool_)
    return Truths(found, errors=texts.errors)


def _has_role(run: Run, call: Call) -> Vector:
    role = run.texts(call.arguments[0]).values[0]
    return Truths(YES if role in run.context.roles else NO)


def _old(run: Run, call: Call) -> Vector:
    [argument] = call.arguments
    if not isinstance(argument, OwnColumn):
        raise TypeError("OLD takes a column of the row")
    return run.rows.old(argument.column)


def _rank(run: Run, call: Call) -> Vector:
    [argument] = call.arguments
    if not isinstance(argument.kind, kinds.Choice):
        raise TypeError(f"RANK takes an ordered choice, not {argument.kind}")
    ranks = run.context.ranks[argument.kind.choices]
    texts = run.texts(argument)
    places = np.array([ranks.get(code, 0) for code in texts.values.tolist()], np.int64)
    return Numbers(places, errors=texts.errors, bound=len(ranks))


GIVEN: dict[str, Function] = {
    "USER": _user,
    "INTEAM": _in_team,
    "ROLE": _has_role,
    "OLD": _old,
    "RANK": _rank,
}
"""Functions of the context and of former values."""
