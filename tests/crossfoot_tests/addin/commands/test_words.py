"""What the buttons say."""

from __future__ import annotations

import string

from crossfoot_addin.commands.words import WORDS


def test_what_is_said_tells_the_same_facts_in_both_languages() -> None:
    assert [key for key, (zh, en) in WORDS.items() if _facts(zh) != _facts(en)] == []


def _facts(text: str) -> list[str]:
    return sorted(name for _, name, _, _ in string.Formatter().parse(text) if name)
