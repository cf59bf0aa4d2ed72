"""Inverses and invariants, over many examples."""

from __future__ import annotations

import random
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from crossfoot_sync.emulator import Discovery, Google, Hands, no_quota
from crossfoot_sync.emulator.grid import a1
from crossfoot_sync.emulator.grid.area import Area
from crossfoot_sync.emulator.grid.axis import Axis
from crossfoot_sync.emulator.grid.cell import Cell
from crossfoot_sync.emulator.grid.display import shown
from crossfoot_sync.emulator.grid.entering import entered
from crossfoot_sync.emulator.grid.locales import locale
from crossfoot_sync.emulator.grid.rewriting import shifted
from crossfoot_sync.emulator.grid.sheet import Sheet
from crossfoot_sync.emulator.grid.shifts import Deleted, Inserted, Moved, Shift
from crossfoot_tests.emulator.sharing import DOCUMENTS, SHEETS

ROWS = 12
DISCOVERY = Discovery(DOCUMENTS)
starts = st.integers(0, ROWS - 1)


@st.composite
def spans(draw: st.DrawFn) -> tuple[int, int]:
    """Some rows in a row."""
    start = draw(starts)
    return start, draw(st.integers(start + 1, ROWS))


@st.composite
def moves(draw: st.DrawFn) -> Moved:
    """A move that is allowed."""
    start, end = draw(spans())
    to = draw(st.integers(0, ROWS).filter(lambda each: not start < each < end))
    return Moved("ROWS", start, end, to)


@given(st.integers(0, 18_277))
def test_letters_of_a_column_are_read_back(column: int) -> None:
    assert a1.column_index(a1.letters(column)) == column


@given(st.text(min_size=1), spans(), spans())
def test_a_written_address_is_read_back(title: str, rows: tuple[int, int], columns: tuple[int, int]) -> None:
    area = Area(rows[0], columns[0], rows[1], columns[1])
    said, rest = a1.split(a1.written(title, area))
    found = a1.address(rest)
    assert (said, found and found.within(ROWS, ROWS)) == (title, area)


@given(spans(), st.integers(0, ROWS), st.integers(1, 4))
def test_what_is_inserted_and_deleted_again_leaves_ranges_and_formulas_as_they_were(
    span: tuple[int, int], at: int, count: int
) -> None:
    inserted, deleted = Inserted("ROWS", at, count), Deleted("ROWS", at, at + count)
    assert deleted.span(*inserted.span(*span)) == span
    formula = f"=SUM(A{span[0] + 1}:B{span[1]})+$C${span[0] + 1}"
    assert shifted(shifted(formula, True, "S", inserted), True, "S", deleted) == formula


@given(moves())
def test_a_move_puts_each_row_where_the_sheet_has_it(move: Moved) -> None:
    axis = Axis.of("ROWS", ROWS)
    axis.move(move.start, move.end, move.to)
    assert [axis.keys.index(at) for at in range(ROWS)] == [move.index(at) for at in range(ROWS)]


@given(
    st.lists(
        st.one_of(
            st.builds(lambda at, count: Inserted("ROWS", at, count), starts, st.integers(1, 3)),
            moves(),
            st.builds(lambda at: Deleted("ROWS", at, at + 1), st.integers(0, 5)),
        ),
        max_size=5,
    )
)
def test_cells_stay_with_the_keys_of_their_rows(shifts: list[Shift]) -> None:
    sheet = Sheet.blank(0, "S", ROWS, 2)
    for row in range(ROWS):
        sheet.put(row, 0, Cell(row))
    for shift in shifts:
        if len(sheet.rows) >= ROWS:
            sheet.shift(shift)
    assert {sheet.rows.keys[row]: cell.value for (row, _), cell in sheet.cells.items()} == {
        key: key for key in sheet.rows.keys if key < ROWS
    }


@given(
    st.sampled_from(["en_US", "de_DE", "fr_FR", "zh_CN"]), st.integers(-(10**9), 10**9), st.sampled_from([1, 10, 100])
)
def test_what_is_shown_is_understood_when_it_is_typed_again(name: str, number: int, divisor: int) -> None:
    cell = Cell(format={"numberFormat": {"type": "NUMBER", "pattern": "#,##0.00"}})
    value = number / divisor
    assert entered(cell, shown(cell, value, locale(name)), locale(name), 2024).value == value


values = st.lists(st.lists(st.one_of(st.text(max_size=3), st.integers(-9, 9), st.booleans()), max_size=4), max_size=4)


def trimmed(rows: list[list[Any]]) -> list[list[Any]]:
    """Without empty cells and rows at the end."""
    kept = [list(row) for row in rows]
    for row in kept:
        while row and row[-1] == "" and isinstance(row[-1], str):
            row.pop()
    while kept and not kept[-1]:
        kept.pop()
    return kept


@given(values)
def test_raw_values_are_read_back_without_the_empty_ends(rows: list[list[Any]]) -> None:
    google = Google(quota=no_quota(), discovery=DISCOVERY)
    ann = google.person("ann@example.com")
    session = google.session(ann.account)
    address = f"{SHEETS}/{ann.creates('x')}/values/A1"
    session.put(address, json={"values": rows}, params={"valueInputOption": "RAW"})
    found = session.get(f"{address}:Z99", params={"valueRenderOption": "UNFORMATTED_VALUE"}).json().get("values", [])
    assert found == trimmed(rows)


ACTS = ("type", "sort", "insert", "delete", "move", "clear", "paste", "column")


def act(hands: Hands, name: str, chance: random.Random) -> None:
    """Do something somewhere."""
    row = chance.randrange(1, 8)
    if name == "type":
        hands.types(f"A{row}", chance.choice(["x", "1", "=B1&A2", ""]))
    elif name == "sort":
        hands.sorts("A1:B8", chance.choice("AB"), descending=chance.random() < 0.5)
    elif name == "insert":
        hands.inserts_rows(row, 2)
    elif name == "delete":
        hands.deletes_rows(row, 2)
    elif name == "move":
        hands.moves_rows(row, 1, chance.choice([1, 9]))
    elif name == "clear":
        hands.clears(f"A{row}:B{row + 1}")
    elif name == "paste":
        hands.pastes(f"B{row}", [["p", "q"], ["r"]])
    else:
        hands.inserts_columns("B")


@given(st.lists(st.sampled_from(ACTS), max_size=8), st.integers(0, 1000))
def test_everything_one_person_did_is_undone_step_by_step(names: list[str], seed: int) -> None:
    google = Google(quota=no_quota(), seed=seed)
    ann = google.person("ann@example.com")
    hands = ann.opens(ann.creates("x"))
    chance = random.Random(seed)
    hands.pastes("A1", [[str(at), f"=A{at + 1}"] for at in range(6)])
    states = [hands.sees(formulas=True)]
    for name in names:
        act(hands, name, chance)
        states.append(hands.sees(formulas=True))
    for expected in reversed(states[:-1]):
        hands.undoes()
        assert hands.sees(formulas=True) == expected
