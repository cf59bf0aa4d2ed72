"""What only the server knows: who is asking, and what stood in the row before."""

from __future__ import annotations

from crossfoot_templates.formula.functions.row import Function

PEOPLE = (
    Function(
        name="USER",
        signature="USER()",
        least=0,
        most=0,
        group="people",
        zh="正在操作的人；与负责人等引用用户的列比较；从不空白。",
        en="The person who is at work; compare it with a column that refers to a user. It is never blank.",
        server_only=True,
    ),
    Function(
        name="INTEAM",
        signature="INTEAM([@team])",
        least=1,
        most=1,
        group="people",
        zh="正在操作的人是否属于该团队；空白得到 FALSE。",
        en="Whether the person at work is in the team. A blank gives FALSE.",
        server_only=True,
    ),
    Function(
        name="ROLE",
        signature='ROLE("finance")',
        least=1,
        most=1,
        group="people",
        zh="正在操作的人是否有此角色；角色须直接写出，不会空白。",
        en="Whether the person at work has the role, which is given as a text and never blank.",
        server_only=True,
    ),
    Function(
        name="OLD",
        signature="OLD([@column])",
        least=1,
        most=1,
        group="people",
        zh="该列在修改之前的值；新行为空白。",
        en="What stood in the column before the change. In a new row it is blank.",
        server_only=True,
    ),
)
