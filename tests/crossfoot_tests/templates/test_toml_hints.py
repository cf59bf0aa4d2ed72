"""What is said of TOML as people write it who write Chinese."""

from __future__ import annotations

import tomllib

import pytest

from crossfoot_templates.label import Label
from crossfoot_templates.toml_hints import toml_problem

QUOTED = Label(
    '；含中文等字符的键须加英文引号，如 { "重点" = … }',
    '; a key that is not plain letters goes in quotes, as in { "重点" = … }',
)
PLAIN = Label('；引号须用英文直引号 "，不能用“ ”', '; quotes are the plain ", not “ ”')
NOTHING = Label("", "")


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ('\nvalues = { 重点 = "A" }', QUOTED),
        ('values = { key = "B", 重点 = "A" }', QUOTED),
        ('重点 = "A"', QUOTED),
        ("name = “客户”", PLAIN),
        ('values = { “重点” = "A" }', PLAIN),
        ('name = "客户', NOTHING),
        ('name = "重点 = 1" x', NOTHING),
        ("users = [", NOTHING),
    ],
)
def test_the_way_out_is_told_where_it_is_known(text: str, hint: Label) -> None:
    with pytest.raises(tomllib.TOMLDecodeError) as caught:
        tomllib.loads(text)
    said = toml_problem(text, caught.value)
    assert said == Label(f"{caught.value}{hint.zh}", f"{caught.value}{hint.en}")
