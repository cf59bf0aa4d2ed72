"""Whatever Google's description allows as a request is carried out or refused; nothing else comes of it."""

from __future__ import annotations

import json
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crossfoot_sync.emulator.json_types import Json
from crossfoot_sync.emulator.requests.batch import REQUESTS
from crossfoot_tests.emulator.sharing import DOCUMENTS
from crossfoot_tests.emulator.test_shifted import a_sheet_with_everything

SCHEMAS: Json = json.loads((DOCUMENTS / "sheets.v4.json").read_text("utf-8"))["schemas"]
MASKS = ("*", "note", "userEnteredValue", "userEnteredFormat.numberFormat", "title,index", "range", "hiddenByUser", "(")
TEXTS = ("", "a", "A1", "Block", "=A1+1", "row", "n")
WANTED = ("range", "ranges", "fields", "sheetId")


def made(schema: Json, chance: Random, depth: int = 0) -> Any:
    """Something that a schema describes; the deeper, the barer."""
    schema = SCHEMAS[schema["$ref"]] if "$ref" in schema else schema
    kind = schema.get("type")
    if kind == "object":
        likely = (0.8, 0.7, 0.5, 0.4, 0.3, 0.0, 0.0, 0.0)[min(depth, 7)]
        fields = schema.get("properties", {}).items() if depth < 7 else ()
        return {
            name: made(each, chance, depth + 1) for name, each in fields if name in WANTED or chance.random() < likely
        }
    if kind == "array":
        return [made(schema["items"], chance, depth + 1) for _ in range(chance.randrange(3))]
    if "enum" in schema:
        return chance.choice(schema["enum"])
    if kind == "string":
        return chance.choice(MASKS if schema.get("format") == "google-fieldmask" else TEXTS)
    choices: dict[str | None, tuple[Any, ...]] = {
        "boolean": (False, True),
        "integer": (0, 0, 0, 1, 2, 3, 5, 7, 12),
        "number": (0, 0.5, 1),
    }
    return chance.choice(choices.get(kind, ("x", 1, True)))


@pytest.mark.slow
@settings(max_examples=60)
@given(st.lists(st.sampled_from(sorted(set(REQUESTS) - {"deleteSheet"})), min_size=1, max_size=8), st.randoms())
def test_every_request_is_carried_out_or_refused(kinds: list[str], chance: Random) -> None:
    shared, _ = a_sheet_with_everything()
    for kind in kinds:
        body = made(SCHEMAS["Request"]["properties"][kind], chance)
        answer = shared.ask("POST", ":batchUpdate", {"requests": [{kind: body}]})
        assert answer.status_code in (200, 400), answer.text
    assert shared.ask("GET", "", includeGridData=True, ranges="A1:H10").status_code in (200, 400)
