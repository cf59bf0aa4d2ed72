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

ROLES = (
    "sales",
    "sales_manager",
    "bid_manager",
    "order_desk",
    "warehouse",
    "finance",
    "management",
    "administrator",
    "auditor",
)
"""The roles that ``read`` and ``write`` of a column may name."""
