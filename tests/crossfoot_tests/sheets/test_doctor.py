"""The doctor: each thing that can be wrong with a linked sheet, in both languages."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from crossfoot_server.sheets import registry
from crossfoot_server.sheets.doctor import examine
from crossfoot_server.sheets.wording import Told, told
from crossfoot_sync.google.errors import ApiOff, GoogleError, KeyRefused, NotShared, SpreadsheetGone
from crossfoot_templates.layout import GOOGLE_SHEET
from crossfoot_tests.sheets.memory import ACCOUNT, LAID_OUT
from crossfoot_tests.sheets.office import EAST, Office


def found(office: Office) -> list[Told]:
    return examine(office.bench, office.linked())


def test_a_sheet_as_it_was_linked_has_nothing_wrong(office: Office) -> None:
    office.link()
    assert found(office) == []


SPOILT: dict[str, tuple[dict[str, object], Told]] = {
    "in the bin": ({"trashed": True}, told("trashed")),
    "only readable": ({"editable": False}, told("only_readable", account=ACCOUNT)),
    "protected against us": (
        {"barred": ("Header", "Prices")},
        told("barred", account=ACCOUNT, ranges="Header, Prices"),
    ),
    "another locale": ({"locale": "en_US"}, told("locale_changed", before="zh_CN", now="en_US")),
    "another time zone": ({"time_zone": "Etc/GMT"}, told("zone_changed", before="Asia/Shanghai", now="Etc/GMT")),
    "nearly full": ({"cells": 6_100_000}, told("filling_up", cells="6,100,000", limit="10,000,000")),
    "lists deleted": (
        {"marks": LAID_OUT - {(GOOGLE_SHEET, "lists")}},
        told("hidden_gone", sheet="_crossfoot_lists"),
    ),
    "manifest deleted": ({"marks": LAID_OUT - {(GOOGLE_SHEET, "manifest")}}, told("hidden_gone", sheet="_crossfoot")),
}


@pytest.mark.parametrize("what", SPOILT)
def test_what_is_wrong_with_the_spreadsheet_is_found(office: Office, what: str) -> None:
    office.link()
    changes, expected = SPOILT[what]
    office.east.facts = replace(office.east.facts, **changes)  # type: ignore[arg-type]  # fields of it, by name
    assert found(office) == [expected]


@pytest.mark.parametrize(
    "error",
    [
        NotShared("East", account=ACCOUNT),
        SpreadsheetGone("East", account=ACCOUNT),
        ApiOff("Google", project="1", api="Sheets", link="https://…"),
        KeyRefused(ACCOUNT, "invalid_grant"),
    ],
    ids=lambda error: error.reason,
)
def test_what_keeps_us_out_is_told_in_the_words_of_its_cause(office: Office, error: GoogleError) -> None:
    office.link()
    office.east.broken = error
    assert found(office) == [Told(error.reason, error.text("zh"), error.text("en"))]


def test_a_deleted_column_is_named_by_its_heading(office: Office) -> None:
    office.link()
    office.east.sheet("customer").delete_column("limit")
    assert found(office) == [told("header_gone", sheet="Customers", columns="Credit days")]


@pytest.mark.parametrize(
    ("heading", "zh", "en"),
    [
        (
            "Days",
            "列“Days”应为“Credit days”（limit）；本表未上传任何内容，请把表头改回。",
            "Column “Days” should be headed “Credit days” (limit); nothing of this table was sent.",
        ),
        (
            "",
            "列“Credit days”（limit）的表头已被清空；本表未上传任何内容，请把表头填回。",
            "The column of “Credit days” (limit) has lost its heading; nothing of this table was sent.",
        ),
    ],
)
def test_a_heading_that_was_changed_or_emptied_is_told_as_in_the_sheet(
    office: Office, heading: str, zh: str, en: str
) -> None:
    office.link()
    office.east.sheet("customer").rename_header("limit", heading)
    expected = Told("heading_changed", f"“Customers”：{zh}", f"“Customers”: {en} Put the heading back.")
    assert found(office) == [expected]


def test_a_damaged_manifest_is_told(office: Office) -> None:
    office.link()
    office.east.book.manifest["cursor"] = "x"
    (finding,) = found(office)
    assert finding.code == "ManifestError"


def test_a_deleted_table_is_named(office: Office) -> None:
    office.link()
    del office.east.book.sheets["visit"]
    assert found(office) == [told("table_gone", table="Visits")]


def test_a_paused_sheet_says_why(office: Office) -> None:
    office.link()
    reason = told("trashed")
    registry.change(office.store, EAST, state="paused", outcome=reason)
    (finding,) = found(office)
    assert finding == Told("paused", f"已暂停：{reason.zh}", f"it is paused: {reason.en}")


def test_a_sheet_that_was_not_synced_for_more_than_a_day_asks_for_the_worker(office: Office) -> None:
    office.link()
    office.clock.at = dt.datetime(2026, 3, 5, 9, 0, tzinfo=dt.UTC)
    synced = office.linked().synced_at
    assert synced is not None
    assert found(office) == [told("long_ago", when=synced.strftime("%Y-%m-%d %H:%M UTC"))]


def test_an_account_without_a_grant_is_noticed(office: Office) -> None:
    linked = office.link()
    grant = office.store.schema.grant
    with office.store.writing() as connection:
        connection.execute(grant.delete().where(grant.c.login == linked.login))
    assert found(office) == [told("no_role", book="ledger")]
