"""What every table has without saying so, and the tables the accounts supply."""

from __future__ import annotations

from crossfoot_templates.model import Column, Label
from crossfoot_templates.types import LongText, Reference

ACCOUNT_TABLES = ("entity", "team", "user")
"""Reference columns may point at these; their rows come from the accounts, their ids are the codes themselves."""

STANDARD_COLUMNS = (
    Column(
        name="entity",
        type=Reference(table="entity"),
        label=Label("法人主体", "Entity"),
        help=Label("所属公司或分公司；留空时填本人的主体。", "The legal company or branch; yours, when left blank."),
        width=22,
    ),
    Column(
        name="team",
        type=Reference(table="team"),
        label=Label("团队", "Team"),
        help=Label("所属团队；留空时填本人的团队。", "The team it belongs to; yours, when left blank."),
    ),
    Column(
        name="owner",
        type=Reference(table="user"),
        label=Label("负责人", "Owner"),
        help=Label("负责此行的人；留空时填本人。", "Who answers for this row; you, when left blank."),
    ),
    Column(name="notes", type=LongText(), label=Label("备注", "Notes"), width=28),
)
"""Appended to every table, in this order; the first three decide who sees a row."""

SCOPE_COLUMNS = ("entity", "team", "owner")
"""The columns that row scope looks at."""

ROLE_LABELS = {
    "sales": Label("销售", "Sales"),
    "sales_manager": Label("销售经理", "Sales manager"),
    "bid_manager": Label("投标经理", "Bid manager"),
    "order_desk": Label("订单专员", "Order desk"),
    "warehouse": Label("仓库", "Warehouse"),
    "finance": Label("财务", "Finance"),
    "management": Label("管理层", "Management"),
    "administrator": Label("管理员", "Administrator"),
    "auditor": Label("审计", "Auditor"),
}
ROLES = tuple(ROLE_LABELS)
"""The roles that ``read`` and ``write`` of a column may name, and that a rule may ask for an approval."""

SERVER = "server"
"""Named under ``write`` where nobody may type: the server alone writes there. Nobody can be granted it."""
