"""The rules of all functions and operators."""

from __future__ import annotations

from crossfoot_templates.formula.checking.arithmetic import ARITHMETIC
from crossfoot_templates.formula.checking.comparison import COMPARISON
from crossfoot_templates.formula.checking.dates import DATES
from crossfoot_templates.formula.checking.judge import Rule
from crossfoot_templates.formula.checking.logic import LOGIC
from crossfoot_templates.formula.checking.numbers import NUMBERS
from crossfoot_templates.formula.checking.people import PEOPLE
from crossfoot_templates.formula.checking.tables import TABLES
from crossfoot_templates.formula.checking.texts import TEXTS

RULES: dict[str, Rule] = ARITHMETIC | COMPARISON | LOGIC | NUMBERS | TEXTS | DATES | TABLES | PEOPLE
"""By name; a test holds them against the table of functions."""
