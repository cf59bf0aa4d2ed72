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


ALL_TABLES = ("SUMIFS", "COUNTIFS", "MAXIFS", "MINIFS", "XLOOKUP")
"""The functions over tables."""
IN_SCOPES = ("COUNTIFS", "XLOOKUP")
"""Those of them that conditions on who sees a row may call."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Leave:
    """What a purpose may use.

    Attributes:
        label: the purpose as a sentence names it.
        condition: whether the result must be TRUE or FALSE.
        tables: the functions that it may read whole columns of tables with.
        today: whether it may ask for today's date.
        people: whether it may ask who is at work.
        old: whether it may ask what stood in the row before.
        missing: whether a row that is looked up and not there is an error; else it is a blank.
    """

    label: Label
    condition: bool = True
    tables: tuple[str, ...] = ()
    today: bool = True
    people: bool = False
    old: bool = False
    missing: bool = True

    def permits(self, function: Function) -> bool:
        """Whether formulas of this purpose may call ``function``."""
        if function.name == "OLD":
            return self.old
        return not (
            (function.over_tables and function.name not in self.tables)
            or (function.volatile and not self.today)
            or (function.server_only and not self.people)
        )


def _of_scope(label: Label) -> Leave:
    return Leave(label=label, tables=IN_SCOPES, people=True, today=False, missing=False)


PURPOSES: dict[Purpose, Leave] = {
    "compute": Leave(label=Label("计算列", "a computed column"), condition=False, tables=ALL_TABLES),
    "default": Leave(label=Label("默认值", "a default"), condition=False, tables=ALL_TABLES, people=True),
    "check": Leave(label=Label("行的校验", "a check"), people=True, old=True),
    "limit": Leave(label=Label("限额", "a limit"), tables=ALL_TABLES),
    "balance": Leave(label=Label("平衡规则", "a balance"), tables=ALL_TABLES),
    "required_when": Leave(label=Label("必填条件", "required_when"), people=True),
    # it judges the row as it is stored, so what stood there before is [@column] itself
    "lock_when": Leave(label=Label("锁定条件", "lock_when"), people=True),
    "approve_when": Leave(label=Label("审批条件", "approve_when"), tables=ALL_TABLES, people=True, old=True),
    # these become part of a query, which knows no errors and whose answer may not change from one day to the next
    "visible_when": _of_scope(Label("可见条件", "visible_when")),
    "editable_when": _of_scope(Label("可编辑条件", "editable_when")),
    "when": Leave(label=Label("适用条件", "when")),
    "highlight": Leave(label=Label("突出显示的条件", "a highlight")),
}


def elsewhere(purpose: Purpose, function: Function) -> Label:
    """Where a sentence says that ``function`` may not be called, and where it may."""
    label = PURPOSES[purpose].label
    others = joined(name for name, leave in PURPOSES.items() if leave.permits(function))
    return Label(f"{label.zh}；可用于 {others.zh}", f"{label.en}; it belongs in {others.en}")
