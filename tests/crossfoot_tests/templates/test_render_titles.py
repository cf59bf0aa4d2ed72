from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from crossfoot_templates import layout
from crossfoot_templates.render.clip import units
from crossfoot_templates.render.titles import sheet_titles


def test_titles_lose_what_excel_forbids() -> None:
    assert sheet_titles(["应收/应付", "A:B?*[1]\\", "'quoted'", "  ", "x" * 40]) == [
        "应收 应付",
        "A B 1",
        "quoted",
        "Sheet",
        "x" * 31,
    ]


def test_equal_titles_are_numbered_whatever_their_case() -> None:
    assert sheet_titles(["Invoices", "INVOICES", "invoices", "y" * 31, "Y" * 31]) == [
        "Invoices",
        "INVOICES 2",
        "invoices 3",
        "y" * 31,
        "Y" * 29 + " 2",
    ]


def test_reserved_titles_are_avoided() -> None:
    assert sheet_titles(["History", layout.LISTS_SHEET]) == ["History 2", "_crossfoot_lists 2"]


@given(st.lists(st.text(max_size=50), max_size=12))
def test_any_labels_make_titles_that_excel_takes(labels: list[str]) -> None:
    titles = sheet_titles(labels)
    assert len(titles) == len(labels)
    assert len({title.casefold() for title in titles}) == len(titles)
    for title in titles:
        assert 1 <= units(title) <= 31
        assert not set(title) & set("[]:*?/\\")
        assert title == title.strip("' ")
