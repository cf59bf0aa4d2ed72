"""Of what kind a formula is: scales and currencies of numbers, and what dates, texts and choices give."""

from __future__ import annotations

import pytest

from crossfoot_templates.formula.checking import kind_of
from crossfoot_templates.formula.kinds import (
    Blank,
    Boolean,
    Choice,
    Date,
    Instant,
    Kind,
    Number,
    Reference,
    Text,
)
from crossfoot_templates.model import ChoiceList
from crossfoot_templates.types import TYPES, ColumnType
from crossfoot_templates.types import Boolean as BooleanType
from crossfoot_templates.types import Choice as ChoiceType
from crossfoot_templates.types import Code as CodeType
from crossfoot_templates.types import Date as DateType
from crossfoot_templates.types import DateTime as DateTimeType
from crossfoot_templates.types import Decimal as DecimalType
from crossfoot_templates.types import Integer as IntegerType
from crossfoot_templates.types import LongText as LongTextType
from crossfoot_templates.types import Money as MoneyType
from crossfoot_templates.types import Percent as PercentType
from crossfoot_templates.types import Reference as ReferenceType
from crossfoot_templates.types import Text as TextType
from crossfoot_tests.formula.receivables import MONEY, SHANGHAI, STAGE, STATUS, checked, computed

KINDS: list[tuple[ColumnType, Kind]] = [
    (TextType(), Text()),
    (LongTextType(), Text()),
    (CodeType(), Text()),
    (IntegerType(), Number(0)),
    (DecimalType(scale=3), Number(3)),
    (MoneyType(scale=2, currency="currency"), Number(2, "currency")),
    (PercentType(), Number(6)),
    (DateType(), Date()),
    (DateTimeType(zone="Europe/Berlin"), Instant("Europe/Berlin")),
    (BooleanType(), Boolean()),
    (ChoiceType(choices="stage"), Choice("stage", ranked=True)),
    (ChoiceType(choices="status"), Choice("status", ranked=False)),
    (ReferenceType(table="customer"), Reference("customer")),
]


def test_every_column_type_has_a_kind() -> None:
    lists = {"stage": ChoiceList("stage", (), ordered=True), "status": ChoiceList("status", ())}
    assert [kind_of(column_type, lists) for column_type, _kind in KINDS] == [kind for _column_type, kind in KINDS]
    assert {column_type.name for column_type, _kind in KINDS} == TYPES.keys()


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("=1", Number(0)),
        ("=100", Number(0)),
        ("=1.250", Number(2)),
        ("=[@quantity]+1", Number(0)),
        ("=[@rate]-[@quantity]", Number(4)),
        ("=[@rate]*[@rate]", Number(8)),
        ("=[@rate]/[@quantity]", Number(None)),
        ("=[@rate]/[@quantity]+1", Number(None)),
        ("=[@rate]/[@quantity]*2", Number(None)),
        ("=5%", Number(2)),
        ("=[@rate]%", Number(6)),
        ("=([@rate]/3)%", Number(None)),
        ("=-[@rate]", Number(4)),
        ("=+[@rate]", Number(4)),
        ("=ABS([@rate])", Number(4)),
        ("=ROUND([@rate],2)", Number(2)),
        ("=ROUNDUP([@rate],-2)", Number(0)),
        ("=ROUNDDOWN([@rate]/3,6)", Number(6)),
        ("=INT([@rate]/3)", Number(0)),
        ("=MOD([@rate],[@quantity])", Number(4)),
        ("=MOD([@rate]/3,2)", Number(None)),
        ("=MIN([@rate],[@quantity],0.12345)", Number(5)),
        ("=SUM([@quantity],2)", Number(0)),
        ("=LEN([@title])", Number(0)),
        ('=SEARCH("a",[@title],2)', Number(0)),
    ],
)
def test_numbers_keep_as_many_decimals_as_they_can_have(text: str, kind: Kind) -> None:
    assert computed(text).kind == kind


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("=[@amount]+[@paid]", MONEY),
        ("=[@amount]+0", MONEY),
        ("=1.255-[@amount]", Number(3, "currency")),
        ("=-[@amount]", MONEY),
        ("=[@amount]*[@rate]", Number(6, "currency")),
        ("=[@quantity]*[@amount]", MONEY),
        ("=[@amount]*5%", Number(4, "currency")),
        ("=[@amount]/3", Number(None, "currency")),
        ("=[@amount]/[@paid]", Number(None)),
        ("=1/[@paid]", Number(None)),
        ("=ROUND([@amount]/3,2)", MONEY),
        ("=INT([@amount])", Number(0, "currency")),
        ("=MOD([@amount],100)", MONEY),
        ("=MAX([@amount],[@paid],0)", MONEY),
        ("=SUM([@amount],[@amount]*[@rate])", Number(6, "currency")),
        ("=IF([@urgent],[@amount],0)", MONEY),
        ('=IF([@urgent],"",[@amount])', MONEY),
        ("=[@amount]-SUMIFS(allocation[amount],allocation[item],[@number])", MONEY),
        ("=[@amount]-[@rate]*XLOOKUP([@customer],customer[code],customer[credit])", Number(6, "currency")),
        ("=[@amount]-XLOOKUP([@customer],customer[code],customer[credit])/[@quantity]", Number(None, "currency")),
        ("=SUMIFS(allocation[amount],allocation[item],[@number])", Number(2)),
        ("=MAXIFS(allocation[amount],allocation[item],[@number])", Number(2)),
        ("=MINIFS(allocation[paid_on],allocation[item],[@number])", Date()),
        ("=COUNTIFS(allocation[item],[@number])", Number(0)),
        ("=XLOOKUP([@customer],customer[code],customer[credit],0.125)", Number(3)),
        ("=XLOOKUP([@customer],customer[code],customer[since])", Date()),
        ('=XLOOKUP([@title],customer[name],customer[status],"open")', STATUS),
        ("=[@fee]", Number(2, "fee_currency")),
    ],
)
def test_amounts_keep_their_currency(text: str, kind: Kind) -> None:
    assert computed(text).kind == kind


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("=[@due_on]-[@issued_on]", Number(0)),
        ("=[@due_on]+30", Date()),
        ("=30+[@due_on]", Date()),
        ("=[@due_on]-[@quantity]", Date()),
        ("=[@sent_at]-[@made_at]", Number(None)),
        ("=INT([@made_at])", Date()),
        ("=INT([@sent_at])-INT([@shipped_at])", Number(0)),
        ("=TODAY()", Date()),
        ("=DATE(2025,1,31)", Date()),
        ("=YEAR([@due_on])", Number(0)),
        ("=MONTH([@made_at])", Number(0)),
        ("=DAY([@due_on])", Number(0)),
        ("=EDATE([@due_on],-1)", Date()),
        ("=EOMONTH([@due_on],0)", Date()),
        ("=DAYS([@due_on],TODAY())", Number(0)),
        ("=WEEKDAY([@due_on],2)", Number(0)),
        ("=NETWORKDAYS([@issued_on],[@due_on])", Number(0)),
        ("=MAX([@due_on],[@issued_on])", Date()),
        ('=IF([@urgent],[@made_at],"")', SHANGHAI),
    ],
)
def test_days_and_times_give_days_and_counts_of_days(text: str, kind: Kind) -> None:
    assert computed(text).kind == kind


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ('=[@title]&"-"&[@number]&[@amount]', Text()),
        ('=""&[@title]', Text()),
        ("=LEFT([@title])&RIGHT([@title],2)&MID([@title],2,3)", Text()),
        ("=TRIM(UPPER(LOWER([@title])))", Text()),
        ('=SUBSTITUTE([@title],"a","",1)', Text()),
        ('=TEXT([@amount]/3,"#,##0.00")', Text()),
        ('=TEXT([@due_on],"yyyy年m月d日")', Text()),
        ('=EXACT([@title],"a")', Boolean()),
        ('=AND([@urgent],NOT([@settled]),[@title]="")', Boolean()),
        ("=[@urgent]<>TRUE", Boolean()),
        ('=IF([@urgent],"open",[@status])', STATUS),
        ('=IF([@urgent],[@stage],"won")', STAGE),
        ('=IF([@urgent],"a","b")', Text()),
        ('=IF([@urgent],"","")', Blank()),
        ('=IFS([@urgent],1,[@settled],"",TRUE,0.5)', Number(1)),
        ('=SWITCH([@status],"open",[@due_on],[@issued_on])', Date()),
        ("=IF([@urgent],[@owner],[@owner])", Reference("user")),
    ],
)
def test_texts_conditions_and_choices(text: str, kind: Kind) -> None:
    assert computed(text).kind == kind


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("=USER()", Reference("user")),
        ("=OLD([@amount])", MONEY),
        ("=INTEAM([@team])", Boolean()),
        ('=ROLE("finance")', Boolean()),
    ],
)
def test_what_only_the_server_knows_has_its_kind(text: str, kind: Kind) -> None:
    comparable = f"={text[1:]}={text[1:]}"
    call = checked(comparable)
    assert [each.kind for each in getattr(call, "arguments", ())] == [kind, kind]
