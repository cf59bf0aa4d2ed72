"""Any tree that a formula can be, whether it means something or not."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import strategies as st

from crossfoot_templates.formula.functions import FUNCTIONS, OPERATORS
from crossfoot_templates.formula.nodes import Apply, Literal, Node, Own, Whole
from crossfoot_tests.formula.receivables import CODES, RECEIVABLE, TABLES

NUMBERS = st.decimals(0, Decimal(10**9), places=4, allow_nan=False, allow_infinity=False) | st.integers(0, 12).map(
    Decimal
)
WORDS = st.text(st.characters(exclude_categories=["Cc", "Cs", "Cn"]), max_size=8)
CODE = st.sampled_from(sorted(code for codes in CODES.values() for code in codes))
LITERALS = (NUMBERS | WORDS | CODE | st.booleans()).map(Literal)
OWN = st.sampled_from(sorted(RECEIVABLE)).map(Own)
WHOLE = st.sampled_from([Whole(table, column) for table, columns in TABLES.items() for column in columns])


def _applied(below: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    operators = st.sampled_from(sorted(OPERATORS)).flatmap(
        lambda name: st.tuples(*[below] * OPERATORS[name].least).map(lambda arguments: Apply(name, arguments))
    )
    functions = st.sampled_from(sorted(FUNCTIONS.values(), key=lambda row: row.name)).flatmap(
        lambda row: st.lists(below, min_size=row.least, max_size=min(row.most, 5)).map(
            lambda arguments: Apply(row.name, tuple(arguments))
        )
    )
    return operators | functions


TREES: st.SearchStrategy[Node] = st.recursive(LITERALS | OWN | WHOLE, _applied, max_leaves=12)
