"""What a formula may call: the table of all functions and operators, with what people read about them.

How each judges its arguments is in ``checking``, how it calculates in ``evaluation``; tests hold the tables against
one another.
"""

from __future__ import annotations

from crossfoot_templates.formula.functions.dates import DATES
from crossfoot_templates.formula.functions.logic import LOGIC
from crossfoot_templates.formula.functions.numbers import NUMBERS
from crossfoot_templates.formula.functions.operators import OPERATORS as _OPERATORS
from crossfoot_templates.formula.functions.people import PEOPLE
from crossfoot_templates.formula.functions.row import Function as Function
from crossfoot_templates.formula.functions.row import Group as Group
from crossfoot_templates.formula.functions.tables import TABLES
from crossfoot_templates.formula.functions.texts import TEXTS

OPERATORS: dict[str, Function] = {each.name: each for each in _OPERATORS}
"""The operators by name, as :class:`~crossfoot_templates.formula.nodes.Apply` names them."""

FUNCTIONS: dict[str, Function] = {
    each.name: each for group in (LOGIC, NUMBERS, TEXTS, DATES, TABLES, PEOPLE) for each in group
}
"""The functions by name, in the order in which the reference shows them."""

CALLABLE: dict[str, Function] = OPERATORS | FUNCTIONS
