"""The OpenAPI 3.1 document, made from the endpoints and the wire structs."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterable, Sequence
from importlib.metadata import version
from itertools import chain
from typing import Any

import msgspec

from crossfoot_server.accounts.errors import PersonLeft, TokenExpired, TokenRevoked
from crossfoot_server.api import problems
from crossfoot_server.api.endpoint import Command, Endpoint, Open, Query, QueryNumber, QueryText, Signed, Stranger
from crossfoot_server.api.request_log import REQUEST_ID
from crossfoot_server.errors import BadRequest, ServerError, StoreBusy
from crossfoot_sync.engine.wire import Problem

Json = dict[str, Any]

PARAMETERS = {
    "book": "The book's name.",
    "table": "The table's name in the definitions.",
    "row": "The row's id, 27 characters.",
    "number": "The number of a request for an approval.",
    "batch": "The batch's id, as its client made it.",
    "spreadsheet": "The spreadsheet's id at Google.",
}
"""What the parameters in paths mean."""

_SCHEMAS = "#/components/schemas/"
_JSON = "application/json"

_FROM_STORE = (problems.StoreUnavailable, StoreBusy)
_WITH_TOKEN = (problems.TokenMissing, problems.TokenRefused, TokenExpired, TokenRevoked, PersonLeft, *_FROM_STORE)
_PLAIN = (BadRequest, problems.BodyTooLarge, problems.UnsupportedType)
_WITH_BODY = (*_PLAIN, problems.UnsupportedEncoding)


def document(endpoints: Sequence[Endpoint]) -> Json:
    """The document that describes ``endpoints``."""
    schemas, components = _schemas(endpoints)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "crossfoot",
            "version": version("crossfoot"),
            "description": "Workbooks kept in step with one checked store.",
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "servers": [{"url": "/"}],
        "security": [{"token": []}],
        "paths": {each.path: {each.method.lower(): _operation(each, schemas)} for each in endpoints},
        "components": {
            "schemas": components,
            "securitySchemes": {
                "token": {
                    "type": "http",
                    "scheme": "bearer",
                    "description": (
                        "Made by whoever runs the server, with crossfoot accounts token LOGIN, or given for a code."
                    ),
                },
                **{each.name: _signature_scheme(each) for each in endpoints if isinstance(each, Signed)},
            },
            "headers": {
                "RequestId": {
                    "description": f"The caller's {REQUEST_ID}, or a new one; it finds the request in the log.",
                    "schema": {"type": "string"},
                }
            },
        },
    }


def causes(endpoint: Endpoint) -> list[type[ServerError]]:
    """Every cause for which ``endpoint`` may refuse, by status."""
    own = {*endpoint.problems, problems.Unexpected}
    if not isinstance(endpoint, (Open, Signed, Stranger)):
        own |= set(_WITH_TOKEN)
    if isinstance(endpoint, Stranger):
        own |= {*_PLAIN, *_FROM_STORE}
    if isinstance(endpoint, Command):
        own |= set(_WITH_BODY)
    return sorted(own, key=lambda cause: (cause.status, cause.code))


def _schemas(endpoints: Iterable[Endpoint]) -> tuple[dict[type, Json], Json]:
    """The schema of every type that travels, and the components these point at."""
    types = list(dict.fromkeys(chain.from_iterable(_types(each) for each in endpoints)))
    schemas, components = msgspec.json.schema_components([*types, Problem], ref_template=_SCHEMAS + "{name}")
    named = {_short(name): _tidy(schema) for name, schema in components.items()}
    return dict(zip([*types, Problem], map(_tidy, schemas), strict=True)), named


def _types(endpoint: Endpoint) -> Iterable[type]:
    if isinstance(endpoint, (Command, Stranger)):
        yield endpoint.takes
    yield endpoint.gives


def _short(name: str) -> str:
    """Where two structs share a name msgspec writes the whole module; its last part tells them apart as well."""
    return ".".join(name.split(".")[-2:])


def _tidy(schema: Any) -> Any:
    """``schema`` with short names, and with docstrings as CommonMark, which OpenAPI wants."""
    match schema:
        case {"description": str(text), **rest}:
            return {"description": _commonmark(text), **_tidy(rest)}
        case dict():
            return {key: _tidy(value) for key, value in schema.items()}
        case list() | tuple():
            return [_tidy(each) for each in schema]
        case str() if schema.startswith(_SCHEMAS):
            return _SCHEMAS + _short(schema.removeprefix(_SCHEMAS))
        case _:
            return schema


def _commonmark(docstring: str) -> str:
    return re.sub(r":\w+:(`[^`]+`)", r"\1", inspect.cleandoc(docstring).replace("``", "`"))


def _operation(endpoint: Endpoint, schemas: dict[type, Json]) -> Json:
    operation: Json = {
        "operationId": endpoint.name,
        "summary": endpoint.summary,
        "parameters": [
            *(_parameter("path", name, PARAMETERS[name], required=True) for name in endpoint.parameters),
            *_other_parameters(endpoint),
        ],
        "responses": _responses(endpoint, schemas),
    }
    if isinstance(endpoint, (Command, Stranger)):
        compressed = isinstance(endpoint, Command)
        operation["requestBody"] = {
            "required": True,
            "description": "Plain, or compressed with Content-Encoding: gzip." if compressed else "Plain.",
            "content": {_JSON: {"schema": schemas[endpoint.takes]}},
        }
    if isinstance(endpoint, Signed):
        anything: Json = {"content": {_JSON: {"schema": {}}}}
        operation["requestBody"] = {"description": f"Anything of up to {endpoint.longest} bytes.", **anything}
        operation["security"] = [{endpoint.name: []}]
    if isinstance(endpoint, (Open, Stranger)):
        operation["security"] = []
    return operation


def _signature_scheme(endpoint: Signed) -> Json:
    told = endpoint.headers[endpoint.signature]
    return {"type": "apiKey", "in": "header", "name": endpoint.signature, "description": told}


def _other_parameters(endpoint: Endpoint) -> list[Json]:
    if isinstance(endpoint, Signed):
        return [
            _parameter("header", name, told, required=True)
            for name, told in endpoint.headers.items()
            if name != endpoint.signature
        ]
    if not isinstance(endpoint, Query):
        return []
    asked = [*map(_number, endpoint.query), *map(_text, endpoint.texts)]
    return [*asked, *([_IF_NONE_MATCH] if endpoint.revalidates else [])]


_TEXT: Json = {"type": "string"}


def _parameter(where: str, name: str, told: str, schema: Json = _TEXT, *, required: bool = False) -> Json:
    return {"name": name, "in": where, "required": required, "description": told, "schema": schema}


_IF_NONE_MATCH: Json = _parameter(
    "header", "If-None-Match", "The ETag of the reply the caller has; where it still holds the answer is 304."
)


def _number(parameter: QueryNumber) -> Json:
    limits = {"minimum": parameter.low, "maximum": parameter.high, "default": parameter.default}
    return _parameter("query", parameter.name, parameter.meaning, {"type": "integer", **limits})


def _text(parameter: QueryText) -> Json:
    return _parameter("query", parameter.name, parameter.meaning)


def _responses(endpoint: Endpoint, schemas: dict[type, Json]) -> Json:
    responses: Json = {
        str(endpoint.status): {
            "description": "The answer.",
            "headers": _headers(endpoint),
            "content": {_JSON: {"schema": schemas[endpoint.gives]}},
        }
    }
    if isinstance(endpoint, Query) and endpoint.revalidates:
        responses["304"] = {"description": "The caller's copy still holds.", "headers": _headers(endpoint)}
    for cause in causes(endpoint):
        response = responses.setdefault(
            str(cause.status),
            {
                "description": "",
                "headers": {REQUEST_ID: _REQUEST_ID_HEADER},
                "content": {problems.MEDIA_TYPE: {"schema": schemas[Problem]}},
            },
        )
        told = f"`{cause.code}`: {cause.title.en}."
        response["description"] = f"{response['description']} {told}".strip()
    return responses


_REQUEST_ID_HEADER: Json = {"$ref": "#/components/headers/RequestId"}


def _headers(endpoint: Endpoint) -> Json:
    headers: Json = {REQUEST_ID: _REQUEST_ID_HEADER}
    if isinstance(endpoint, Query) and endpoint.revalidates:
        headers["ETag"] = {"description": "The version of the view.", "schema": {"type": "string"}}
    return headers
