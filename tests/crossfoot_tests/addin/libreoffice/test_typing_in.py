from __future__ import annotations

import datetime as dt

import pytest

from crossfoot_addin.libreoffice.typing_in import Entry, entered
from crossfoot_addin.libreoffice.values import ErrorValue


@pytest.mark.parametrize(
    ("text", "entry"),
    [
        ("001", Entry(1.0)),
        ("'001", Entry("001")),
        (" 2.5 ", Entry(2.5)),
        ("-1e3", Entry(-1000.0)),
        ("1,234,567", Entry(1234567.0, "#,##0")),
        ("1,23", Entry("1,23")),
        ("12%", Entry(0.12, "0%")),
        ("1.5%", Entry(0.015, "0.00%")),
        ("$3", Entry(3.0, "$#,##0_);[Red]($#,##0)")),
        ("2024-03-05", Entry(dt.datetime(2024, 3, 5), "m/d/yyyy")),
        ("3/5/2024", Entry(dt.datetime(2024, 3, 5), "m/d/yyyy")),
        ("13/5/2024", Entry("13/5/2024")),
        ("2024-02-30", Entry("2024-02-30")),
        ("2024/3/5 14:30", Entry(dt.datetime(2024, 3, 5, 14, 30), "m/d/yyyy h:mm")),
        ("14:30", Entry(dt.time(14, 30), "h:mm")),
        ("25:30", Entry("25:30")),
        ("true", Entry(True)),
        ("truely", Entry("truely")),
        ("#N/A", Entry(ErrorValue("#N/A"))),
        ("中国石化", Entry("中国石化")),
        ("+86 10 1234", Entry("+86 10 1234")),
        ("", Entry("")),
        ("=A1", Entry("=A1")),
    ],
)
def test_what_a_text_comes_to_in_a_cell(text: str, entry: Entry) -> None:
    assert entered(text) == entry
