"""The OpenAPI document says what the server does: no more and no less."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import jsonschema
import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openapi_spec_validator import OpenAPIV31SpecValidator

from crossfoot_server.api.bodies import decode
from crossfoot_server.api.reference import page
from crossfoot_server.api.routes import ENDPOINTS
from crossfoot_server.app import create_app
from crossfoot_server.errors import BadRequest
from crossfoot_server.settings import Settings
from crossfoot_server.store import Store
from crossfoot_sync.engine.wire import SyncRequest
from crossfoot_tests.server.documented import DOCUMENT, OPERATIONS, validate
from crossfoot_tests.server.live import fixed_clock

REFERENCE = Path(__file__).parents[3] / "docs" / "reference" / "http-api.md"


def test_the_document_is_valid_openapi_3_1() -> None:
    assert [str(error) for error in OpenAPIV31SpecValidator(DOCUMENT).iter_errors()] == []


def test_every_route_is_in_the_document_and_the_other_way_round(store: Store) -> None:
    app = create_app(store, Settings(), fixed_clock)
    routes = {
        (re.sub(r"<(\w+)>", r"{\1}", rule.rule), method.lower(), rule.endpoint)
        for rule in app.url_map.iter_rules()
        if rule.rule != "/"
        and not rule.rule.startswith(("/taskpane/", "/files"))  # pages, and no part of the interface
        for method in (rule.methods or set()) - {"HEAD"}
    }
    documented = {
        (path, method, operation["operationId"])
        for path, item in DOCUMENT["paths"].items()
        for method, operation in item.items()
    }
    assert routes == documented


@pytest.mark.parametrize("endpoint", ENDPOINTS, ids=lambda endpoint: endpoint.name)
def test_every_parameter_and_response_is_documented(endpoint: Any) -> None:
    operation = OPERATIONS[endpoint.name]
    in_path = [each["name"] for each in operation["parameters"] if each["in"] == "path"]
    assert in_path == re.findall(r"\{(\w+)\}", endpoint.path)
    assert all(each["description"].endswith(".") for each in operation["parameters"])
    assert all(each["description"] for each in operation["responses"].values())
    assert {str(endpoint.status), "500"} <= operation["responses"].keys()


def test_only_what_tells_nothing_of_the_store_is_open() -> None:
    assert [name for name, operation in OPERATIONS.items() if operation.get("security") == []] == [
        "health",
        "ready",
        "openapi",
        "ask_to_sign_in",
        "sign_in",
    ]


def test_schemas_have_names_of_their_own_and_no_module_paths() -> None:
    names = list(DOCUMENT["components"]["schemas"])
    assert [name for name in names if "crossfoot" in name] == []
    assert [name for name in names if "Choice" in name] == ["listed.Choice", "ChoiceList", "model.Choice"]


ATOM: st.SearchStrategy[Any] = (
    st.none() | st.booleans() | st.integers(-(2**40), 2**40) | st.text(max_size=3) | st.just("zh")
)
JSON: st.SearchStrategy[Any] = (
    ATOM | st.lists(ATOM, max_size=2) | st.dictionaries(st.text(max_size=3), ATOM | st.just([]), max_size=2)
)
FIELDS = st.sampled_from(SyncRequest.__struct_fields__)


@given(st.dictionaries(FIELDS, JSON, max_size=4))
def test_what_the_schema_takes_the_server_decodes_and_the_other_way_round(body: dict[str, Any]) -> None:
    try:
        decode(msgspec.json.encode(body), SyncRequest)
        decodes = True
    except BadRequest:
        decodes = False
    try:
        validate(body, {"$ref": "#/components/schemas/SyncRequest"})
        validates = True
    except jsonschema.ValidationError:
        validates = False
    assert decodes == validates


def test_the_reference_page_is_up_to_date() -> None:
    assert REFERENCE.read_text("utf-8") == page(), "renew it: python -m crossfoot_server.api.reference > that file"
