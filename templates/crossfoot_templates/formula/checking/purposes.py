"""What formulas are for, and what each may use."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

from crossfoot_templates.formula.functions import Function
from crossfoot_templates.label import Label, joined

Purpose: TypeAlias = Literal[
    "compute",
    "check",
    "limit",
    "balance",
    "required_when",
    "lock_when",
    "approve_when",
    "visible_when",
    "editable_when",
    "highlight",
    "default",
    "when",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Leave:
    """What a purpose may use.

    Attributes:
        label: the purpose as a sentence names it.
        condition: whether the result must be TRUE or FALSE.
        tables: whether it may read whole columns of tables.
        today: whether it may ask for today's date.
        people: whether it may ask who is at work.
        old: whether it may ask what stood in the row before.
    """

    label: Label
    condition: bool = True
    tables: bool = False
    today: bool = True
    people: bool = False
    old: bool = False

    def permits(self, function: Function) -> bool:
        """Whether formulas of this purpose may call ``function``."""
        if function.name == "OLD":
            return self.old
        return not (
            (function.over_tables and not self.tables)
            or (function.volatile and not self.today)
            or (function.server_only and not self.people)
        )


PURPOSES: dict[Purpose, Leave] = {
    "compute": Leave(label=Label("计算列", "a computed column"), condition=False, tables=True),
    "default": Leave(label=Label("默认值", "a default"), condition=False, tables=True, people=True),
    "check": Leave(label=Label("行的校验", "a check"), people=True, old=True),
    "limit": Leave(label=Label("限额", "a limit"), tables=True),
    "balance": Leave(label=Label("平衡规则", "a balance"), tables=True),
    "required_when": Leave(label=Label("必填条件", "required_when"), people=True),
    # it judges the row as it is stored, so what stood there before is [@column] itself
    "lock_when": Leave(label=Label("锁定条件", "lock_when"), people=True),
    "approve_when": Leave(label=Label("审批条件", "approve_when"), tables=True, people=True, old=True),
    # these become part of a query, whose answer may not change from one day to the next
    "visible_when": Leave(label=Label("可见条件", "visible_when"), people=True, today=False),
    "editable_when": Leave(label=Label("可编辑条件", "editable_when"), people=True, today=False),
    "when": Leave(label=Label("适用条件", "when")),
    "highlight": Leave(label=Label("突出显示的条件", "a highlight")),
}


def elsewhere(purpose: Purpose, function: Function) -> Label:
    """Where a sentence says that ``function`` may not be called, and where it may."""
    label = PURPOSES[purpose].label
    others = joined(name for name, leave in PURPOSES.items() if leave.permits(function))
    return Label(f"{label.zh}；可用于 {others.zh}", f"{label.en}; it belongs in {others.en}")
