"""What commands say besides reports and errors."""

from __future__ import annotations

import string
from typing import get_args

from crossfoot_sync.cli.words import WORDS, fared, status_word
from crossfoot_sync.engine.wire import RowStatus


def test_what_is_said_tells_the_same_facts_in_both_languages() -> None:
    assert [key for key, (zh, en) in WORDS.items() if _facts(zh) != _facts(en)] == []


def test_every_status_of_a_row_has_its_word_in_both_languages() -> None:
    statuses = get_args(RowStatus)
    assert [status_word(status, "en") for status in statuses] == [*statuses]
    assert all(status_word(status, "zh") != status for status in statuses)


def test_how_many_rows_fared_how() -> None:
    assert fared({"refused": 3, "waiting": 1}, "en") == "3 refused, 1 waiting"
    assert fared({"refused": 3, "waiting": 1}, "zh") == "被拒绝 3、待批 1"


def _facts(text: str) -> list[str]:
    return sorted(name for _, name, _, _ in string.Formatter().parse(text) if name)
