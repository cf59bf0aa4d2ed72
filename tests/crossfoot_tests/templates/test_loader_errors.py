"""What the loader says about definitions that are wrong: the whole of it, word for word."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crossfoot_templates.loader import DefinitionError, DefinitionErrors, Place, catalog_of, load_catalog, source
from crossfoot_templates.loader.errors import Problems
from crossfoot_templates.loader.problems import PROBLEMS
from crossfoot_templates.model import Catalog, Label
from crossfoot_tests.templates.definitions import VISITS, edited, loaded, problems_of

CASES = tomllib.loads((Path(__file__).parent / "wrong_definitions.toml").read_text(encoding="utf-8"))["case"]


@pytest.mark.parametrize("case", CASES, ids=lambda case: str(case["name"]))
def test_a_wrong_definition_is_told_with_place_and_way_out(case: dict[str, str]) -> None:
    assert problems_of(edited(case["old"], case["new"])) == case["says"].split("\n")


def test_everything_wrong_is_told_at_once() -> None:
    text = edited('type = "date"', 'type = "day"', edited('key = ["code"]', 'key = ["kode"]'))
    assert [line.split(": ")[0] for line in problems_of(text, "[bok]")] == ["a.toml:55", "b.toml:1", "a.toml:17"]


def test_an_error_says_where_what_and_what_is_nearest() -> None:
    with pytest.raises(DefinitionErrors) as caught:
        loaded(edited('choices = "mood"', 'choices = "moods"'))
    place = Place("a.toml", 65, ("book visits", "table visit", "column mood", "key choices"))
    assert caught.value.errors == (DefinitionError(place, "unknown_choices", "moods", Label("mood", "mood"), "mood"),)


def test_errors_are_told_in_chinese_too() -> None:
    with pytest.raises(DefinitionErrors) as caught:
        loaded(edited('choices = "mood"', 'choices = "moods"'))
    assert caught.value.text("zh") == (
        "a.toml:65: book visits › table visit › column mood › key choices: "
        "没有选项列表“moods”；现有：mood。是否为“mood”？"
    )


@pytest.mark.parametrize("code", PROBLEMS)
def test_a_problem_names_the_same_facts_in_both_languages(code: str) -> None:
    zh, en = PROBLEMS[code]
    assert {fact for fact in ("{found}", "{expected}") if fact in zh} == {
        fact for fact in ("{found}", "{expected}") if fact in en
    }


def test_control_characters_of_a_file_do_not_reach_the_message() -> None:
    assert problems_of(edited('name = "day"', 'name = "d\\u001b\\nay"'))[0] == (
        "a.toml:54: book visits › table visit › column d··ay › key name: the name “d··ay” must begin with a "
        "lower-case letter and hold only lower-case letters, digits and underscores, at most 40."
    )


def test_a_share_must_show_what_its_rows_cannot_do_without() -> None:
    other = '[book]\nname = "sales"\nzh = "销售"\nen = "Sales"\n\n[[share]]\ntable = "visit"\ncolumns = ["day"]\n'
    assert problems_of(VISITS, other) == [
        (
            "b.toml:8: book sales › share visit › key columns: the sheet also needs the column “shop”: the key, an "
            "amount's currency and, where it is editable, what is required."
        )
    ]


def test_an_amount_is_shared_with_its_currency() -> None:
    other = (
        '[book]\nname = "sales"\nzh = "销售"\nen = "Sales"\n\n'
        '[[share]]\ntable = "shop"\ncolumns = ["code", "turnover"]\neditable = false\n'
    )
    assert problems_of(VISITS, other) == [
        (
            "b.toml:8: book sales › share shop › key columns: the sheet also needs the column “currency”: the key, an "
            "amount's currency and, where it is editable, what is required."
        )
    ]


def test_a_shared_column_exists() -> None:
    other = (
        '[book]\nname = "sales"\nzh = "销售"\nen = "Sales"\n\n'
        '[[share]]\ntable = "shop"\ncolumns = ["code", "turnove"]\n'
    )
    assert problems_of(VISITS, other) == [
        (
            "b.toml:8: book sales › share shop › key columns: the table has no column “turnove”; it has code, "
            "currency, turnover, entity, team, owner, notes. Is it “turnover”?"
        )
    ]


def overlay_of(folder: Path, data: bytes) -> Catalog:
    (folder / "ours.toml").write_bytes(data)
    return load_catalog(folder)


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b'[book]\nname = "\xb0\xa1"', ":2: the file is not UTF-8; save it as UTF-8."),
        (b"[book", ":1: this is not TOML: Expected ']' at the end of a table declaration."),
        (b"a = 1\nb = [", ":2: this is not TOML: Invalid value."),
        (b"a = " + b"[" * 5000, ": it is nested too deeply."),
        (b"a = 1" + b"0" * 5000, ": this is not TOML: Exceeds the limit (4300 digits)"),
    ],
)
def test_a_file_that_cannot_be_read_says_why(tmp_path: Path, data: bytes, says: str) -> None:
    with pytest.raises(DefinitionErrors) as caught:
        overlay_of(tmp_path, data)
    assert str(caught.value).startswith(f"{tmp_path / 'ours.toml'}{says}")


def test_a_missing_overlay_folder_is_named(tmp_path: Path) -> None:
    with pytest.raises(DefinitionErrors) as caught:
        load_catalog(tmp_path / "none")
    assert str(caught.value) == f"{tmp_path / 'none'}: there is no folder {tmp_path / 'none'}."


def test_a_folder_named_like_a_file_is_told(tmp_path: Path) -> None:
    (tmp_path / "ours.toml").mkdir()
    with pytest.raises(DefinitionErrors) as caught:
        load_catalog(tmp_path)
    assert str(caught.value).startswith(f"{tmp_path / 'ours.toml'}: the file cannot be read: ")


def test_a_byte_order_mark_is_no_error(tmp_path: Path) -> None:
    assert overlay_of(tmp_path, b"\xef\xbb\xbf# ours") == load_catalog()


WORDS = """
[book] | [[table]] | [[table.column]] | [[choices]] | [[share]] | [table] | [[book]]
[[choices.items]] | name = "visits" | name = "shop" | name = "turnover" | name = "x" | zh = "甲"
en = "A" | min = 5 | key = ["x"] | type = "money" | type = "code" | type = "date" | required = true
read = [] | max = 1e400 | numbering = "#" | pattern = "(" | width = 0 | table = "shop"
columns = ["a"] | editable = true | min = 2020-01-01 | items = [{ code = "a" }] | name = 1
choices = "mood" | display = "x" | zh = '' | currency = "currency" | a.b = 1 | max_length = 3
length = 99 | zone = "../x" | unique = [[]] | key = 3
""".replace("|", "\n").split("\n")
"""Lines that make sense somewhere."""


def outcome_of(data: bytes) -> str:
    """What laying ``data`` over a good file comes to. Any exception but the loader's own goes through."""
    problems = Problems()
    read = [source.parse(name, text, problems) for name, text in (("a.toml", VISITS.encode()), ("b.toml", data))]
    try:
        catalog_of([node for node in read if node is not None], problems)
    except DefinitionErrors as errors:
        return errors.text("zh")
    return "loaded"


@given(data=st.binary(max_size=60))
def test_any_bytes_load_or_are_told(data: bytes) -> None:
    assert outcome_of(data)


@pytest.mark.slow
@settings(max_examples=1000)
@given(words=st.lists(st.sampled_from(WORDS), max_size=14))
def test_any_heap_of_keys_loads_or_is_told(words: list[str]) -> None:
    assert outcome_of("\n".join(words).encode())


SPOTS = list(re.finditer(r"\w+|[^\w\s]", VISITS))
SPANNERS = [
    "",
    "x",
    "5",
    "-1",
    "true",
    '"',
    "[",
    "]]",
    "#",
    "=",
    "[[table]]",
    '["a"]',
    "{}",
    "2020-01-01",
    "nan",
    '"\\u0000"',
]


@pytest.mark.slow
@settings(max_examples=1000)
@given(spot=st.sampled_from(SPOTS), spanner=st.sampled_from(SPANNERS))
def test_a_spanner_thrown_in_anywhere_loads_or_is_told(spot: re.Match[str], spanner: str) -> None:
    assert outcome_of((VISITS[: spot.start()] + spanner + VISITS[spot.end() :]).encode())
