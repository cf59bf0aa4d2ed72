"""What the columns of a book are called and take, as ``crossfoot columns`` lists it."""

from __future__ import annotations

from pathlib import Path

import msgspec

from crossfoot_templates.model import Label, Rule
from crossfoot_tests.end_to_end.terminal import Terminal
from crossfoot_tests.end_to_end.world import CATALOG, company

SCOPE = [
    "  entity     reference  Entity: A row of entity, by its code or its name.",
    "  team       reference  Team: A row of team, by its code or its name.",
    "  owner      reference  Owner: A row of user, by its code or its name.",
]


def test_the_columns_of_a_table_are_told_with_what_a_cell_may_hold(terminal: Terminal) -> None:
    numbered = "A code; left blank, it is given a number such as FP-0001."
    amount = "An amount, at most 2 decimal places, such as 12800.5. 12.5万 and 1.2亿 are understood. Not below 0."
    assert terminal.says("columns", "ledger", "invoice", code=0).splitlines() == [
        "invoice  Invoices",
        f"  number     code       Number: No two rows may have the same. {numbered}",
        "  customer   reference  Customer: Required. A row of customer, by code or name.",
        "  issued_on  date       Issued on: Required. A date, such as 2024-03-05.",
        f"  amount     money      Amount: Required. {amount} Its currency stands in currency.",
        "  currency   choice     Currency: Required. One of: CNY = Yuan; USD = US dollar.",
        "  disputed   boolean    Disputed: Choose Yes or No from the list.",
        "  called_at  datetime   Called at: A date and time, such as 2024-03-05 14:30, by the clock of Asia/Shanghai.",
        "  terms      long_text  Terms: May have several lines (Alt+Enter), at most 4000 characters.",
        *SCOPE,
        "  notes      long_text  Notes: May have several lines (Alt+Enter), at most 4000 characters.",
    ]


def test_without_a_table_all_of_the_book_are_listed_and_what_is_read_only_says_so(terminal: Terminal) -> None:
    listed = terminal.says("columns", "billing", code=0).splitlines()
    assert [line for line in listed if not line.startswith("  ")] == [
        "invoice  Invoices",
        "customer  Customers  (read-only in this book)",
    ]
    assert "  name   text       Name: Read-only for you. Required. No two rows may have the same. " in "\n".join(listed)


def test_a_key_of_several_columns_is_told_with_each_of_them(terminal: Terminal) -> None:
    listed = terminal.says("columns", "ledger", "visit", code=0).splitlines()
    both = "No two rows may have the same day, customer."
    assert [line.partition(": ")[2] for line in listed if both in line] == [
        f"Required. {both} A date, such as 2024-03-05.",
        f"Required. {both} A row of customer, by code or name.",
    ]


def test_as_json_they_are_what_the_server_describes(terminal: Terminal) -> None:
    told = terminal.json("columns", "ledger", "visit")
    assert [column["name"] for column in told["tables"][0]["table"]["columns"]][:3] == ["day", "customer", "result"]
    assert [each["name"] for each in told["choices"]] == ["currency"]


def test_a_table_that_there_is_not_is_told_with_those_there_are(terminal: Terminal) -> None:
    assert terminal.says("columns", "ledger", "bids", code=1) == (
        "Error: There is no table “bids” in ledger. It has: customer (Customers), invoice (Invoices), visit (Visits)"
    )


def test_the_rules_of_a_table_are_told_with_their_formulas(tmp_path: Path) -> None:
    rules = (
        Rule(name="owed", kind="check", formula="=[@amount]>0", message=Label("须为正数。", "It is above nought.")),
        Rule(
            name="late",
            kind="highlight",
            formula='=AND([@issued_on]<TODAY(),[@currency]<>"USD")',
            message=Label("已过期。", "It is late."),
        ),
        Rule(
            name="large",
            kind="approve_when",
            formula="=[@amount]>100000",
            message=Label("金额较大。", "A large one."),
            roles=("sales_manager", "management"),
        ),
    )
    invoice = msgspec.structs.replace(CATALOG.tables["invoice"], rules=rules)
    catalog = msgspec.structs.replace(CATALOG, tables=CATALOG.tables | {"invoice": invoice})
    with company(tmp_path, catalog) as world:
        terminal = Terminal(tmp_path / "config", world)
        terminal.log_in()
        assert terminal.says("columns", "ledger", "invoice", code=0).splitlines()[-3:] == [
            "  rule owed  check =[@amount]>0  It is above nought.",
            '  rule late  highlight =AND([@issued_on]<TODAY(),[@currency]<>"USD")  It is late.',
            "  rule large  approve_when =[@amount]>100000  A large one.  Approved by sales_manager, then management.",
        ]
