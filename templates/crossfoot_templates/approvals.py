"""The table of approvals: what somebody changed and others have to agree to, and what they said.

It belongs to no book. Every book in which a table is changed that has a rule which asks for approvals shows this one
as well, so that who asks and who decides see the request in their own workbook.
"""

from __future__ import annotations

import msgspec

from crossfoot_templates.model import Book, Catalog, Choice, ChoiceList, Column, Label, Rule, Sheet, Table
from crossfoot_templates.standard import ROLE_LABELS, SCOPE_COLUMNS, SERVER, STANDARD_COLUMNS
from crossfoot_templates.types import AnyType, Code, DateTime, LongText, Reference, Text
from crossfoot_templates.types import Choice as ChoiceType
from crossfoot_templates.types.time import HOUSE_ZONE

APPROVAL = "approval"
"""The name of the table."""

TABLES, ROLES_ASKED, STATES, DECISIONS = "approval_table", "approval_role", "approval_state", "approval_decision"
LISTS = (TABLES, ROLES_ASKED, STATES, DECISIONS)
"""The names of its choice lists."""

PENDING, APPROVED, REJECTED, WITHDRAWN, VOID = "pending", "approved", "rejected", "withdrawn", "void"
"""The states of a request."""

APPROVE, REJECT, WITHDRAW = "approve", "reject", "withdraw"
"""What can be decided. The last is for whoever asked."""

DECIDED, NOTE = ("decision", "comment"), "note"
"""The columns that who decides fills in, and the one for who asks."""

_LABEL = Label("审批", "Approvals")


def _list(name: str, **labels: tuple[str, str]) -> ChoiceList:
    return ChoiceList(name, tuple(Choice(code, Label(*texts)) for code, texts in labels.items()))


_STATES = _list(
    STATES,
    pending=("待审批", "Pending"),
    approved=("已批准", "Approved"),
    rejected=("未批准", "Rejected"),
    withdrawn=("已撤回", "Withdrawn"),
    void=("已作废", "Void"),
)
DECISION_LIST = _list(
    DECISIONS,
    approve=("批准", "Approve"),
    reject=("不批准", "Reject"),
    withdraw=("撤回", "Withdraw"),
)
"""What can be decided, as people choose it."""

_ROLES = ChoiceList(ROLES_ASKED, tuple(Choice(code, label) for code, label in ROLE_LABELS.items()))


def _column(name: str, kind: AnyType, width: int, label: tuple[str, str], help_text: tuple[str, str]) -> Column:
    write = () if name in (*DECIDED, NOTE) else (SERVER,)
    return Column(name=name, type=kind, label=Label(*label), help=Label(*help_text), write=write, width=width)


_TIMES = (f"由服务器填写（{HOUSE_ZONE} 时间）。", f"Filled in by the server, by the clock of {HOUSE_ZONE}.")
_OWN = (
    _column(
        "number", Code(numbering="SP-#####"), 12, ("审批编号", "Request"), ("由服务器编号。", "Given by the server.")
    ),
    _column("requested_at", DateTime(), 18, ("申请时间", "Requested at"), _TIMES),
    _column(
        "requested_by",
        Reference(table="user"),
        14,
        ("申请人", "Requested by"),
        ("谁作的修改；本人不能批准自己的申请。", "Who made the change. Nobody approves their own."),
    ),
    _column("table", ChoiceType(choices=TABLES), 14, ("表", "Table"), ("所修改的表。", "The table that is changed.")),
    _column("subject", Text(), 24, ("对象", "Row"), ("所修改的行。", "The row that is changed.")),
    _column(
        "change",
        LongText(),
        48,
        ("修改内容", "Change"),
        (
            "每一列由何值改为何值；批准之前原值有效。",
            "Each column from what to what. Until it is approved the old value is in force.",
        ),
    ),
    _column(
        "reason", LongText(), 30, ("审批原因", "Why"), ("哪条规则要求审批。", "The rule that asks for an approval.")
    ),
    _column(
        NOTE,
        LongText(),
        30,
        ("申请说明", "Note"),
        (
            "申请人说明理由：待审批时由申请人填写，或同步时用 --reason 给出。",
            "What who asked has to say for it: typed by them while it is pending, or given by --reason.",
        ),
    ),
    _column(
        "role",
        ChoiceType(choices=ROLES_ASKED),
        14,
        ("审批角色", "Asked of"),
        ("由哪个角色决定。", "The role that decides."),
    ),
    _column("step", Text(max_length=20), 8, ("步骤", "Step"), ("第几步，共几步。", "Which step of how many.")),
    _column(
        "state", ChoiceType(choices=STATES), 12, ("审批状态", "State"), ("由服务器填写。", "Filled in by the server.")
    ),
    _column(
        "decision",
        ChoiceType(choices=DECISIONS),
        14,
        ("决定", "Decision"),
        (
            "审批人选“批准”或“不批准”，申请人可选“撤回”，然后同步。",
            "Approve or Reject for who is asked, Withdraw for who asked; then sync.",
        ),
    ),
    _column("comment", LongText(), 30, ("审批意见", "Comment"), ("审批人的意见。", "What the approver has to say.")),
    _column(
        "decided_by",
        Reference(table="user"),
        14,
        ("审批人", "Decided by"),
        ("由服务器填写。", "Filled in by the server."),
    ),
    _column("decided_at", DateTime(), 18, ("审批时间", "Decided at"), _TIMES),
)
_SCOPE = tuple(
    msgspec.structs.replace(column, write=(SERVER,), width=column.width or 14)
    for column in STANDARD_COLUMNS
    if column.name in SCOPE_COLUMNS
)

TABLE = Table(
    name=APPROVAL,
    label=_LABEL,
    columns=(*_OWN, *_SCOPE),
    key=("number",),
    removal="restore",
    help=Label(
        "需要他人同意的修改；同意之前原值有效。",
        "Changes that others have to agree to. Until they do, the old values are in force.",
    ),
    rules=(
        Rule(
            name="to_be_decided",
            kind="highlight",
            formula=f'=[@state]="{PENDING}"',
            message=Label("待审批。", "To be decided."),
            columns=("state", *DECIDED),
        ),
    ),
)
"""The table as every store has it."""


def asks_for_approvals(table: Table) -> bool:
    """Whether changes of ``table`` may have to wait for others."""
    return any(rule.kind == "approve_when" for rule in table.rules)


def with_approvals(catalog: Catalog) -> Catalog:
    """``catalog`` with the table of approvals, where any rule asks for one, and its sheet in the books of that rule."""
    asking = {name: table for name, table in catalog.tables.items() if asks_for_approvals(table)}
    if not asking:
        return catalog
    tables = ChoiceList(TABLES, tuple(Choice(name, table.label) for name, table in asking.items()))
    lists = {each.name: each for each in (tables, _ROLES, _STATES, DECISION_LIST)}
    return msgspec.structs.replace(
        catalog,
        tables={**catalog.tables, APPROVAL: TABLE},
        choices={**catalog.choices, **lists},
        books={name: _with_sheet(book, asking) for name, book in catalog.books.items()},
    )


def _with_sheet(book: Book, asking: dict[str, Table]) -> Book:
    changes = any(sheet.table in asking and sheet.editable for sheet in book.sheets)
    return msgspec.structs.replace(book, sheets=(*book.sheets, Sheet(table=APPROVAL))) if changes else book
