"""A test client that holds every reply against the OpenAPI document: undocumented statuses, types and shapes fail."""

from __future__ import annotations

import gzip
import json
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from jsonschema import Draft202012Validator
from werkzeug.exceptions import HTTPException
from werkzeug.test import TestResponse

from crossfoot_server.api.openapi import document
from crossfoot_server.api.routes import ENDPOINTS

DOCUMENT: dict[str, Any] = document(ENDPOINTS)
PROBLEM: dict[str, Any] = {"$ref": "#/components/schemas/Problem"}
OPERATIONS: dict[str, dict[str, Any]] = {
    operation["operationId"]: operation for item in DOCUMENT["paths"].values() for operation in item.values()
}


class DocumentedClient(FlaskClient):
    """Flask's test client, checking every reply."""

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        response = super().open(*args, **kwargs)
        check(self.application, response)
        return response


def client_of(app: Flask) -> FlaskClient:
    """A checking client of ``app``."""
    app.test_client_class = DocumentedClient
    return app.test_client()


def check(app: Flask, response: TestResponse) -> None:
    """Hold ``response`` against what the document says of its operation and status."""
    request = response.request
    assert response.headers["X-Request-Id"]
    try:
        name, _ = app.url_map.bind("localhost").match(request.path, request.method)
    except HTTPException:
        name = "unknown"
    if name in ("unknown", "server_bare"):  # the bare address is for browsers alone
        content = {"application/problem+json": {"schema": PROBLEM}}
    else:
        content = OPERATIONS[name]["responses"][str(response.status_code)].get("content", {})
    if not content or request.method == "HEAD":
        assert response.data == b""
        return
    [(media_type, described)] = content.items()
    assert response.mimetype == media_type
    validate(body_of(response), described["schema"])


def body_of(response: TestResponse) -> Any:
    """The JSON of ``response``, decompressed."""
    packed = response.headers.get("Content-Encoding") == "gzip"
    return json.loads(gzip.decompress(response.data) if packed else response.data)


def validate(instance: Any, schema: dict[str, Any]) -> None:
    """Hold ``instance`` against a schema of the document."""
    Draft202012Validator({**schema, "components": DOCUMENT["components"]}).validate(instance)
