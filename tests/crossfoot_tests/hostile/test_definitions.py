"""Any definition file makes a catalog that can be used, or errors that say where they are."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from decimal import Decimal
from importlib import resources
from pathlib import Path
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crossfoot_server.errors import SchemaMismatch
from crossfoot_server.store.schema import build_schema
from crossfoot_templates.loader import DefinitionErrors, catalog_of, source, told
from crossfoot_templates.loader.errors import Problems
from crossfoot_templates.model import Catalog, Language
from crossfoot_templates.render import render_workbook
from crossfoot_tests.hostile.effort import examples
from crossfoot_tests.hostile.telling import tells
from crossfoot_tests.hostile.toml_writing import changed, spoiled_text, written
from crossfoot_tests.templates.definitions import VISITS

SHIPPED = {
    each.name: each.read_text(encoding="utf-8")
    for each in (resources.files("crossfoot_templates") / "books").iterdir()
    if each.name.endswith(".toml")
}
OVERLAY = """
[book]
name = "visits"
zh = "客户拜访"

[[table]]
name = "visit"

[[table.column]]
name = "minutes"
type = "integer"
zh = "分钟"
en = "Minutes"
max = 600

[[share]]
table = "customer"
columns = ["code", "name"]
"""
FACTS = {"book": "visits", "workbook": "w", "server": "http://127.0.0.1:1", "user": "u", "language": "en"}


def catalog(*texts: str | bytes) -> Catalog | None:
    """The catalog of these files, or ``None`` after a look at what is wrong with them."""
    problems = Problems()
    contents = {f"{at}.toml": each if isinstance(each, bytes) else each.encode() for at, each in enumerate(texts)}
    nodes = [source.parse(name, content, problems) for name, content in contents.items()]
    try:
        return catalog_of([node for node in nodes if node is not None], problems)
    except DefinitionErrors as refusal:
        check_places(refusal, contents)
        return None


def check_places(refusal: DefinitionErrors, contents: Mapping[str, bytes]) -> None:
    """Every error names a file and a line that there is."""
    assert refusal.errors
    for each in refusal.errors:
        lines = contents[each.place.file].count(b"\n") + 1
        whole_file = each.problem in {"too_deep", "not_utf8", "not_toml"}
        assert (0 if whole_file else 1) <= each.place.line <= lines, each
        assert all(each.text(language).startswith(each.place.file) for language in get_args(Language))
        assert str(each.place) in told(refusal)


def use(made: Catalog) -> None:
    """Do with a catalog what a server and a client do with it."""
    for name in made.books:
        view = made.view(name, ("sales", "finance", "management"))
        assert view.by_name is not None
        if made.tables.keys() <= {"shop", "visit"}:
            render_workbook(view, "en", FACTS)
    try:
        build_schema(made)
    except SchemaMismatch as error:
        tells(error.message)


@pytest.mark.slow
@given(st.data())
@examples(150)
def test_a_changed_definition_is_used_or_refused_by_line(data: st.DataObject) -> None:
    values = tomllib.loads(
        data.draw(st.sampled_from([VISITS, VISITS, SHIPPED["receivables.toml"]])), parse_float=Decimal
    )
    for _ in range(data.draw(st.integers(1, 4))):
        changed(data, values)
    made = catalog(written(values))
    if made is not None:
        use(made)


@pytest.mark.slow
@given(st.data())
@examples(30)
def test_a_changed_overlay_is_used_or_refused_by_line(data: st.DataObject) -> None:
    values = tomllib.loads(OVERLAY)
    for _ in range(data.draw(st.integers(1, 4))):
        changed(data, values)
    made = catalog(*SHIPPED.values(), VISITS, written(values))
    if made is not None:
        use(made)


@pytest.mark.slow
@given(st.data())
@examples(150)
def test_a_spoiled_definition_text_is_used_or_refused_by_line(data: st.DataObject) -> None:
    made = catalog(spoiled_text(data, data.draw(st.sampled_from([VISITS, VISITS + OVERLAY.replace("visits", "v2")]))))
    if made is not None:
        use(made)


@pytest.mark.slow
@given(st.binary(max_size=200) | st.text(max_size=200).map(str.encode))
@examples(200)
def test_any_bytes_are_refused_by_line(content: bytes) -> None:
    made = catalog(content)
    if made is not None:
        use(made)


@pytest.mark.parametrize("depth", [500, 5_000, 20_000])
@pytest.mark.parametrize("opening", ["[", "{a=", "[[", "a."])
def test_nesting_without_end_is_refused(opening: str, depth: int, tmp_path: Path) -> None:
    assert catalog(f"a = {opening * depth}".encode()) is None
    assert catalog(f"{opening * depth}".encode()) is None
