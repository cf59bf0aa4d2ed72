"""What to do about text that ``tomllib`` does not take, where people who write Chinese are caught out."""

from __future__ import annotations

import re

from crossfoot_templates.label import Label

_AT = re.compile(r"at line (\d+)")
_BARE_KEY = re.compile(r"(?:[{,.\[]|^)\s*([^\W\d_]*[^\x00-\x7f“”‘’＂][^\s=\"'{},.\[\]“”]*)\s*=")
_CURLED = re.compile(r"[“”‘’＂]")

_QUOTED_KEY = Label(
    '含中文等字符的键须加英文引号，如 {{ "{key}" = … }}',
    'a key that is not plain letters goes in quotes, as in {{ "{key}" = … }}',
)
_PLAIN_QUOTES = Label(
    '引号须用英文直引号 "，不能用“ ”',
    'quotes are the plain ", not “ ”',
)


def toml_problem(text: str, error: ValueError) -> Label:
    """What ``tomllib`` says of ``text``, with the way out where it is known."""
    hint = _hint(text, str(error))
    return Label(f"{error}；{hint.zh}", f"{error}; {hint.en}") if hint else Label(str(error), str(error))


def _hint(text: str, said: str) -> Label | None:
    at = _AT.search(said)
    line = text.split("\n")[int(at[1]) - 1] if at else ""
    outside = re.sub(r"\"[^\"]*\"|'[^']*'", '""', line)
    if _CURLED.search(outside):
        return _PLAIN_QUOTES
    key = _BARE_KEY.search(outside)
    return Label(_QUOTED_KEY.zh.format(key=key[1]), _QUOTED_KEY.en.format(key=key[1])) if key else None
