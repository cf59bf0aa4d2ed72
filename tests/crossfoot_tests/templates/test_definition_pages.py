"""The pages on definitions say what the loader does."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from crossfoot_templates.loader import load_catalog, shapes
from crossfoot_templates.standard import ROLES, STANDARD_COLUMNS
from crossfoot_templates.types import TYPES

DOCS = Path(__file__).parents[3] / "docs"
REFERENCE = (DOCS / "reference" / "definitions.md").read_text(encoding="utf-8")
HOW_TO = (DOCS / "how-to" / "change-a-book.md").read_text(encoding="utf-8")


def examples(page: str) -> list[str]:
    """The TOML files on a page."""
    return re.findall(r"```toml\n(.*?)```", page, re.DOTALL)


def test_every_key_type_and_role_is_described() -> None:
    keys = [
        shapes.BOOK,
        shapes.CHOICES,
        shapes.ITEM,
        shapes.SHEET_TABLE,
        shapes.SHARE,
        shapes.COLUMN,
        shapes.RULE,
        shapes.ANY_OPTION,
    ]
    named = {key for each in keys for key in each} | {*TYPES} | {*ROLES} | {each.name for each in STANDARD_COLUMNS}
    assert {name for name in named if f"`{name}`" not in REFERENCE} == set()


def test_a_type_s_row_lists_its_options() -> None:
    rows = dict(re.findall(r"^\| `(\w+)` \| (.*) \|$", REFERENCE.split("### Types and their options")[1], re.MULTILINE))
    assert {name: {*re.findall(r"`(\w+)`", rows[name])} & {*shapes.ANY_OPTION} for name in TYPES} == {
        name: {*shapes.options(each)} for name, each in TYPES.items()
    }


@pytest.mark.parametrize("page", [REFERENCE, HOW_TO], ids=["reference", "how-to"])
def test_the_examples_of_a_page_load_together(tmp_path: Path, page: str) -> None:
    for number, text in enumerate(examples(page)):
        (tmp_path / f"{number}.toml").write_text(text, encoding="utf-8")
    catalog, shipped = load_catalog(tmp_path), load_catalog()
    assert len(examples(page)) >= 1
    assert catalog != shipped
    assert catalog.tables.keys() >= shipped.tables.keys()


def test_what_the_how_to_changes_is_changed(tmp_path: Path) -> None:
    for number, text in enumerate(examples(HOW_TO)):
        (tmp_path / f"{number}.toml").write_text(text, encoding="utf-8")
    catalog = load_catalog(tmp_path)
    shown = catalog.view("receivables", ["sales"]).by_name["customer"].table.by_name
    assert shown["erp_code"].label.zh == "ERP 客户编码"
    assert catalog.tables["opportunity"].label.zh == "项目"
    assert catalog.choices["customer_source"].label("referral", "zh") == "老客户介绍"
    assert catalog.tables["receivable"].by_name["contract_number"].required
    assert catalog.view("receivables", ["sales"]).by_name["receivable"].read_only >= {"disputed"}
    assert [sheet.table for sheet in catalog.books["warranty"].sheets] == ["warranty_claim", "customer"]
