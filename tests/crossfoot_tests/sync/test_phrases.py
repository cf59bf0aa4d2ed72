"""The words of reports, in both languages."""

from __future__ import annotations

from string import Formatter

import pytest

from crossfoot_sync.client.phrases import _PHRASES, counted, waits


@pytest.mark.parametrize("key", _PHRASES)
def test_a_phrase_tells_in_chinese_what_it_tells_in_english(key: str) -> None:
    zh, en = ({name for _, name, _, _ in Formatter().parse(text) if name} - {"wait", "was"} for text in _PHRASES[key])
    assert zh == en


def test_things_are_counted_in_the_grammar_of_the_language() -> None:
    assert [counted(number, "row", "en") for number in (0, 1, 2000)] == ["0 rows", "1 row", "2,000 rows"]
    assert counted(2000, "row", "zh") == "2,000 行"
    assert [waits("rows_wait", number, "row", "en") for number in (1, 2)] == [
        "1 row waits for you.",
        "2 rows wait for you.",
    ]
    assert waits("to_decide", 3, "request", "zh", place="审批") == "3 项申请待您在“审批”中决定。"
