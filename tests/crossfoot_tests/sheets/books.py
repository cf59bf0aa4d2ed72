"""Small books of a company's own: laying out and reading a shipped one takes the emulator seconds."""

from __future__ import annotations


def table(name: str, zh: str, en: str, numbering: str) -> str:
    """A table of things to be done and what each pays, in TOML; more may be said of its last column."""
    return f"""
[[table]]
name = "{name}"
zh = "{zh}"
en = "{en}"
key = ["code"]
display = "what"

[[table.column]]
name = "code"
type = "code"
numbering = "{numbering}"
zh = "编号"
en = "Code"

[[table.column]]
name = "what"
type = "text"
zh = "内容"
en = "What"
required = true

[[table.column]]
name = "pay"
type = "integer"
zh = "报酬"
en = "Pay"
"""
