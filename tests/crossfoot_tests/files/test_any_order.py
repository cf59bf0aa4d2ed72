"""Whatever somebody does with their files, in whatever order: no row is doubled, and no edit vanishes."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crossfoot_templates.layout import TICK
from crossfoot_tests.files.desk import Office, Person
from crossfoot_tests.hostile.effort import examples
from crossfoot_tests.thin.place import company

STEPS = st.lists(st.sampled_from(("add", "rename", "lose", "save", "keep", "go back", "preview")), max_size=14)


def carried_out(person: Person, steps: list[str], data: st.DataObject) -> tuple[set[str], set[str]]:
    """Do it; the names of rows as they were added, and all that were ever typed."""
    added: set[str] = set()
    typed: set[str] = set()
    copies = [person.path.read_bytes()]
    for number, step in enumerate(steps):
        match step:
            case "add":
                person.book.add("customer", code=f"*{number}", name=f"row {number}", notes=f"row {number}")
                added.add(f"row {number}")
            case "rename" if names := person.book.column("customer", "name"):
                at = data.draw(st.integers(0, len(names) - 1))
                person.book.type("customer", at, "name", f"name {number}")
                typed.add(f"name {number}")
            case "lose":
                assert person.sends().trouble is None
            case "save":
                person.uploads()
            case "keep":
                copies.append(person.path.read_bytes())
            case "go back":
                person.path.write_bytes(data.draw(st.sampled_from(copies)))
            case "preview":
                assert person.sends(task="preview").trouble is None
    return added, typed


@pytest.mark.slow
@given(STEPS, st.data())
@examples(25)
def test_no_row_is_doubled_and_what_stands_in_the_file_is_stored_or_marked(
    steps: list[str], data: st.DataObject
) -> None:
    with tempfile.TemporaryDirectory() as folder, company(Path(folder)) as place:
        person = Office(place).person("li")
        added, typed = carried_out(person, steps, data)
        here = person.book.rows("customer", "notes", "name")
        person.uploads()
        person.uploads()
        stored = place.stored("customer", "notes", "name")
        assert len({notes for notes, _ in stored}) == len(stored)
        assert {notes for notes, _ in stored} <= added
        assert {name for _, name in stored} <= added | typed
        shown = person.book.rows("customer", "notes", "name", TICK)
        for row in here:
            assert row in stored or [tick for *cells, tick in shown if (*cells,) == row] in (["⚠"], ["✗"])
