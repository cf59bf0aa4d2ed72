"""The served OpenAPI document is what the server does: whatever it allows or forbids, the reply is one it describes."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from typing import Any, TypeAlias

import pytest
import schemathesis
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from schemathesis import GenerationMode
from schemathesis.checks import CheckFunction, not_a_server_error
from schemathesis.core.result import Ok
from schemathesis.schemas import APIOperation
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from crossfoot_server.accounts import apply_organisation, issue_token
from crossfoot_server.app import create_app
from crossfoot_server.settings import Settings
from crossfoot_server.store import Store
from crossfoot_tests.crash.integrity import problems
from crossfoot_tests.hostile.effort import examples
from crossfoot_tests.server.live import CATALOG, NOW, ORGANISATION, fixed_clock

Operation: TypeAlias = "APIOperation[Any, Any, Any, Any]"

CHECKS: list[CheckFunction] = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]


@dataclass(frozen=True)
class Served:
    """A server in this process: its store, and the ``Authorization`` headers of callers."""

    application: Flask
    store: Store
    callers: tuple[dict[str, str], ...]


@pytest.fixture(scope="module")
def served() -> Iterator[Served]:
    with closing(Store.open("sqlite://", CATALOG)) as store:
        apply_organisation(store, ORGANISATION)
        tokens = [issue_token(store, login, "test", NOW) for login in ("chen", "manager")]
        # Compression is another test's: the checks here want to read what they are given.
        callers = [
            {"Authorization": f"Bearer {token}", "Accept-Encoding": "identity"} for token in (*tokens, "cf_wrong_token")
        ]
        yield Served(create_app(store, Settings(), fixed_clock), store, (*callers, {"Accept-Encoding": "identity"}))
        assert problems(store) == []


def described(application: Flask) -> dict[str, Operation]:
    """The operations of the document that is served, by method and path."""
    document = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", application)
    operations = [found.ok() for found in document.get_all_operations() if isinstance(found, Ok)]
    return {each.label: each for each in operations}


def labels() -> list[str]:
    with closing(Store.open("sqlite://", CATALOG)) as store:
        return [*described(create_app(store, Settings(), fixed_clock))]


MODES = [
    (label, mode)
    for label in labels()
    for mode in GenerationMode
    # what takes neither parameters nor a token cannot be asked wrongly
    if mode is GenerationMode.POSITIVE or label.partition(" ")[2].startswith("/api/")
]
KNOWN = {
    "book": "sales",
    "table": "customer",
    "row": "0000000001E0080000000000004",
    "batch": "b",
    "number": "SP-00001",
    "spreadsheet": "1" + "a" * 43,
}
"""Parameters that lead further than to a 404."""


@pytest.mark.slow
@pytest.mark.parametrize(("label", "mode"), MODES)
def test_every_reply_is_one_that_the_document_describes(served: Served, label: str, mode: GenerationMode) -> None:
    operation = described(served.application)[label]
    known = {each.name: KNOWN[each.name] for each in operation.path_parameters}
    anywhere = operation.as_strategy(generation_mode=mode)
    here = operation.as_strategy(generation_mode=mode, path_parameters=known) if known else anywhere

    @given(anywhere | here, st.sampled_from(served.callers))
    @examples(20)
    def ask(case: schemathesis.Case[Any], caller: dict[str, str]) -> None:
        case.call_and_validate(headers=caller, checks=CHECKS)

    ask()
