"""What can be mailed: everything that was found, and nobody's address, name, id or token."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from crossfoot_tests.at_google.__main__ import main
from crossfoot_tests.docs.places import DOCS
from crossfoot_tests.probing.probe import Outcome, compared, told
from crossfoot_tests.probing.telling import Report, clean

PAGE = DOCS / "how-to" / "check-with-google.md"
OUTCOMES = [
    Outcome("numbers", "Numbers stay.", "as expected", (compared("a number", 1, 1), told("how many", 3))),
    Outcome("texts", "Texts stay.", "otherwise", (compared("a text", "007", 7), compared("another", "a", "a"))),
    Outcome("turns", "Turns are taken.", "broken", why="Refused: 1aE1pu1lJo7XBetF5gIRHYH7LKBKxJsllLODfU25035H"),
    Outcome("quota", "It comes back.", "not asked", why="--quota"),
]


def report() -> Report:
    """One of everything."""
    hidden = ("worker@project-1.iam.gserviceaccount.com", "1aE1pu1lJo7XBetF5gIRHYH7LKBKxJsllLODfU25035H")
    return Report(
        "Google", "2026-03-02 09:30 UTC", "zh_CN, Asia/Shanghai", OUTCOMES, hidden, {"read": 3}, {"turn": 1.26}
    )


def test_the_text_shows_what_came_otherwise_and_what_is_good_to_know() -> None:
    assert report().text().split("\n", 1)[1] == (
        "\nas expected: numbers\n    Numbers stay.\n    how many: 3\n"
        "\nOTHERWISE: texts\n    Texts stay.\n    a text\n        expected  007\n        came      7\n"
        "\nBROKEN: turns\n    Turns are taken.\n    Refused: (hidden)\n"
        "\nnot asked: quota\n    It comes back.\n    --quota\n"
        "\n1 as expected, 1 broken, 1 not asked, 1 otherwise\n"
    )


def test_the_json_has_all_of_it() -> None:
    whole = json.loads(report().json())
    assert (whole["requests"], whole["waited"]) == ({"read": 3}, {"turn": 1.3})
    assert [each["verdict"] for each in whole["probes"]] == [each.verdict for each in OUTCOMES]
    assert whole["probes"][1]["findings"] == [
        {"what": "a text", "came": 7, "expected": "007", "as_expected": False},
        {"what": "another", "came": "a", "expected": "a", "as_expected": True},
    ]


@given(st.emails(), st.text("ab \n\",'", max_size=5), st.text(" \n\",'.", max_size=3))
def test_nobodys_address_is_told(address: str, before: str, after: str) -> None:
    cleaned = clean(f"{before}{address}{after}")
    assert f"@{address.rpartition('@')[2]}" not in cleaned
    assert "(address)" in cleaned


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Bearer ya29.c.b0Aaek-x_1", "Bearer (token)"),
        (
            "https://docs.google.com/spreadsheets/d/1aE1pu1lJo7XBetF5gIRHYH7LKBKxJ/edit",
            "https://docs.google.com/spreadsheets/d/(spreadsheet)/edit",
        ),
        ("has not been used in project 100000000001 before", "has not been used in project (project) before"),
        ('"consumer": "projects/my-sales-1"', '"consumer": "projects/(project)"'),
        ("-----BEGIN PRIVATE KEY-----\nMIIE\n-----END PRIVATE KEY-----\nrest", "(key)\nrest"),
        ('=AND($A1>1,N("crossfoot")=0) at [@amount]', '=AND($A1>1,N("crossfoot")=0) at [@amount]'),
    ],
)
def test_what_lets_somebody_in_is_not_told(text: str, expected: str) -> None:
    assert clean(text) == expected


def test_the_command_rehearses_and_writes_both_reports(tmp_path: Path) -> None:
    chosen = ["--only", "turns", "--only", "nothing-there", "--only", "protected"]
    ran = CliRunner().invoke(main, ["--emulated", *chosen, "--report", str(tmp_path / "found")])
    assert ran.exit_code == 0, ran.output
    assert re.findall(r"^as expected (\S+)", ran.output, re.MULTILINE) == [
        "turns",
        "protected",
        "nothing-there",
        "left-alone",
    ]
    text, whole = ((tmp_path / f"found{suffix}").read_text("utf-8") for suffix in (".txt", ".json"))
    assert text.endswith("\n4 as expected\n")
    assert "gserviceaccount" not in text + whole + ran.output
    assert "@" not in text + whole


def test_the_command_says_what_it_lacks() -> None:
    ran = CliRunner().invoke(main, [])
    assert (ran.exit_code, "say which spreadsheet (URL)" in ran.output) == (2, True)
    ran = CliRunner().invoke(main, ["1" * 44, "--key", "nothing.json"])
    assert (ran.exit_code, "nothing.json: it is not a service account's key" in ran.output) == (1, True)
    ran = CliRunner().invoke(main, ["East", "--key", "nothing.json", "--not-shared", "no address"])
    assert (ran.exit_code, "no address" in ran.output) == (1, True)


def test_the_page_shows_options_that_there_are() -> None:
    text = re.sub(r"\\\n\s*", "", PAGE.read_text(encoding="utf-8"))
    calls = re.findall(r"crossfoot_tests\.at_google([^\n`]*)", text)
    shown = {option for call in calls for option in re.findall(r"--[a-z-]+", call)}
    known = {option for each in main.params for option in each.opts}
    assert (shown - known, bool(calls)) == (set(), True)
