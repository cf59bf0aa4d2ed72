"""Which formulas are told by their own row alone."""

from __future__ import annotations

import re

_ELSEWHERE = re.compile(r'"(?:[^"]|"")*"|(?P<there>!|\$?[A-Z]{1,3}\$?[0-9]{1,7}|\]:\[)', re.IGNORECASE)


def looks_elsewhere(formula: str) -> bool:
    """Whether a formula, told by names, reads other cells than those of its own row."""
    bare = re.sub(r"\[@[a-z_][a-z0-9_]*\]", "", formula)
    return any(match["there"] for match in _ELSEWHERE.finditer(bare))
