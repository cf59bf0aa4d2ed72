"""The guide in a spreadsheet."""

from __future__ import annotations

from crossfoot_tests.templates.sheets.laid import Laid


def test_the_guide_says_what_to_do_there(orders: Laid) -> None:
    words = [cell for row in orders.shared.values("使用说明") for cell in row if cell]
    steps = words.index("怎么用")
    assert words[:8] == [
        "应收账款 · 使用说明",
        "这些表与服务器保持同步：照常填写，各人的修改自动合并。",
        "各表",
        "订单",
        "订单号、阶段、金额[含'税']#、币种、税率、下单日期、来电时间、加急、…",
        "可填写",
        "收款",
        "收款号、订单、金额、币种",
    ]
    assert words[steps + 5 : steps + 7] == [
        "3  同步",
        "无需操作：改动会自动同步，稍等即可。之后看每行的“同步状态”和“说明”：每一行单独处理，一行有误不影响其他行。",
    ]
    assert words[words.index("校验规则") :] == [
        "校验规则",
        "订单",
        "金额须大于零。\n采购人须写全名。\n锁定（灰色）：已付清的订单不再修改金额。\n标色：已逾期。\n锁定（灰色）：税率只由管理层修改。",
        "“阶段”为“方案”或之后时必填：采购人",
    ]


def test_it_is_the_first_sheet_and_leads_to_the_tables(orders: Laid) -> None:
    found = orders.sheet("使用说明", "properties(index,gridProperties),merges,data.rowData.values", "A1:I60")
    links = [
        cell["userEnteredFormat"]["textFormat"]["link"]["uri"]
        for row in found["data"][0]["rowData"]
        for cell in row.get("values", ())
        if "link" in cell.get("userEnteredFormat", {}).get("textFormat", {})
    ]
    assert links == [f"#gid={orders.number('订单')}", f"#gid={orders.number('收款')}"]
    assert found["properties"]["index"] == 0
    assert found["properties"]["gridProperties"]["hideGridlines"] is True
    assert len(found["merges"]) == 10
