"""Control totals tie exactly when what is listed explains the difference."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from crossfoot_sync.engine.answer import StoredRow
from crossfoot_sync.engine.totals import ControlTotals, Course, Difference, Side, control_totals, sheet_side, store_side
from crossfoot_sync.engine.wire import Visible
from crossfoot_templates.types import CellValue, WireValue
from crossfoot_tests.sync.sheets import Line, in_step, row_id, sheet

amounts = st.sampled_from([None, "0.00", "0.10", "0.20", "1000000000000.01"])
cells: st.SearchStrategy[CellValue] = st.sampled_from([None, 0.1, 0.2, 0.3, "?", "1万"])
currencies = st.sampled_from(["CNY", "USD"])


def seen(stored: dict[str, StoredRow]) -> Visible:
    """What the server says of the rows of a store."""
    sums: dict[str, Decimal] = {}
    for row in stored.values():
        if row.values["amount"] is not None:
            currency = str(row.values["currency"])
            sums[currency] = sums.get(currency, Decimal(0)) + Decimal(str(row.values["amount"]))
    return Visible(len(stored), "", {"amount": {currency: str(total) for currency, total in sums.items()}})


@st.composite
def sides(draw: st.DrawFn) -> tuple[list[Line], dict[str, StoredRow]]:
    """A sheet and a store: rows edited, added, deleted, and rows that left the scope."""
    lines, stored = [], {}
    for number in range(draw(st.integers(0, 4))):
        values: dict[str, WireValue] = {"name": "x", "amount": draw(amounts), "currency": draw(currencies)}
        line = in_step(number, 1, **values)
        fate = draw(st.sampled_from(["in step", "edited", "deleted", "left"]))
        if fate == "edited":
            line = replace(line, shows={**line.shows, "amount": draw(cells), "currency": draw(currencies)})
        if fate != "deleted":
            lines.append(line)
        if fate != "left":
            stored[row_id(number)] = StoredRow(1, values)
    new = [
        Line({"name": "new", "amount": draw(cells), "currency": draw(currencies)})
        for _ in range(draw(st.integers(0, 2)))
    ]
    return lines + new, stored


@given(sides())
def test_totals_tie_where_every_difference_is_listed(drawn: tuple[list[Line], dict[str, StoredRow]]) -> None:
    lines, stored = drawn
    totals = control_totals(sheet(lines), seen(stored), stored, stored.keys())
    assert totals.ties
    assert totals.agree == (not (totals.differences or totals.only_here or totals.only_stored))


@given(sides(), st.sampled_from(["0.01", "-0.01", "1000000"]))
def test_totals_do_not_tie_where_an_amount_is_not_explained(
    drawn: tuple[list[Line], dict[str, StoredRow]], more: str
) -> None:
    lines, stored = drawn
    visible = seen(stored)
    before = Decimal(visible.totals["amount"].get("CNY", "0"))
    visible.totals["amount"]["CNY"] = str(before + Decimal(more))
    assert not control_totals(sheet(lines), visible, stored, stored.keys()).ties


@given(sides(), st.sampled_from([-1, 1]))
def test_totals_do_not_tie_where_a_row_is_not_explained(
    drawn: tuple[list[Line], dict[str, StoredRow]], more: int
) -> None:
    lines, stored = drawn
    visible = seen(stored)
    visible.count += more
    assert not control_totals(sheet(lines), visible, stored, stored.keys()).ties


def test_a_difference_is_listed_by_row_column_and_currency() -> None:
    changed = replace(in_step(1, name="a", amount="5.00", currency="CNY"), shows={"amount": 7.0, "currency": "USD"})
    left = in_step(2, name="b", amount="1.00", currency="CNY")
    deleted = StoredRow(1, {"amount": "3.00", "currency": "CNY"})
    stored = {row_id(1): StoredRow(1, {"amount": "5.00", "currency": "CNY"}), row_id(3): deleted}
    totals = control_totals(sheet([changed, left]), seen(stored), stored, stored.keys())
    assert totals == ControlTotals(
        rows=2,
        stored_rows=2,
        sums={"amount": {"USD": Decimal("7.00"), "CNY": Decimal("1.00")}},
        stored_sums={"amount": {"CNY": Decimal("8.00")}},
        differences=(
            Difference(row_id(1), "amount", "USD", Decimal("7.00"), None),
            Difference(row_id(1), "amount", "CNY", None, Decimal("5.00")),
            Difference(row_id(2), "amount", "CNY", Decimal("1.00"), None),
            Difference(row_id(3), "amount", "CNY", None, Decimal("3.00")),
        ),
        only_here=(row_id(2),),
        only_stored=(row_id(3),),
    )


@given(sides())
def test_a_side_alone_says_what_both_sides_together_say(drawn: tuple[list[Line], dict[str, StoredRow]]) -> None:
    lines, stored = drawn
    totals = control_totals(sheet(lines), seen(stored), stored, stored.keys())
    visible = seen(stored)
    assert sheet_side(sheet(lines)).sums == totals.sums
    assert store_side(visible.count, visible.totals, {"amount"}) == Side(totals.stored_rows, totals.stored_sums)


def test_a_row_that_only_one_side_has_makes_them_differ_without_money_too() -> None:
    left, new = in_step(1, 1, name="x", amount=None, currency=None), Line({"name": "new"})
    kept = StoredRow(1, {"name": "kept", "amount": None, "currency": None})
    totals = control_totals(sheet([new]), seen({row_id(2): kept}), {}, {row_id(2)})
    assert (totals.rows, totals.stored_rows, totals.differences, totals.only_stored) == (1, 1, (), (row_id(2),))
    assert (len(totals.only_here), totals.agree, totals.ties) == (1, False, True)
    gone = control_totals(sheet([left]), seen({}), {}, set())
    assert (gone.only_here, gone.agree, gone.ties) == ((row_id(1),), False, True)


def test_differences_that_make_up_for_each_other_are_differences() -> None:
    lines, stored = [], {}
    for number, here, there in ((1, 2.0, "3.00"), (2, 3.0, "2.00")):
        line = in_step(number, 1, name="x", amount=there, currency="CNY")
        lines.append(replace(line, shows={**line.shows, "amount": here}))
        stored[row_id(number)] = StoredRow(1, {"name": "x", "amount": there, "currency": "CNY"})
    totals = control_totals(sheet(lines), seen(stored), stored, stored.keys())
    assert (totals.sums == totals.stored_sums, totals.agree, totals.ties) == (True, False, True)


def test_what_cannot_be_read_as_an_amount_is_a_difference_against_none() -> None:
    new = Line({"name": "new", "amount": "about a million", "currency": "CNY"}, id=row_id(1))
    totals = control_totals(sheet([new]), seen({}), {}, set())
    assert totals.differences == (Difference(row_id(1), "amount", "", None, None),)
    assert totals.ties


def test_a_new_row_counts_in_the_sheet_as_soon_as_it_stands_there() -> None:
    lines = [
        in_step(1, 1, name="x", amount="1.00", currency="CNY"),
        Line({"name": "new", "amount": 2.0, "currency": "CNY"}),
    ]
    assert sheet_side(sheet(lines)) == Side(2, {"amount": {"CNY": Decimal("3.00")}})


def test_sums_of_columns_that_the_sheet_lacks_are_left_out() -> None:
    assert store_side(3, {"amount": {"CNY": "1.00"}, "cost": {"CNY": "9.00"}}, {"amount"}) == Side(
        3, {"amount": {"CNY": Decimal("1.00")}}
    )


def test_a_course_moved_where_either_side_did() -> None:
    before, after = Side(1, {}), Side(2, {})
    assert [
        Course(*sides).moved
        for sides in (
            (before, before, before, before),
            (before, after, before, before),
            (before, before, before, after),
            (before, before, after, after),
        )
    ] == [False, True, True, False]
