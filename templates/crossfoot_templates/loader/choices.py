"""Choice lists: a new one, or more entries and other words for one that exists."""

from __future__ import annotations

import msgspec

from crossfoot_templates.loader import labels, shapes
from crossfoot_templates.loader.drafts import Drafts
from crossfoot_templates.loader.errors import Problems
from crossfoot_templates.loader.source import Node
from crossfoot_templates.model import Choice, ChoiceList, Label


def lay_choices(node: Node, drafts: Drafts, problems: Problems) -> None:
    """Lay one ``[[choices]]`` over the lists so far. New entries come last."""
    values = shapes.checked(node, shapes.CHOICES, problems)
    name = shapes.named(node, "name", values, shapes.NAME, problems)
    if not name:
        return
    drafts.origins.note(("choices", name), node)
    ordered = values.get("ordered") is True
    old = drafts.choices.get(name, ChoiceList(name=name, choices=(), ordered=ordered))
    if "ordered" in values and ordered != old.ordered:
        problems.add(node.at("ordered"), "fixed", found=shapes.shown(ordered), expected=shapes.shown(old.ordered))
    if name not in drafts.choices:
        shapes.require(node, ("items",), problems)
        if values.get("items") == []:
            problems.add(node.at("items"), "empty_list")
    drafts.choices[name] = msgspec.structs.replace(old, choices=_entries(node, values, old, drafts, problems))


def _entries(
    node: Node, values: dict[str, object], old: ChoiceList, drafts: Drafts, problems: Problems
) -> tuple[Choice, ...]:
    entries = {choice.code: choice for choice in old.choices}
    seen: dict[str, str] = {}
    items = values.get("items")
    for item in node.children("items", items if isinstance(items, list) else []):
        stated = shapes.checked(item, shapes.ITEM, problems)
        code = shapes.named(item, "code", stated, shapes.CODE, problems)
        if code in seen:
            problems.add(item.at("code"), "twice", found=code, expected=seen[code])
        elif code:
            seen[code] = str(item.at())
            drafts.origins.note(("choices", old.name, "item", code), item)
            entries[code] = Choice(code, _entry_label(item, stated, entries.get(code), problems))
    return tuple(entries.values())


def _entry_label(item: Node, stated: dict[str, object], old: Choice | None, problems: Problems) -> Label:
    if old is None:
        return labels.label(item, stated, problems)
    return labels.relabelled(item, stated, old.label, problems)
