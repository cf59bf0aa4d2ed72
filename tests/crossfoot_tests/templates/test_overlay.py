"""A later file laid over an earlier one: what it may change, and what it may not."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from pathlib import Path

import pytest

from crossfoot_templates.loader import load_catalog
from crossfoot_templates.model import Catalog, Choice, Column, Label, Sheet
from crossfoot_templates.standard import STANDARD_COLUMNS
from crossfoot_templates.types import Boolean, Code, Text
from crossfoot_tests.templates.definitions import VISITS, loaded, problems_of

BASE = """\
[book]
name = "loans"
zh = "借款"
en = "Loans"

[[table]]
name = "loan"
zh = "借款单"
en = "Loan"
key = ["number"]

[[table.column]]
name = "number"
type = "code"
zh = "编号"
en = "Number"
max_length = 20
required = true

[[table.column]]
name = "currency"
type = "code"
zh = "币种"
en = "Currency"
length = 3

[[table.column]]
name = "amount"
type = "money"
zh = "金额"
en = "Amount"
currency = "currency"
min = 0
max = 1000
recommended = true
write = ["finance", "management"]

[[table.column]]
name = "day"
type = "date"
zh = "日期"
en = "Day"
min = 2020-01-01

[[table.column]]
name = "share"
type = "percent"
zh = "比例"
en = "Share"

[[table.column]]
name = "grade"
type = "choice"
zh = "等级"
en = "Grade"
choices = "grade"

[[choices]]
name = "grade"
items = [{ code = "a", zh = "甲", en = "First" }, { code = "b", zh = "乙", en = "Second" }]
"""

CHANGE = '[book]\nname = "loans"\n\n[[table]]\nname = "loan"\n'
BOOK = "[book]\nname = 'loans'\n"


def change(column: str, line: str) -> str:
    """An overlay that changes one column by one line, its ninth."""
    return f'{CHANGE}\n[[table.column]]\nname = "{column}"\n{line}\n'


def column_of(catalog: Catalog, name: str) -> Column:
    return catalog.tables["loan"].by_name[name]


@pytest.mark.parametrize(
    ("column", "line", "attribute", "value"),
    [
        ("amount", "min = 10", "min", Decimal(10)),
        ("amount", "min = 0.01", "min", Decimal("0.01")),
        ("amount", "min = 0", "min", Decimal(0)),
        ("amount", "max = 999.99", "max", Decimal("999.99")),
        ("share", "max = 0.5", "max", Decimal("0.5")),
        ("day", "min = 2021-01-01", "min", dt.date(2021, 1, 1)),
        ("day", "max = 2030-12-31", "max", dt.date(2030, 12, 31)),
        ("number", "max_length = 12", "max_length", 12),
        ("number", "length = 8", "length", 8),
        ("number", "pattern = 'L\\d+'", "pattern", r"L\d+"),
        ("currency", "length = 3", "length", 3),
    ],
)
def test_a_limit_can_be_made_tighter(column: str, line: str, attribute: str, value: object) -> None:
    assert getattr(column_of(loaded(BASE, change(column, line)), column).type, attribute) == value


@pytest.mark.parametrize(
    ("column", "line", "attribute", "value"),
    [
        ("amount", 'zh = "本金"', "label", Label("本金", "Amount")),
        ("amount", 'en = "Principal"', "label", Label("金额", "Principal")),
        ("amount", 'help_zh = "元"\nhelp_en = "Yuan"', "help", Label("元", "Yuan")),
        ("amount", "width = 22", "width", 22),
        ("amount", "required = true", "required", True),
        ("day", "recommended = true", "recommended", True),
        ("day", "required = false", "required", False),
        ("amount", 'write = ["finance"]', "write", ("finance",)),
        ("amount", 'read = ["finance", "auditor"]', "read", ("finance", "auditor")),
        ("notes", 'zh = "说明事项"', "label", Label("说明事项", "Notes")),
        ("owner", "required = true", "required", True),
    ],
)
def test_a_column_can_be_relabelled_and_asked_for(column: str, line: str, attribute: str, value: object) -> None:
    assert getattr(column_of(loaded(BASE, change(column, line)), column), attribute) == value


LOOSER = "a limit can only be made tighter: it is {}, and {} is looser."
FIXED = "it cannot be changed: it is {} and stays so, not {}."
WIDER = "roles can only be taken away: it is for {}, and {} would let others in."


@pytest.mark.parametrize(
    ("column", "line", "says"),
    [
        ("amount", "min = -1", LOOSER.format("0", "-1")),
        ("amount", "max = 1000.01", LOOSER.format("1000", "1000.01")),
        ("share", "max = 2", LOOSER.format("1", "2")),
        ("day", "min = 2019-12-31", LOOSER.format("2020-01-01", "2019-12-31")),
        ("day", "max = 2200-01-01", LOOSER.format("2149-12-31", "2200-01-01")),
        ("number", "max_length = 21", LOOSER.format("20", "21")),
        ("currency", "length = 4", LOOSER.format("3", "4")),
        ("amount", 'type = "decimal"', FIXED.format("money", "decimal")),
        ("amount", "scale = 4", FIXED.format("2", "4")),
        ("amount", 'currency = "number"', FIXED.format("currency", "number")),
        ("amount", "wan = false", FIXED.format("true", "false")),
        ("grade", 'choices = "grades"', FIXED.format("grade", "grades")),
        ("number", 'numbering = "L#"', FIXED.format("—", "L#")),
        ("number", "required = false", "what is true stays true."),
        ("amount", "recommended = false", "what is true stays true."),
        ("amount", 'write = ["finance", "sales"]', WIDER.format("finance, management", "finance, sales")),
        ("amount", "write = []", WIDER.format("finance, management", "[]")),
        ("amount", "min = 2000", "min 2000 is above max 1000."),
        ("amount", 'writes = ["finance"]', None),
        ("owner", 'table = "team"', FIXED.format("user", "team")),
    ],
)
def test_nothing_can_be_loosened(column: str, line: str, says: str | None) -> None:
    key = line.split(" ", maxsplit=1)[0]
    said = problems_of(BASE, change(column, line))
    assert len(said) == 1
    place, sentence = said[0].split(f" › key {key}: ")
    assert place == f"b.toml:9: book loans › table loan › column {column}"
    assert sentence == says or (says is None and sentence.endswith("Is it “write”?"))


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ('key = ["day"]', FIXED.format('["number"]', '["day"]')),
        ('unique = [["day"]]', FIXED.format("[]", "[[…]]")),
        ('display = "day"', FIXED.format("—", '"day"')),
        ('removal = "delete"', FIXED.format('"void"', '"delete"')),
    ],
)
def test_what_a_table_stands_on_stays(line: str, says: str) -> None:
    key = line.split(" ", maxsplit=1)[0]
    assert problems_of(BASE, f"{CHANGE}{line}\n") == [f"b.toml:6: book loans › table loan › key {key}: {says}"]


def test_what_is_stated_again_and_the_same_changes_nothing() -> None:
    assert loaded(BASE, BASE) == loaded(BASE)


def test_a_table_can_be_relabelled() -> None:
    table = loaded(BASE, f'{CHANGE}zh = "贷款"\nhelp_zh = "甲"\nhelp_en = "A"\n').tables["loan"]
    assert (table.label, table.help) == (Label("贷款", "Loan"), Label("甲", "A"))


def test_new_columns_come_after_the_table_s_own_and_before_the_standard_ones() -> None:
    catalog = loaded(BASE, change("secured", 'type = "boolean"\nzh = "有担保"\nen = "Secured"'))
    standard = [column.name for column in STANDARD_COLUMNS]
    assert [column.name for column in catalog.tables["loan"].columns[-6:]] == ["grade", "secured", *standard]
    assert column_of(catalog, "secured").type == Boolean()


def test_a_slip_in_a_column_s_name_is_told_with_the_nearest() -> None:
    assert problems_of(BASE, change("amuont", "max = 10")) == [
        (
            "b.toml:8: book loans › table loan › column amuont › key name: there is no “amuont” to change, and a new "
            "one needs the key type. Is it “amount”?"
        )
    ]


def test_a_slip_in_a_table_s_name_is_told_with_the_nearest() -> None:
    assert problems_of(BASE, CHANGE.replace('"loan"', '"laon"')) == [
        (
            "b.toml:5: book loans › table laon › key name: there is no “laon” to change, and a new one needs the key "
            "key. Is it “loan”?"
        )
    ]


def test_a_slip_in_a_book_s_name_is_told_with_the_nearest() -> None:
    assert problems_of(BASE, CHANGE.replace('"loans"', '"lones"')) == [
        "b.toml:2: book lones › key name: there is no “lones” to change, and a new one needs the key zh. Is it “loans”?"
    ]


def test_a_table_is_changed_in_a_file_of_its_own_book() -> None:
    assert problems_of(VISITS, BASE, '[book]\nname = "loans"\n[[table]]\nname = "shop"\n') == [
        (
            "c.toml:4: book loans › table shop › key name: the table “shop” belongs to book visits: change it in a "
            "file of that book, or show it here with [[share]]."
        )
    ]


def test_choices_are_added_and_relabelled() -> None:
    more = '[[choices]]\nname = "grade"\n[[choices.items]]\ncode = "c"\nzh = "丙"\nen = "Third"\n'
    other = '[[choices.items]]\ncode = "a"\nen = "Best"\n'
    assert loaded(BASE, more + other).choices["grade"].choices == (
        Choice("a", Label("甲", "Best")),
        Choice("b", Label("乙", "Second")),
        Choice("c", Label("丙", "Third")),
    )


def test_the_order_of_choices_stays() -> None:
    assert problems_of(BASE, '[[choices]]\nname = "grade"\nordered = true') == [
        "b.toml:3: choices grade › key ordered: it cannot be changed: it is false and stays so, not true."
    ]


def test_a_new_choice_needs_its_words() -> None:
    assert problems_of(BASE, '[[choices]]\nname = "grade"\nitems = [{ code = "c", zh = "丙" }]') == [
        "b.toml:3: choices grade › item c: the key en is missing."
    ]


def test_a_book_can_be_relabelled_and_given_its_date_order() -> None:
    book = loaded(BASE, f"{BOOK}en = 'Credit'\ndate_order = 'dmy'").books["loans"]
    assert (book.label, book.date_order) == (Label("借款", "Credit"), "dmy")


def test_sheets_stand_in_the_order_of_the_files() -> None:
    first = '[book]\nname = "sales"\nzh = "销售"\nen = "Sales"\n'
    share = '[[share]]\ntable = "{}"\n'
    table = (
        '[[table]]\nname = "{0}"\nzh = "{0}"\nen = "{0}"\nkey = ["code"]\n'
        '[[table.column]]\nname = "code"\ntype = "code"\nzh = "编号"\nen = "Code"\nrequired = true\n'
    )
    text = first + share.format("shop") + table.format("town") + share.format("loan") + table.format("road")
    assert loaded(VISITS, BASE, text).books["sales"].sheets == tuple(
        Sheet(table=name) for name in ("shop", "town", "loan", "road")
    )


SHARING = (
    '[book]\nname = "sales"\nzh = "销售"\nen = "Sales"\n'
    '[[share]]\ntable = "loan"\ncolumns = ["number"]\neditable = false\n'
)


def test_a_share_can_be_given_more_columns() -> None:
    more = '[book]\nname = "sales"\n[[share]]\ntable = "loan"\ncolumns = ["number", "day"]\n'
    assert loaded(BASE, SHARING, more).books["sales"].sheets == (
        Sheet(table="loan", columns=("number", "day"), editable=False),
    )


def test_a_share_cannot_be_opened_for_editing() -> None:
    more = '[book]\nname = "sales"\n[[share]]\ntable = "loan"\neditable = true\n'
    assert problems_of(BASE, SHARING, more) == [
        (
            "c.toml:5: book sales › share loan › key editable: a limit can only be made tighter: it is false, and true "
            "is looser."
        )
    ]


def test_a_share_can_be_closed_for_editing() -> None:
    open_share = SHARING.replace("editable = false\n", "")
    more = '[book]\nname = "sales"\n[[share]]\ntable = "loan"\neditable = false\n'
    assert loaded(BASE, open_share, more).books["sales"].sheets == (
        Sheet(table="loan", columns=("number",), editable=False),
    )


def test_a_standard_column_that_a_table_declares_stands_where_it_is_declared() -> None:
    text = BASE.replace(
        '[[table.column]]\nname = "currency"',
        '[[table.column]]\nname = "owner"\nrequired = true\n\n[[table.column]]\nname = "currency"',
    )
    table = loaded(text).tables["loan"]
    assert [column.name for column in table.columns] == [
        *("number", "owner", "currency", "amount", "day", "share", "grade"),
        *("entity", "team", "notes"),
    ]
    assert table.by_name["owner"].required


def test_files_are_laid_over_each_other_by_name(tmp_path: Path) -> None:
    head = '[book]\nname = "receivables"\n[[table]]\nname = "receivable"\n[[table.column]]\nname = "terms_days"\n'
    (tmp_path / "1.toml").write_text(f'{head}max = 90\nen = "Credit"\n', encoding="utf-8")
    (tmp_path / "2.toml").write_text(f"{head}max = 60\n", encoding="utf-8")
    (tmp_path / "notes.txt").write_text("not ours", encoding="utf-8")
    column = load_catalog(tmp_path).tables["receivable"].by_name["terms_days"]
    assert (column.label.en, column.type.check(61) is None, column.type.check(60) is None) == ("Credit", False, True)


def test_a_company_adds_a_book_with_a_sheet_of_a_shipped_table(tmp_path: Path) -> None:
    (tmp_path / "ours.toml").write_text(
        """
        [book]
        name = "warranty"
        zh = "保修"
        en = "Warranty"

        [[share]]
        table = "customer"

        [[table]]
        name = "claim"
        zh = "保修单"
        en = "Claim"
        key = ["number"]
        column = [
          { name = "number", type = "code", zh = "编号", en = "Number", numbering = "BX-####" },
          { name = "customer", type = "reference", table = "customer", zh = "客户", en = "Customer" },
        ]
        """,
        encoding="utf-8",
    )
    catalog = load_catalog(tmp_path)
    shipped = load_catalog()
    # Customers are changed in it, and some of their changes others have to approve.
    assert catalog.books["warranty"].sheets == (Sheet(table="customer"), Sheet(table="claim"), Sheet(table="approval"))
    assert catalog.tables["claim"].references()["customer"] == "customer"
    assert {name: catalog.tables[name] for name in shipped.tables} == shipped.tables
    assert {name: catalog.books[name] for name in shipped.books} == shipped.books


def test_a_column_keeps_the_type_it_was_given() -> None:
    catalog = loaded(BASE, change("memo", 'type = "text"\nzh = "摘要"\nen = "Memo"\nmax_length = 50'))
    assert column_of(catalog, "memo").type == Text(max_length=50)
    assert column_of(catalog, "number").type == Code(max_length=20)
