"""Which computed columns are kept, in which order they are calculated, and which formulas a definition cannot have."""

from __future__ import annotations

import pytest

from crossfoot_templates.keeping import Keeping, Looking, keeping_of
from crossfoot_templates.logic import logic_of
from crossfoot_templates.questions import ROW_ID
from crossfoot_tests.templates.definitions import loaded, problems_of

BOOK = """\
[book]
name = "ledger"
zh = "台账"
en = "Ledger"
"""

NAMES = {"customer": "客户", "debt": "应收", "payment": "收款"}


def table(name: str, *columns: str) -> str:
    head = f'\n[[table]]\nname = "{name}"\nzh = "{NAMES[name]}"\nen = "{name}"\nkey = ["number"]\n'
    return head + column("number", "text", "required = true") + "".join(columns)


def column(name: str, kind: str, *more: str) -> str:
    lines = [f'name = "{name}"', f'type = "{kind}"', f'zh = "{name}"', f'en = "{name}"', *more]
    return "\n[[table.column]]\n" + "\n".join(lines) + "\n"


def formula(name: str, kind: str, text: str) -> str:
    return column(name, kind, f"compute = '{text}'")


def rule(text: str, kind: str = "limit") -> str:
    return f'\n[[table.rule]]\nname = "bounded"\nzh = "限"\nen = "bounded"\n{kind} = \'{text}\'\n'


CUSTOMER = 'table = "customer"'
DEBT = 'table = "debt"'


def ledger(customer: str = "", debt: str = "", payment: str = "") -> str:
    debts = column("customer", "reference", CUSTOMER), column("gross", "decimal"), column("due", "date")
    payments = column("debt", "reference", DEBT), column("amount", "decimal"), column("day", "date")
    customers = column("region", "text"), column("credit", "decimal")
    own = {"customer": (*customers, customer), "debt": (*debts, debt), "payment": (*payments, payment)}
    return BOOK + "".join(table(name, *columns) for name, columns in own.items())


def keeping(customer: str = "", debt: str = "", payment: str = "") -> Keeping:
    return keeping_of(logic_of(loaded(ledger(customer, debt, payment))))


def order(found: Keeping) -> list[tuple[str, tuple[str, ...]]]:
    return [(stage.table, stage.names) for stage in found.stages]


PAID = "=SUMIFS(payment[amount],payment[debt],[@number])"
OWED = "=SUMIFS(debt[residual],debt[customer],[@number])"


def test_what_is_kept_comes_after_what_it_comes_from_whatever_table_stands_first() -> None:
    found = keeping(
        customer=formula("owed", "decimal", OWED) + formula("part", "decimal", "=[@owed]/2"),
        debt=formula("residual", "decimal", "=[@gross]-[@paid]") + formula("paid", "decimal", PAID),
    )
    assert order(found) == [("debt", ("paid", "residual")), ("customer", ("owed", "part"))]


def test_a_table_is_gone_through_twice_where_another_comes_between() -> None:
    found = keeping(
        customer=formula("owed", "decimal", OWED),
        debt=formula("residual", "decimal", "=[@gross]-" + PAID[1:])
        + formula("share", "decimal", "=[@residual]/XLOOKUP([@customer],customer[number],customer[owed],1)"),
    )
    assert order(found) == [("debt", ("residual",)), ("customer", ("owed",)), ("debt", ("share",))]
    assert found.stages[2].columns[0].reads == {"residual", "customer"}


HALF = formula("half", "decimal", "=[@gross]/2")


@pytest.mark.parametrize(
    ("customer", "kept"),
    [
        ("", {}),
        (formula("owed", "decimal", "=SUMIFS(debt[half],debt[customer],[@number])"), {"customer": {"owed"}}),
        (rule("=SUMIFS(debt[half],debt[customer],[@number])<=[@credit]"), {}),
        (column("most", "decimal", "default = '=MAXIFS(debt[half],debt[customer],\"\")'"), {}),
    ],
    ids=["nobody", "a column", "a rule", "a default"],
)
def test_a_column_of_its_own_row_is_kept_where_a_formula_looks_at_it(customer: str, kept: dict[str, set[str]]) -> None:
    looked_at = {"debt": {"half"}} if customer else {}
    assert keeping(customer=customer, debt=HALF).columns == {**kept, **looked_at}


@pytest.mark.parametrize(
    "text",
    [
        "=IF([@due]<TODAY()," + PAID[1:] + ",0)",
        '=SUMIFS(payment[amount],payment[day],"<"&TODAY())',
        "=[@days]+" + PAID[1:],
    ],
)
def test_what_comes_from_today_is_not_kept(text: str) -> None:
    debt = formula("late", "decimal", text) + formula("days", "integer", "=TODAY()-[@due]")
    assert keeping(debt=debt).columns == {}


@pytest.mark.parametrize(
    ("text", "column_name", "own"),
    [
        (PAID, "debt", ROW_ID),
        ("=SUMIFS(payment[amount],payment[day],[@due],payment[debt],[@number])", "debt", ROW_ID),
        ("=SUMIFS(payment[amount],payment[day],[@due])", "day", "due"),
        ("=SUMIFS(debt[gross],debt[due],[@due],debt[customer],[@customer])", "customer", "customer"),
        ("=XLOOKUP([@customer],customer[number],customer[credit])", ROW_ID, "customer"),
        ("=XLOOKUP([@number],customer[region],customer[credit])", "region", "number"),
    ],
)
def test_rows_that_look_at_a_row_are_found_by_one_criterion(text: str, column_name: str, own: str) -> None:
    (stage,) = keeping(debt=formula("figure", "decimal", text)).stages
    (looking,) = stage.columns[0].lookings
    assert looking.criterion is not None
    assert (looking.criterion.column, looking.own) == (column_name, own)


@pytest.mark.parametrize(
    "text",
    [
        '=SUMIFS(payment[amount],payment[day],">"&[@due])',
        "=SUMIFS(payment[amount],payment[amount],3)",
        "=SUMIFS(payment[amount],payment[day],EOMONTH([@due],0))",
        "=SUMIFS(debt[gross],debt[paid],[@gross])",
    ],
)
def test_where_no_criterion_tells_every_row_may_look(text: str) -> None:
    found = keeping(debt=formula("figure", "decimal", text) + formula("paid", "decimal", "=[@gross]"))
    (figure,) = (each for stage in found.stages for each in stage.columns if each.name == "figure")
    (looking,) = figure.lookings
    assert looking == Looking(looking.question)


def test_a_digest_changes_with_what_a_column_comes_from_and_with_nothing_else() -> None:
    def digests(gross: str, label: str) -> dict[str, str]:
        return dict(
            keeping(
                customer=formula("owed", "decimal", OWED) + column(label, "text"),
                debt=formula("paid", "decimal", PAID) + formula("residual", "decimal", f"={gross}-[@paid]"),
            ).digests
        )

    first, second = digests("[@gross]", "a"), digests("2*[@gross]", "b")
    assert {name for name in first if first[name] != second[name]} == {"debt.residual", "customer.owed"}
    assert digests("[@gross]", "b") == first


def test_columns_of_tables_that_come_from_each_other_are_told_with_the_way_they_do() -> None:
    text = ledger(
        customer=formula("owed", "decimal", OWED),
        debt=formula("residual", "decimal", "=[@gross]-[@share]")
        + formula("share", "decimal", "=XLOOKUP([@customer],customer[number],customer[owed])"),
    )
    said = problems_of(text)
    assert [line.split(": ", 2)[2] for line in said] == [
        (
            "these columns are computed from each other in a circle: "
            "customer.owed → debt.residual → debt.share → customer.owed."
        )
    ]


def test_a_column_that_looks_at_itself_is_a_circle() -> None:
    said = problems_of(ledger(debt=formula("paid", "decimal", "=SUMIFS(debt[paid],debt[customer],[@customer])")))
    assert [line.split(": ", 2)[2] for line in said] == [
        "the formula of “debt.paid” names “debt.paid” itself; let it look at other columns."
    ]


@pytest.mark.parametrize(
    "look",
    [
        formula("owed", "decimal", "=SUMIFS(debt[late],debt[customer],[@number])"),
        formula("owed", "decimal", '=SUMIFS(debt[gross],debt[late],">"&0)'),
        rule("=SUMIFS(debt[late],debt[customer],[@number])<=[@credit]"),
    ],
)
def test_what_changes_from_day_to_day_cannot_be_looked_at(look: str) -> None:
    late = formula("days", "integer", "=TODAY()-[@due]") + formula("late", "decimal", "=IF([@days]>0,[@gross],0)")
    (said,) = problems_of(ledger(customer=look, debt=late))
    assert said.split(": ", 2)[2] == (
        "“debt[late]” comes from TODAY() and is another value every day, so no formula can look at the whole column; "
        'use the columns behind it, for instance a date with the criterion "<"&TODAY().'
    )


def test_a_check_does_not_look_at_what_changes_with_other_rows() -> None:
    residual = formula("residual", "decimal", "=[@gross]-" + PAID[1:])
    half = formula("half", "decimal", "=[@residual]/2")
    (said,) = problems_of(ledger(debt=residual + half + rule("=[@half]>=0", "check")))
    assert said.split(": ", 2)[2] == (
        "“[@half]” changes with other rows, and a check is asked only when its own row changes; make it a limit."
    )
    assert keeping(debt=residual + half + rule("=[@half]>=0")).columns == {"debt": {"residual", "half"}}
