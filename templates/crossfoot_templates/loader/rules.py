"""The rules of a table: new ones, and other words for those that exist."""

from __future__ import annotations

import typing

import msgspec

from crossfoot_templates.label import joined
from crossfoot_templates.loader import labels, shapes
from crossfoot_templates.loader.columns import Values, check_roles
from crossfoot_templates.loader.drafts import Drafts, TableDraft
from crossfoot_templates.loader.errors import Problems
from crossfoot_templates.loader.source import Node
from crossfoot_templates.model import Colour, Rule, RuleKind

KINDS: tuple[RuleKind, ...] = typing.get_args(RuleKind)
"""What a rule can be for: the keys that may hold its formula."""


OF_ONE_KIND: dict[str, RuleKind] = {"colour": "highlight", "when": "balance", "roles": "approve_when"}
"""The keys that go with one kind of rule only."""


def lay_rules(node: Node, values: Values, table: TableDraft, drafts: Drafts, problems: Problems) -> None:
    """Lay the rules that ``node`` states over those of ``table`` so far."""
    seen: dict[str, str] = {}
    stated = values.get("rule")
    for each in node.children("rule", stated if isinstance(stated, list) else []):
        settings = shapes.checked(each, shapes.RULE, problems)
        name = shapes.named(each, "name", settings, shapes.NAME, problems)
        check_roles(each, settings, problems)
        if name in seen:
            problems.add(each.at("name"), "twice", found=name, expected=seen[name])
        elif name:
            seen[name] = str(each.at())
            drafts.origins.note(("table", table.name, "rule", name), each)
            _lay_rule(each, name, settings, table, problems)


def _lay_rule(node: Node, name: str, values: Values, table: TableDraft, problems: Problems) -> None:
    old = table.rules.get(name)
    rule = _new_rule(node, name, values, problems) if old is None else _changed_rule(node, old, values, problems)
    if rule is not None:
        table.rules[name] = rule


def _new_rule(node: Node, name: str, values: Values, problems: Problems) -> Rule | None:
    stated = [kind for kind in KINDS if kind in node.values]
    message = labels.label(node, values, problems)
    if len(stated) != 1:
        problems.add(node.at(), "rule_kind", found=joined(stated) if stated else "—", expected=joined(KINDS))
        return None
    kind, formula = stated[0], values.get(stated[0])
    if not isinstance(formula, str):
        return None
    if kind == "approve_when":
        _check_who_approves(node, problems)
    for key, wanted in OF_ONE_KIND.items():
        if key in values and kind != wanted:
            problems.add(node.at(key), "rule_key", found=key, expected=wanted)
    return Rule(
        name=name,
        kind=kind,
        formula=formula,
        message=message,
        columns=msgspec.convert(values.get("columns", ()), tuple[str, ...]),
        colour=msgspec.convert(values.get("colour", "amber"), Colour),
        when=msgspec.convert(values.get("when"), str | None),
        roles=msgspec.convert(values.get("roles", ()), tuple[str, ...]),
    )


def _check_who_approves(node: Node, problems: Problems) -> None:
    """Whoever is asked for an approval is named."""
    shapes.require(node, ("roles",), problems)
    if node.values.get("roles") == []:
        problems.add(node.at("roles"), "empty_list")


def _changed_rule(node: Node, old: Rule, values: Values, problems: Problems) -> Rule:
    """``old`` with other words. Whether another formula is stricter nobody can tell, so it stays."""
    standing: dict[str, object] = {
        old.kind: old.formula,
        "columns": [*old.columns],
        "colour": old.colour,
        "when": old.when,
        "roles": [*old.roles],
    }
    standing |= {kind: None for kind in KINDS if kind != old.kind}
    for key in values:
        if key in standing and values[key] != standing[key]:
            shown = shapes.shown(standing[key])
            problems.add(node.at(key), "fixed", found=shapes.shown(values[key]), expected=shown)
    return msgspec.structs.replace(old, message=labels.relabelled(node, values, old.message, problems))
