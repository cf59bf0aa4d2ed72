"""A book laid out in a spreadsheet that has content of its own."""

from __future__ import annotations

import json
from collections import Counter

import pytest

from crossfoot_sync.emulator import Discovery
from crossfoot_sync.emulator.json_types import Json
from crossfoot_templates.layout import (
    BASE,
    GOOGLE_BEFORE_SHEET,
    ID,
    LISTS_SHEET,
    MANIFEST_SHEET,
    MESSAGE,
    OPEN,
    TICK,
)
from crossfoot_templates.loader import load_catalog
from crossfoot_templates.messages import say
from crossfoot_templates.model import Language
from crossfoot_templates.sheets import UnfitSpreadsheet
from crossfoot_templates.standard import ROLES
from crossfoot_tests.templates.computed_views import ORDER, computed_view
from crossfoot_tests.templates.sheets.damage import ROWS
from crossfoot_tests.templates.sheets.laid import FACTS, OWN, Laid, laid, unshaped
from crossfoot_tests.templates.views import sample_view

CATALOG = load_catalog()


@pytest.mark.slow
@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("book", sorted(CATALOG.books))
def test_every_shipped_book_comes_beside_what_is_there_and_nothing_of_it_is_missing(
    discovery: Discovery, book: str, language: Language
) -> None:
    view = CATALOG.view(book, ROLES)
    made = laid(discovery, view, language)
    titles = [each["properties"]["title"] for each in made.shared.get("sheets.properties.title")["sheets"]]
    labels = [each.table.label.in_(language) for each in view.tables]
    guide = {"zh": "使用说明", "en": "How to use"}[language]
    hidden = [MANIFEST_SHEET, LISTS_SHEET, GOOGLE_BEFORE_SHEET]
    assert titles == [guide, *labels, "Sheet1", *hidden]
    assert made.shared.values(valueRenderOption="UNFORMATTED_VALUE") == OWN
    assert made.mending() == []


def test_what_is_asked_for_is_little(discovery: Discovery) -> None:
    asked = Laid(unshaped(discovery), sample_view(), "en").requests()
    cells = sum(len(row["values"]) for each in asked if "updateCells" in each for row in each["updateCells"]["rows"])
    kinds = Counter(kind for each in asked for kind in each)
    assert (len(asked) < 300, len(json.dumps(asked)) < 200_000, cells < 700) == (True, True, True)
    assert kinds["addSheet"] == 7
    assert kinds["repeatCell"] <= sum(len(each.table.columns) for each in sample_view().tables)


def test_sheets_that_have_the_titles_already_stay_and_ours_take_others(discovery: Discovery) -> None:
    shared = unshaped(discovery)
    shared.batch(*({"addSheet": {"properties": {"title": title}}} for title in ("订单", "使用说明", LISTS_SHEET)))
    shared.put([["theirs"]], "订单!A1")
    made = Laid(shared, computed_view(), "zh")
    shared.batch(*made.requests())
    titles = [each["properties"]["title"] for each in shared.get("sheets.properties.title")["sheets"]]
    assert titles == [
        *("使用说明 2", "订单 2", "收款"),
        *("Sheet1", "订单", "使用说明", LISTS_SHEET),
        *(MANIFEST_SHEET, f"{LISTS_SHEET} 2", GOOGLE_BEFORE_SHEET),
    ]
    assert shared.values("订单!A1:Z9") == [["theirs"]]
    rule = made.sheet("订单 2", "data.rowData.values.dataValidation.condition", "C4")["data"][0]["rowData"][0]
    assert rule["values"][0]["dataValidation"]["condition"] == {
        "type": "ONE_OF_RANGE",
        "values": [{"userEnteredValue": f"='{LISTS_SHEET} 2'!$E$2:$E"}],
    }
    assert made.mending() == []


def test_a_spreadsheet_that_holds_a_book_takes_no_other(orders: Laid) -> None:
    with pytest.raises(UnfitSpreadsheet) as caught:
        orders.requests()
    assert caught.value.problems == (say("spreadsheet_laid_out", title="Team", sheet="订单"),)


@pytest.mark.parametrize(
    ("locale", "zone", "problems"),
    [
        ("zh_CN", "Asia/Shanghai", ()),
        ("en_US", "Asia/Singapore", ()),
        ("de_DE", "Asia/Shanghai", (say("spreadsheet_locale", locale="de_DE"),)),
        ("en_GB", "Europe/Berlin", (say("spreadsheet_zone", zone="Europe/Berlin", expected="Asia/Shanghai"),)),
    ],
)
def test_a_locale_and_a_time_zone_that_would_change_what_is_typed_are_refused_and_not_changed(
    discovery: Discovery, locale: str, zone: str, problems: tuple[object, ...]
) -> None:
    shared = unshaped(discovery, locale=locale, time_zone=zone)
    made = Laid(shared, computed_view(), "zh")
    if problems:
        with pytest.raises(UnfitSpreadsheet) as caught:
            made.requests()
        assert caught.value.problems == problems
    else:
        shared.batch(*made.requests())
    settings = shared.get("properties(locale,timeZone)")["properties"]
    assert settings == {"locale": locale, "timeZone": zone}


def test_the_rows_above_the_data(orders: Laid) -> None:
    shown = orders.shared.values("订单!A1:Z4")
    assert [[cell for cell in row if cell] for row in shown] == [
        ["订单 · 应收账款", "直接填写或粘贴，会自动同步；请用表头按钮排序、筛选。"],
        ["尚未同步"],
        ["同步状态", *(column.label.zh for column in ORDER.columns), "说明", ID, BASE, OPEN],
    ]


def test_headings_stay_in_view_and_the_hidden_columns_are_hidden(orders: Laid) -> None:
    properties = orders.sheet("订单", "properties(gridProperties,index)")["properties"]
    assert properties == {
        "title": "订单",
        "index": 1,
        "gridProperties": {"rowCount": ROWS, "columnCount": 27, "frozenRowCount": 3, "frozenColumnCount": 2},
    }
    lines = orders.sheet("订单", "data.columnMetadata(hiddenByUser,pixelSize)", "A1:AA1")["data"][0]["columnMetadata"]
    assert [at for at, each in enumerate(lines, start=1) if each.get("hiddenByUser")] == [23, 24, 25]
    assert lines[:3] == [{"pixelSize": 75}, {"pixelSize": 124}, {"pixelSize": 96}]


def test_marks_say_where_things_stand(orders: Laid) -> None:
    fields = (
        "developerMetadata(metadataKey,metadataValue,visibility),"
        "data(rowMetadata.developerMetadata.metadataValue,columnMetadata.developerMetadata.metadataValue)"
    )
    found = orders.sheet("收款", fields, "A1:L5")
    names = [TICK, "number", "order", "amount", "currency", MESSAGE, ID, BASE, OPEN]
    assert found["developerMetadata"] == [
        {"metadataKey": "crossfoot.table", "metadataValue": "payment", "visibility": "DOCUMENT"},
        {"metadataKey": "crossfoot.columns", "metadataValue": ",".join(names), "visibility": "DOCUMENT"},
    ]
    (data,) = found["data"]
    assert marked(data["rowMetadata"]) == {2: "payment.status", 3: "payment.header"}
    assert marked(data["columnMetadata"]) == {at: f"payment.{name}" for at, name in enumerate(names, start=1)}


def marked(lines: list[Json]) -> dict[int, str]:
    """The marks of rows or columns, by place."""
    return {
        at: each["developerMetadata"][0]["metadataValue"]
        for at, each in enumerate(lines, start=1)
        if "developerMetadata" in each
    }


def test_the_filter_takes_in_the_headings_and_all_rows_below(orders: Laid) -> None:
    where = {"startRowIndex": 2, "endRowIndex": ROWS, "startColumnIndex": 0, "endColumnIndex": 9}
    assert orders.sheet("收款", "basicFilter.range")["basicFilter"]["range"] == {
        "sheetId": orders.number("收款"),
        **where,
    }


def test_headings_and_managed_columns_warn_and_the_hidden_sheets_are_ours(orders: Laid) -> None:
    fields = "protectedRanges(range,description,warningOnly)"
    sheet = {"sheetId": orders.number("收款")}
    assert orders.sheet("收款", fields)["protectedRanges"] == [
        {
            "range": {**sheet, "startRowIndex": 0, "endRowIndex": 3, "startColumnIndex": 0, "endColumnIndex": 9},
            "description": "crossfoot：表头由同步使用",
            "warningOnly": True,
        },
        {
            "range": {**sheet, "startRowIndex": 2, "startColumnIndex": 5, "endColumnIndex": 9},
            "description": "crossfoot：这些列由同步填写",
            "warningOnly": True,
        },
    ]
    for title in (MANIFEST_SHEET, LISTS_SHEET, GOOGLE_BEFORE_SHEET):
        found = orders.sheet(title, "properties.hidden,protectedRanges(range,description,editors)")
        assert found["properties"]["hidden"] is True
        assert found["protectedRanges"] == [
            {
                "range": {"sheetId": orders.number(title)},
                "description": "crossfoot：此表由同步使用",
                "editors": {"users": [orders.account, "ann@example.com"]},
            }
        ]


def test_the_manifest_and_the_lists_are_text(orders: Laid) -> None:
    assert orders.shared.values(MANIFEST_SHEET) == [[key, value] for key, value in FACTS.items()]
    lists = orders.shared.values(LISTS_SHEET, majorDimension="COLUMNS")
    signs = ["✓", "●", "+", "⚠", "⏳", "✗"]
    assert lists == [
        ["_tick.pick", "保留我的", "采用对方", *signs],
        ["_boolean.pick", "是", "否"],
        ["currency.pick", "人民币", "美元"],
        ["risk.pick", "高", "低"],
        ["stage.pick", "客户开发", "立项", "方案", "投标"],
        *([f"order.{part}"] for part in ("id", "key", "label", "pick")),
        ["shown.order"],
        ["computed.order"],
        ["shown.payment"],
    ]


def test_no_name_is_taken(orders: Laid) -> None:
    assert "namedRanges" not in orders.shared.get("namedRanges(name,range)")
