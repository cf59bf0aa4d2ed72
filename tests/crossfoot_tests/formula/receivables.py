"""A small book that formulas are checked against: receivables, what is allocated to them, and customers."""

from __future__ import annotations

from collections.abc import Mapping

from crossfoot_templates.formula.checking import ColumnKind, Headings, Purpose, Scope, check
from crossfoot_templates.formula.excel import Rendering
from crossfoot_templates.formula.kinds import Boolean, Choice, Date, Instant, Kind, Number, Reference, Text
from crossfoot_templates.formula.parsing import parse
from crossfoot_templates.formula.typed import Call, Constant, Expression, OwnColumn, TableColumn
from crossfoot_templates.label import Label

MONEY = Number(2, "currency")
STATUS, STAGE = Choice("status", ranked=False), Choice("stage", ranked=True)
SHANGHAI, BERLIN = Instant("Asia/Shanghai"), Instant("Europe/Berlin")

RECEIVABLE: Mapping[str, Kind] = {
    "number": Text(),
    "customer": Reference("customer"),
    "currency": Choice("currency", ranked=False),
    "amount": MONEY,
    "paid": MONEY,
    "fee": Number(2, "fee_currency"),
    "quantity": Number(0),
    "rate": Number(4),
    "discount": Number(4),
    "due_on": Date(),
    "issued_on": Date(),
    "made_at": SHANGHAI,
    "sent_at": SHANGHAI,
    "shipped_at": BERLIN,
    "urgent": Boolean(),
    "status": STATUS,
    "stage": STAGE,
    "owner": Reference("user"),
    "team": Reference("team"),
    "title": Text(),
    "residual": MONEY,
    "final_on": Date(),
    "settled": Boolean(),
    "band": STATUS,
    "remark": Text(),
}
COMPUTED = frozenset({"residual", "final_on", "settled", "band", "remark"})
TABLES: Mapping[str, Mapping[str, Kind]] = {
    "receivable": RECEIVABLE,
    "allocation": {
        "item": Reference("receivable"),
        "amount": MONEY,
        "share": Number(4),
        "paid_on": Date(),
        "status": STATUS,
        "note": Text(),
        "urgent": Boolean(),
    },
    "customer": {"code": Text(), "name": Text(), "credit": MONEY, "since": Date(), "status": STATUS},
}
CODES = {"status": ("open", "settled"), "stage": ("lead", "tender", "won"), "currency": ("CNY", "EUR")}
HEADINGS = Headings(
    tables={"allocation": Label("核销明细", "Allocated")},
    columns={
        "receivable": {"amount": Label("金额", "Gross amount"), "due_on": Label("到期日", "Due date")},
        "allocation": {"paid_on": Label("收款日", "Day of payment")},
    },
    choices={"stage": {"won": Label("签约", "3 Won")}},
)
LABELS = {"open": "未结", "settled": "已结", "lead": "线索", "tender": "投标", "won": "赢单"}


def scope(purpose: Purpose = "compute", expected: Kind | None = None) -> Scope:
    """The receivables as a formula for ``purpose`` sees them."""
    return Scope(
        table="receivable",
        columns={name: ColumnKind(kind, name in COMPUTED, name == "discount") for name, kind in RECEIVABLE.items()},
        purpose=purpose,
        tables=TABLES,
        keys={"receivable": ("number",), "customer": ("code",)},
        choices=CODES,
        expected=expected,
        headings=HEADINGS,
    )


def checked(text: str, purpose: Purpose = "approve_when", expected: Kind | None = None) -> Expression:
    """The formula ``text``, checked."""
    return check(parse(text), scope(purpose, expected))


def computed(text: str, expected: Kind | None = None) -> Expression:
    """The formula ``text``, checked as that of a computed column."""
    return checked(text, "compute", expected)


def own(column: str) -> OwnColumn:
    """A column of the receivable."""
    return OwnColumn(column, RECEIVABLE[column], column in COMPUTED)


def of(table: str, column: str) -> TableColumn:
    """A whole column of a table."""
    return TableColumn(table, column, TABLES[table][column])


def said(expression: Expression) -> str:
    """``expression`` on one line, without its kinds, as ``IF(urgent, 1, stage:won)``."""
    match expression:
        case Constant(value, Choice(choices)) if value is not None:
            return f"{choices}:{value}"
        case Constant(value):
            return "blank" if value is None else f"{value}"
        case OwnColumn(column):
            return column
        case TableColumn(table, column):
            return f"{table}.{column}"
        case Call(name, arguments):
            return f"{name}({', '.join(map(said, arguments))})"


RENDERING = Rendering(
    refer=lambda column: f"[{column}]",
    labels=lambda _choices, code: LABELS[code],
    codes=CODES,
    yes=("是", "Yes"),
)
