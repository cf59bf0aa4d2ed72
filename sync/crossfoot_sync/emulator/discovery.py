"""Google's own description of its interfaces, to hold requests and answers against.

The documents ``sheets.v4.json`` and ``drive.v3.json`` come with the package google-api-python-client, in the folder
``googleapiclient/discovery_cache/documents``. They are read, never shipped.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from crossfoot_sync.emulator.errors import BadFieldError
from crossfoot_sync.emulator.http.message import Request
from crossfoot_sync.emulator.json_types import Json

_INTEGERS = {"int32": (-(2**31), 2**31), "uint32": (0, 2**32)}
_TYPES = {"boolean": "BOOL", "integer": "INT32", "number": "DOUBLE", "string": "STRING"}
_TEXT_FORMATS: dict[str, re.Pattern[str]] = {
    "int64": re.compile(r"-?\d+"),
    "uint64": re.compile(r"\d+"),
    "date-time": re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)"),
}


class UnlikeGoogleError(AssertionError):
    """The emulator answered what Google's own description does not allow: a mistake in the emulator."""


class Discovery:
    """The discovery documents of a folder."""

    def __init__(self, folder: Path) -> None:
        documents = [json.loads((folder / name).read_text("utf-8")) for name in ("sheets.v4.json", "drive.v3.json")]
        self._methods: dict[str, tuple[Json, Json]] = {}
        for document in documents:
            self._add(document, document)

    def _add(self, resource: Json, document: Json) -> None:
        for method in resource.get("methods", {}).values():
            self._methods[method["id"]] = (method, document)
        for inner in resource.get("resources", {}).values():
            self._add(inner, document)

    def kinds_of_requests(self) -> frozenset[str]:
        """The names of all requests that a batch update may hold."""
        _, document = self._methods["sheets.spreadsheets.batchUpdate"]
        return frozenset(document["schemas"]["Request"]["properties"])

    def check_request(self, method_id: str, request: Request) -> None:
        """Hold a request against its description; methods that are not described pass.

        Raises:
            BadFieldError: it says what Google does not know, or in another type.
        """
        if method_id not in self._methods:
            return
        method, document = self._methods[method_id]
        known = {**document["parameters"], **method.get("parameters", {})}
        for name, value in request.query:
            if name not in known:
                if method_id.startswith("drive."):
                    continue  # Drive takes what it does not know; gspread relies on that
                raise BadFieldError(
                    "",
                    f'Invalid JSON payload received. Unknown name "{name}": Cannot bind query parameter. '
                    f"Field '{name}' could not be found in request message.",
                )
            if "enum" in known[name] and value not in known[name]["enum"]:
                raise BadFieldError.value(_snake(name), method_id, value)
        if "request" in method and request.body:
            fault = _fault(request.json(), {"$ref": method["request"]["$ref"]}, document["schemas"], "")
            if fault is not None:
                raise fault

    def check_answer(self, method_id: str, answer: Json) -> None:
        """Hold an answer against its description.

        Raises:
            UnlikeGoogleError: it has what Google's answers cannot have.
        """
        if method_id not in self._methods or "response" not in self._methods[method_id][0]:
            return
        method, document = self._methods[method_id]
        fault = _fault(answer, {"$ref": method["response"]["$ref"]}, document["schemas"], "")
        if fault is not None:
            raise UnlikeGoogleError(f"{method_id}: {fault.message}")


def _fault(value: Any, schema: Json, schemas: Json, place: str) -> BadFieldError | None:
    if "$ref" in schema:
        schema = schemas[schema["$ref"]]
    kind = schema.get("type")
    if kind == "object":
        return _object_fault(value, schema, schemas, place)
    if kind == "array" and schema["items"].get("type") == "array":
        return None  # rows of values: the methods look at them themselves, and refuse them in other words
    if kind == "array":
        if not isinstance(value, list):
            return BadFieldError.value(place, "repeated field", value)
        found = (
            _fault(each, schema["items"], schemas, f"{place}[{at}]")
            for at, each in enumerate(value)
            if each is not None
        )
        return next((each for each in found if each is not None), None)
    if kind is None or kind == "any":
        return None
    return None if _fits(value, kind, schema) else BadFieldError.value(place, f"TYPE_{_TYPES[kind]}", value)


def _object_fault(value: Any, schema: Json, schemas: Json, place: str) -> BadFieldError | None:
    if not isinstance(value, dict):
        return BadFieldError.value(place, schema.get("id", "object"), value)
    properties, others = schema.get("properties", {}), schema.get("additionalProperties")
    for name, each in value.items():
        inner = properties.get(name, others)
        if inner is None:
            return BadFieldError.unknown(place, name)
        fault = _fault(each, inner, schemas, f"{place}.{_snake(name)}" if place else _snake(name))
        if fault is not None:
            return fault
    return None


def _fits(value: Any, kind: str, schema: Json) -> bool:
    if kind == "boolean":
        return isinstance(value, bool)
    if kind in ("integer", "number"):
        if isinstance(value, bool) or not isinstance(value, int | float):
            return False
        bounds = _INTEGERS.get(schema.get("format", ""))
        return bounds is None or (float(value).is_integer() and bounds[0] <= value < bounds[1])
    if not isinstance(value, str):
        return False
    pattern = _TEXT_FORMATS.get(schema.get("format", ""))
    return ("enum" not in schema or value in schema["enum"]) and (pattern is None or bool(pattern.fullmatch(value)))


def _snake(name: str) -> str:
    """A field as Google names it in what it refuses: ``updateCells`` is ``update_cells``."""
    return re.sub("[A-Z]", lambda letter: "_" + letter[0].lower(), name)
