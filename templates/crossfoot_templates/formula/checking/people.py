"""Functions that only the server knows the answers of."""

from __future__ import annotations

from crossfoot_templates.formula.checking.demands import written_text
from crossfoot_templates.formula.checking.judge import Judge, Part, Rule
from crossfoot_templates.formula.checking.taking import taking
from crossfoot_templates.formula.errors import wrong
from crossfoot_templates.formula.kinds import Boolean, Reference
from crossfoot_templates.formula.nodes import Apply, Own
from crossfoot_templates.formula.typed import Call, Expression
from crossfoot_templates.label import Label
from crossfoot_templates.standard import ROLES


def _team(part: Part) -> Expression:
    if part.kind == Reference("team"):
        return part.expression
    raise wrong("not_team", part.span, part.words)


def _role(part: Part) -> Expression:
    literal = written_text(part)
    if literal is None:
        raise wrong("not_literal", part.span, "", Label("角色", "a role"))
    if literal not in ROLES:
        raise wrong("unknown_role", part.span, literal, among=ROLES)
    return part.expression


def _old(judge: Judge, node: Apply) -> Expression:
    (part,) = judge.parts(node.arguments)
    if not isinstance(part.node, Own):
        raise wrong("not_own_column", part.span, "", "OLD")
    return Call("OLD", (part.expression,), part.kind)


PEOPLE: dict[str, Rule] = {
    "USER": taking([], Reference("user")),
    "INTEAM": taking([_team], Boolean()),
    "ROLE": taking([_role], Boolean()),
    "OLD": _old,
}
