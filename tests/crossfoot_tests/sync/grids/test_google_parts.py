from __future__ import annotations

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from crossfoot_sync.emulator.grid.rewriting import carried
from crossfoot_sync.grids.google import limits
from crossfoot_sync.grids.google.journal import Journal, Line, Mark, NewRow, Place, Slip, decoded, encoded
from crossfoot_sync.grids.google.sheet import Sheet
from crossfoot_sync.grids.google.values import holding
from crossfoot_sync.grids.headings import matching
from crossfoot_sync.grids.references import by_name, column_index, letters, placed, relative

_ROW, _COLUMN = st.integers(0, 5000), st.integers(0, 700)
_DOLLAR = st.sampled_from(["", "$"])


_COLUMNS = st.builds(lambda dollar, column: dollar + letters(column), _DOLLAR, _COLUMN)
_CORNERS = st.builds(lambda column, dollar, row: f"{column}{dollar}{row + 1}", _COLUMNS, _DOLLAR, _ROW)
_REFERENCES = st.one_of(
    _CORNERS,
    st.builds("{}:{}".format, _CORNERS, _CORNERS),
    st.builds("{}:{}".format, _COLUMNS, _COLUMNS),
    st.builds("'A1 B2'!{}".format, _CORNERS),
)
_QUIET = st.sampled_from(['"A1"', "LOG10(2)", "3.5E2", "TRUE", '"say ""B2"""'])
_FORMULAS = st.lists(st.one_of(_REFERENCES, _QUIET), min_size=1, max_size=4).map(lambda parts: "=" + "+".join(parts))


@given(_FORMULAS, _ROW, _COLUMN)
def test_a_formula_told_from_its_cell_reads_the_same_there(formula: str, row: int, column: int) -> None:
    assert placed(relative(formula, row, column), row, column) == formula


@given(_FORMULAS, _ROW, _COLUMN, st.integers(0, 50), st.integers(0, 50))
def test_a_copied_formula_is_the_same_told_from_its_cell(
    formula: str, row: int, column: int, rows: int, columns: int
) -> None:
    copied = carried(formula, rows, columns)
    assert relative(copied, row + rows, column + columns) == relative(formula, row, column)


def test_what_would_lie_outside_the_sheet_is_no_reference() -> None:
    assert placed(relative("=A1+B2", 1, 1), 0, 1) == "=#REF!+B1"


def test_cells_of_the_own_row_are_named_and_ends_of_ranges_are_not() -> None:
    formula = relative('=A5*$B5+C6+SUM(A5:B5)+Other!A5&"A5"', 4, 9)
    names = {0: "code", 1: "amount"}
    assert by_name(formula, 4, 9, names.get) == '=[@code]*[@amount]+C6+SUM(A5:B5)+Other!A5&"A5"'


@given(_COLUMN)
def test_letters_of_columns(column: int) -> None:
    assert column_index(letters(column)) == column


_ENTERED = st.one_of(
    st.none(),
    st.builds(lambda text: {"stringValue": text}, st.text(min_size=1, max_size=30)),
    st.builds(lambda number: {"numberValue": number}, st.floats(allow_nan=False, allow_infinity=False)),
    st.builds(lambda truth: {"boolValue": truth}, st.booleans()),
)
_ROWS = st.lists(_ENTERED, max_size=4)
_CELLS = st.dictionaries(st.integers(0, 9), _ENTERED)
_MARKS = st.builds(Mark, st.integers(0, 99), _ENTERED, st.booleans(), _ENTERED)
_SLIPS = st.builds(Slip, st.just("cell"), st.just("t"), st.just(1), st.integers(0, 9), st.integers(0, 9), _ROWS, _ROWS)
_JOURNALS = st.builds(
    Journal,
    st.text("abcdef", min_size=1),
    st.just([Place("t", 1, 2, 3, 4, [None] * 100), Place("u", 2, 2, 3, 104, [{"stringValue": "heading"}])]),
    st.lists(st.builds(Line, st.just(0), st.integers(0, 99), _ENTERED, st.lists(_MARKS, max_size=3)), max_size=3),
    st.lists(
        st.builds(NewRow, st.just(0), st.integers(0, 9), st.dictionaries(st.integers(0, 9), _ENTERED)), max_size=2
    ),
    st.lists(_SLIPS, max_size=2),
)


def kept(texts: list[str]) -> Sheet:
    """A sheet that holds texts in its first column."""
    lines = [[holding({"stringValue": text}, None)] for text in texts]
    return Sheet(1, "kept", len(lines), 1, lines)


@given(_JOURNALS)
def test_a_journal_is_read_as_it_was_written(journal: Journal) -> None:
    assert decoded(kept(encoded(journal))) == journal


@given(_JOURNALS, st.integers(0, 400), st.characters())
def test_a_journal_that_somebody_typed_into_is_none_or_one(journal: Journal, at: int, character: str) -> None:
    text = "".join(encoded(journal))
    at %= len(text)
    found = decoded(kept([text[:at] + character + text[at + 1 :]]))
    assert found is None or isinstance(found, Journal)


@pytest.mark.parametrize(
    "line", [Line(1, 0, None, []), Line(0, 0, None, [], slip=3), Line(0, 0, None, [Mark(7, None)])], ids=repr
)
def test_a_journal_that_leads_nowhere_is_none(line: Line) -> None:
    place = Place("t", 1, 2, 3, 4, [{"stringValue": "heading"}])
    assert decoded(kept(encoded(Journal("turn", [place], [line])))) is None


def test_a_long_journal_stands_in_several_cells_none_of_them_too_long() -> None:
    texts = [{"stringValue": f"{number * 7919:x}" * 3} for number in range(40_000)]
    journal = Journal("turn", [Place("t", 1, 2, 3, 4, [])], [Line(0, row, text, []) for row, text in enumerate(texts)])
    cells = encoded(journal)
    assert len(cells) > 1
    assert max(map(len, cells)) < limits.TEXT_LENGTH
    assert decoded(kept(cells)) == journal
    assert len(msgspec.json.encode(journal)) > sum(map(len, cells))


def test_columns_are_known_by_their_headings_and_by_their_neighbours() -> None:
    old = ("a", "b", "", "c", "d")
    assert matching(old, old) == {0: 0, 1: 1, 2: 2, 3: 3, 4: 4}
    assert matching(old, ("a", "", "b", "", "c", "d")) == {0: 0, 1: 2, 2: 3, 3: 4, 4: 5}
    assert matching(old, ("d", "a", "b", "", "c")) == {0: 1, 1: 2, 2: 3, 3: 4, 4: 0}
    assert matching(old, ("a", "typed over", "", "c", "d")) == {0: 0, 1: 1, 2: 2, 3: 3, 4: 4}
    assert matching(("a", "b"), ("b",)) == {1: 0}
