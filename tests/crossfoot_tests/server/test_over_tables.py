"""Functions over tables: what they find, how they compare, and what a query costs."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Collection, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Column, ColumnElement, Date, MetaData, Table, event
from sqlalchemy.dialects import postgresql
from sqlalchemy.engine import Dialect

from crossfoot_server.services.calculating.over_tables import with_tables
from crossfoot_server.services.calculating.rows import ByRow, RowsInHand, listed
from crossfoot_server.store import Store, dialect
from crossfoot_server.store.columns import ExactNumber
from crossfoot_templates import types
from crossfoot_templates.formula.evaluation import Context
from crossfoot_templates.formula.vectors import Failed
from crossfoot_templates.types import ColumnType, Value
from crossfoot_tests.server.ledger import TODAY, asked, formula, open_ledger, put

pytestmark = pytest.mark.slow

D = Decimal
FIRST_HALF, SECOND_HALF = dt.date(2024, 1, 31), dt.date(2024, 9, 30)


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Store]:
    """Four receivables: R1 with four allocations, r2 with two, R3 with none, and a voided one."""
    with closing(open_ledger(tmp_path)) as store:
        first, second, _ = put(
            store,
            "receivable",
            [
                {"number": "R1", "stage": "lead", "gross": D(100), "due": FIRST_HALF, "closed": True, "remark": "華東"},
                {
                    "number": "r2",
                    "stage": "won",
                    "gross": D(50),
                    "due": SECOND_HALF,
                    "closed": False,
                    "remark": "émile",
                },
                {"number": "R3", "gross": D(7), "remark": "R1"},
            ],
        )
        put(store, "receivable", [{"number": "R1", "gross": D(999), "remark": "gone"}], voided=True)
        put(
            store,
            "allocation",
            [
                {"number": "A1", "item": first, "amount": D("10.10"), "paid": FIRST_HALF, "sure": True, "remark": "r1"},
                {
                    "number": "A2",
                    "item": first,
                    "amount": D("-0.20"),
                    "paid": SECOND_HALF,
                    "weight": 3,
                    "remark": "華東",
                },
                {"number": "A3", "item": first, "paid": dt.date(2024, 2, 1), "sure": False, "remark": "ÉMILE"},
                {"number": "A4", "item": first, "amount": D(5), "weight": 3, "share": D("0.3333")},
                {"number": "A5", "item": second, "amount": D(20), "paid": SECOND_HALF, "weight": 50},
                {"number": "A6", "item": second, "amount": D(20), "paid": FIRST_HALF, "remark": "R1"},
                {"number": "A7", "amount": D(1000), "weight": 7},
            ],
        )
        put(store, "allocation", [{"number": "A8", "item": first, "amount": D(40), "paid": FIRST_HALF}], voided=True)
        yield store


NONE = Failed("#N/A")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # The row itself, and rows that are not in force
        ("=SUMIFS(allocation[amount],allocation[item],[@number])", [D("14.90"), D(40), D(0)]),
        ("=COUNTIFS(allocation[item],[@number])", [D(4), D(2), D(0)]),
        ("=MAXIFS(allocation[amount],allocation[item],[@number])", [D("10.10"), D(20), D(0)]),
        ("=MINIFS(allocation[amount],allocation[item],[@number])", [D("-0.20"), D(20), D(0)]),
        ("=[@gross]-SUMIFS(allocation[amount],allocation[item],[@number])", [D("85.10"), D(10), D(7)]),
        # Several criteria
        ("=SUMIFS(allocation[amount],allocation[item],[@number],allocation[weight],3)", [D("4.80"), D(0), D(0)]),
        ("=SUMIFS(allocation[amount],allocation[weight],3,allocation[weight],3)", [D("4.80")] * 3),
        ("=COUNTIFS(allocation[item],[@number],allocation[sure],TRUE)", [D(1), D(0), D(0)]),
        ("=COUNTIFS(allocation[item],[@number],allocation[sure],FALSE)", [D(1), D(0), D(0)]),
        # Blanks
        ('=COUNTIFS(allocation[item],"")', [D(1)] * 3),
        ('=COUNTIFS(allocation[item],"<>")', [D(6)] * 3),
        ('=COUNTIFS(allocation[weight],"")', [D(3)] * 3),
        ("=COUNTIFS(allocation[weight],0)", [D(0)] * 3),
        ("=COUNTIFS(allocation[paid],[@due])", [D(2), D(2), D(2)]),
        ('=COUNTIFS(allocation[item],[@number],allocation[amount],"")', [D(1), D(0), D(0)]),
        # Comparisons with what is the same for all rows
        ('=COUNTIFS(allocation[amount],">"&5)', [D(4)] * 3),
        ('=COUNTIFS(allocation[amount],">="&5)', [D(5)] * 3),
        ('=COUNTIFS(allocation[amount],"<"&5)', [D(1)] * 3),
        ('=COUNTIFS(allocation[amount],"<>"&20)', [D(5)] * 3),
        ('=COUNTIFS(allocation[share],">"&1/3)', [D(0)] * 3),
        ('=COUNTIFS(allocation[share],"<"&1/3)', [D(1)] * 3),
        ('=COUNTIFS(allocation[remark],"<>"&"R1")', [D(5)] * 3),
        ('=COUNTIFS(allocation[paid],"<"&TODAY())', [D(3)] * 3),
        (
            '=SUMIFS(allocation[amount],allocation[item],[@number],allocation[paid],">"&TODAY())',
            [D("-0.20"), D(20), D(0)],
        ),
        # Comparisons with what differs by row
        ('=COUNTIFS(allocation[paid],"<="&[@due])', [D(2), D(5), D(0)]),
        ('=COUNTIFS(allocation[paid],"<>"&[@due])', [D(5), D(5), D(5)]),
        (
            '=SUMIFS(allocation[amount],allocation[item],[@number],allocation[paid],">"&[@due])',
            [D("-0.20"), D(0), D(0)],
        ),
        ('=COUNTIFS(allocation[item],[@number],allocation[amount],"<"&[@gross]/5)', [D(3), D(0), D(0)]),
        ('=COUNTIFS(allocation[item],"<>"&[@main])', [D(6), D(6), D(6)]),
        ('=COUNTIFS(allocation[sure],"<>"&[@closed])', [D(6), D(6), D(2)]),
        (
            '=MAXIFS(allocation[weight],allocation[weight],"<"&[@gross],allocation[weight],">"&[@gross]/20)',
            [D(50), D(7), D(3)],
        ),
        # Texts, in capitals and small letters
        ("=COUNTIFS(allocation[remark],[@number])", [D(2), D(0), D(0)]),
        ("=COUNTIFS(allocation[remark],[@remark])", [D(1), D(1), D(2)]),
        ('=COUNTIFS(allocation[remark],"<>"&[@remark])', [D(6), D(6), D(5)]),
        # Choices and the table itself
        ("=COUNTIFS(receivable[stage],[@stage])", [D(1), D(1), D(1)]),
        ('=SUMIFS(receivable[gross],receivable[stage],"won")', [D(50)] * 3),
        # A look-up
        ("=XLOOKUP([@remark],receivable[number],receivable[gross])", [NONE, NONE, D(100)]),
        ("=XLOOKUP([@remark],receivable[number],receivable[gross],-1)", [D(-1), D(-1), D(100)]),
        ("=XLOOKUP([@gross]/1,allocation[weight],allocation[amount],-1)", [D(-1), D(20), D(1000)]),
        ("=XLOOKUP(7,allocation[weight],allocation[amount])", [D(1000)] * 3),
        ("=XLOOKUP(3,allocation[weight],allocation[amount])", [D("-0.20")] * 3),
        # What is found may be blank, and counts as 0 then
        ('=XLOOKUP("A3",allocation[number],allocation[amount])', [None] * 3),
        ('=IF(XLOOKUP("A3",allocation[number],allocation[amount])<=0,1,2)', [D(1)] * 3),
        ('=IF(ISBLANK(XLOOKUP("A3",allocation[number],allocation[amount])),1,2)', [D(1)] * 3),
        ("=XLOOKUP([@stage],receivable[stage],receivable[gross],0)", [D(100), D(50), D(0)]),
        # Errors
        ("=SUMIFS(allocation[amount],allocation[weight],3/([@gross]-7))", [D(0), D(0), Failed("#DIV/0!")]),
        ("=COUNTIFS(allocation[weight],3/1)", [D(2)] * 3),
        ("=COUNTIFS(allocation[weight],10/3)", [D(0)] * 3),
        ("=XLOOKUP(1/([@gross]-7),allocation[weight],allocation[amount],0)", [D(0), D(0), Failed("#DIV/0!")]),
    ],
)
def test_a_function_finds_the_rows_that_meet_its_criteria(ledger: Store, text: str, expected: list[Value]) -> None:
    assert asked(ledger, "receivable", text) == expected


@pytest.mark.parametrize(
    ("text", "column_type", "expected"),
    [
        (
            "=MAXIFS(allocation[paid],allocation[item],[@number])",
            types.Date(),
            [SECOND_HALF, SECOND_HALF, None],
        ),
        ("=XLOOKUP(3,allocation[weight],allocation[paid])", types.Date(), [SECOND_HALF] * 3),
        ('=XLOOKUP([@number],allocation[remark],allocation[number],"none")', types.Text(), ["A1", "none", "none"]),
        ("=XLOOKUP(7,allocation[weight],allocation[sure])", types.Boolean(), [None] * 3),
        ('=XLOOKUP([@remark],receivable[number],receivable[stage],"")', types.Text(), [None, None, "lead"]),
    ],
)
def test_what_is_found_keeps_its_kind(ledger: Store, text: str, column_type: ColumnType, expected: list[Value]) -> None:
    assert asked(ledger, "receivable", text, column_type=column_type) == expected


def test_a_reference_is_looked_up_by_the_key_of_its_table(ledger: Store) -> None:
    text = "=XLOOKUP([@item],receivable[number],receivable[gross],-1)"
    assert asked(ledger, "allocation", text) == [D(100)] * 4 + [D(50)] * 2 + [D(-1)]


def test_rows_with_the_same_reference_are_summed_up(ledger: Store) -> None:
    text = "=SUMIFS(allocation[amount],allocation[item],[@item])"
    assert asked(ledger, "allocation", text) == [D("14.90")] * 4 + [D(40)] * 2 + [D(1000)]


def test_instants_are_compared_as_wall_clocks_show_them(ledger: Store) -> None:
    noon = dt.datetime(2024, 3, 5, 4, 0, tzinfo=dt.UTC)
    put(ledger, "allocation", [{"number": f"B{at}", "entered": noon + dt.timedelta(hours=at // 2)} for at in range(3)])
    text = '=COUNTIFS(allocation[entered],[@entered])*10+COUNTIFS(allocation[entered],"<"&[@entered])'
    assert asked(ledger, "allocation", text)[-4:] == [D(70), D(20), D(20), D(12)]


def test_a_sum_beyond_64_bits_is_an_error_and_its_halves_are_none(ledger: Store) -> None:
    large = D("90000000000000000.00")
    put(ledger, "allocation", [{"number": f"B{at}", "weight": 99, "amount": large} for at in range(2)])
    sums = "=SUMIFS(allocation[amount],allocation[weight],[@gross]-1)"
    assert asked(ledger, "receivable", sums) == [Failed("#NUM!"), D(0), D(0)]
    whole = types.Integer()
    halved = "=SUMIFS(allocation[amount],allocation[weight],99)/4000000"
    assert asked(ledger, "receivable", halved, column_type=whole) == [45_000_000_000] * 3
    assert asked(ledger, "receivable", "=SUMIFS(allocation[weight],allocation[weight],99)") == [D(198)] * 3


@dataclass
class Planned:
    """Allocations as a push would leave them."""

    held: Collection[str]
    stand: Mapping[str, Mapping[str, Value]]

    def ids(self, table: str) -> Collection[str]:
        return self.held if table == "allocation" else ()

    def rows(self, table: str) -> Mapping[str, Mapping[str, Value]]:
        return self.stand if table == "allocation" else {}


def statements(store: Store) -> list[str]:
    """What is sent to the store from now on."""
    found: list[str] = []
    event.listen(store.engine, "before_cursor_execute", lambda *sent: found.append(sent[2]))
    return found


def test_an_overlay_stands_in_place_of_stored_rows_and_costs_no_query_when_it_changes(ledger: Store) -> None:
    rows = [{"number": "R1"}, {"number": "r2"}]
    with ledger.reading() as connection:
        pair = ledger.schema.pairs["allocation"].current
        ids = {row.number: row._mapping["_id"] for row in connection.execute(pair.select())}
        items = dict(connection.execute(pair.select().with_only_columns(pair.c.number, pair.c.item)).all())
        first, second = items["A1"], items["A5"]
        overlay = Planned([ids["A1"], ids["A5"], ids["A6"], "new"], {})
        context = with_tables(Context(today=TODAY), connection, ledger, overlay)
        sent = statements(ledger)

        def judged() -> list[list[Value | Failed]]:
            in_hand = RowsInHand(ledger.logic["receivable"], ByRow([first, second], rows), context)
            texts = (
                "=SUMIFS(allocation[amount],allocation[item],[@number])",
                "=MAXIFS(allocation[amount],allocation[item],[@number])",
                '=COUNTIFS(allocation[item],[@number],allocation[paid],"<"&TODAY())',
                "=XLOOKUP([@number],allocation[remark],allocation[amount],-1)",
            )
            return [
                listed(in_hand.of(formula(ledger, "receivable", text)), types.Decimal(scale=2), 2) for text in texts
            ]

        # Without the rows of the push: A2 to A4 and A7 are left.
        assert judged() == [[D("4.80"), D(0)], [D(5), D(0)], [D(1), D(0)], [D(-1), D(-1)]]
        asked_once = len(sent)
        overlay.stand = {
            ids["A5"]: {"item": first, "amount": D(30), "paid": FIRST_HALF},
            "new": {"item": second, "amount": D("0.01"), "remark": "R2", "paid": SECOND_HALF},
        }
        assert judged() == [[D("34.80"), D("0.01")], [D(30), D("0.01")], [D(2), D(0)], [D(-1), D("0.01")]]
        overlay.stand = {ids["A6"]: {"item": second, "amount": D(20), "remark": "r1", "paid": FIRST_HALF}}
        assert judged() == [[D("4.80"), D(20)], [D(5), D(20)], [D(1), D(1)], [D(20), D(-1)]]
        assert len(sent) == asked_once


def test_questions_of_one_shape_share_a_query(ledger: Store) -> None:
    sent = statements(ledger)
    text = (
        "=SUMIFS(allocation[amount],allocation[item],[@number])"
        "-SUMIFS(allocation[amount],allocation[item],[@number])"
        "+SUMIFS(allocation[amount],allocation[item],[@main])"
    )
    assert asked(ledger, "receivable", text) == [D(1000), D(1000), D(1000)]
    # The rows in hand, and two queries: the second has other keys.
    assert len([each for each in sent if each.startswith("SELECT")]) == 3


def test_a_query_is_one_however_many_rows_there_are(ledger: Store) -> None:
    put(ledger, "receivable", [{"number": f"X{at}", "gross": D(at)} for at in range(2000)])
    put(ledger, "allocation", [{"number": f"X{at}", "remark": f"x{at}", "amount": D(at)} for at in range(2000)])
    sent = statements(ledger)
    found = asked(ledger, "receivable", "=SUMIFS(allocation[amount],allocation[remark],[@number])")
    assert found[3:] == [D(at) for at in range(2000)]
    assert len([each for each in sent if each.startswith("SELECT")]) == 2


def test_queries_are_valid_for_postgresql_too() -> None:
    known: Dialect = postgresql.dialect()  # type: ignore[no-untyped-call]
    allocation = Table("allocation", MetaData(), Column("amount", ExactNumber(2)), Column("paid", Date()))
    amount, paid = allocation.c.amount, allocation.c.paid

    def compiled(expression: ColumnElement[Any]) -> str:
        text = " ".join(str(expression.compile(dialect=known)).split())
        return re.sub(r"anon_\d+", "each", re.sub(r"%\(\w+\)s(::\w+)?", "?", text))

    upper, lower = dialect.sum_in_halves(amount, 2, known)
    assert compiled(upper) == ("CAST(div(coalesce(sum(CAST(allocation.amount AS NUMERIC)), ?) * ?, ?) AS BIGINT)")
    assert compiled(lower) == ("CAST(mod(coalesce(sum(CAST(allocation.amount AS NUMERIC)), ?) * ?, ?) AS BIGINT)")
    assert compiled(dialect.in_capitals(known, paid)) == "upper(allocation.paid)"
    assert compiled(dialect.one_of(known, paid, "days")) == (
        "allocation.paid IN (SELECT CAST(each AS DATE) AS each "
        "FROM jsonb_array_elements_text(CAST(? AS JSONB)) AS each)"
    )
    assert dialect.listed(known, paid.type, [FIRST_HALF]) == '["2024-01-31"]'
