from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crossfoot_server.merge import Known, Merge, Verdict, merge_field, merge_row
from crossfoot_templates.types import Value

COLUMNS = ("name", "city", "stage", "notes")
values: st.SearchStrategy[Value] = st.sampled_from([None, "a", "b", "c"])
rows: st.SearchStrategy[dict[str, Value]] = st.fixed_dictionaries(dict.fromkeys(COLUMNS, values))
edits: st.SearchStrategy[dict[str, Value]] = st.dictionaries(st.sampled_from(COLUMNS), values)


def known(row: dict[str, Value]) -> dict[str, Known]:
    return {name: Known(value) for name, value in row.items()}


def merged(mine: dict[str, Value], theirs: dict[str, Value], base: dict[str, Value]) -> dict[str, Value]:
    return theirs | merge_row(mine, theirs, known(base)).taken


@pytest.mark.parametrize(
    ("mine", "theirs", "base", "verdict"),
    [
        ("b", "a", Known("a"), "mine"),
        ("a", "b", Known("a"), "theirs"),
        ("b", "b", Known("a"), "same"),
        ("b", "c", Known("a"), "conflict"),
        (None, "a", Known("a"), "mine"),
        (None, "c", Known("a"), "conflict"),
        ("b", None, Known(None), "mine"),
        ("b", "b", None, "same"),
        ("b", "a", None, "conflict"),
        (None, "a", None, "conflict"),
    ],
)
def test_what_one_side_changed_counts_and_what_both_changed_is_a_conflict(
    mine: Value, theirs: Value, base: Known | None, verdict: Verdict
) -> None:
    assert merge_field(mine, theirs, base) == verdict


def test_a_conflict_is_on_its_own_field_only() -> None:
    base = known({"name": "a", "city": "a", "stage": "a"})
    theirs: dict[str, Value] = {"name": "b", "city": "a", "stage": "b", "notes": "b"}
    mine: dict[str, Value] = {"name": "c", "city": "c", "stage": "a"}
    assert merge_row(mine, theirs, base) == Merge(taken={"city": "c"}, conflicts={"name": "c"})


@given(base=rows, data=st.data())
def test_edits_of_different_fields_commute(base: dict[str, Value], data: st.DataObject) -> None:
    first = data.draw(edits)
    second = {name: value for name, value in data.draw(edits).items() if name not in first}
    one_then_other = merged(second, merged(first, base, base), base)
    other_then_one = merged(first, merged(second, base, base), base)
    assert one_then_other == other_then_one == base | first | second


@given(base=rows, theirs=rows, mine=edits)
def test_merging_again_changes_nothing_more(
    base: dict[str, Value], theirs: dict[str, Value], mine: dict[str, Value]
) -> None:
    once = merge_row(mine, theirs, known(base))
    after = theirs | once.taken
    again = merge_row(mine, after, known(base))
    assert again == Merge(taken={}, conflicts=once.conflicts)


@given(base=rows, theirs=rows)
def test_mine_as_it_was_leaves_theirs_as_it_is(base: dict[str, Value], theirs: dict[str, Value]) -> None:
    assert merge_row(base, theirs, known(base)) == Merge(taken={}, conflicts={})


@given(base=rows, mine=edits)
def test_when_nobody_else_changed_anything_all_of_mine_is_taken(base: dict[str, Value], mine: dict[str, Value]) -> None:
    assert merged(mine, base, base) == base | mine


@given(base=rows, theirs=rows, mine=edits)
def test_every_field_is_taken_in_conflict_or_leaves_theirs(
    base: dict[str, Value], theirs: dict[str, Value], mine: dict[str, Value]
) -> None:
    merge = merge_row(mine, theirs, known(base))
    for name, value in mine.items():
        lost = name not in merge.taken and name not in merge.conflicts
        assert (value in {theirs[name], base[name]}) if lost else (value != theirs[name])


@given(theirs=rows, mine=edits)
def test_without_a_base_every_difference_is_a_conflict(theirs: dict[str, Value], mine: dict[str, Value]) -> None:
    differing = {name: value for name, value in mine.items() if theirs[name] != value}
    assert merge_row(mine, theirs, {}) == Merge(taken={}, conflicts=differing)
