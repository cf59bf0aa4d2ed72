"""The page docs/reference/http-api.md, made from the OpenAPI document.

To renew it: ``python -m crossfoot_server.api.reference > docs/reference/http-api.md``.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from crossfoot_server.api.endpoint import Command, Endpoint, Open, Query, Signed
from crossfoot_server.api.openapi import PARAMETERS, causes, document
from crossfoot_server.api.routes import ENDPOINTS
from crossfoot_server.errors import ServerError

_PREFACE = """\
# HTTP interface

This page is made from the server's own table of endpoints; the same table is served as OpenAPI 3.1 at
`/api/v1/openapi.json`. JSON is UTF-8. Values travel as the column types write them: amounts, dates and instants
are text, so no number is rounded on the way.

**Who asks.** Every request but those marked *open* or *signed* carries `Authorization: Bearer TOKEN`. Whoever runs the
server makes a token with `crossfoot accounts token LOGIN`. A token holds 192 random bits, so there is no lock-out after
wrong ones: guessing is hopeless, and a lock-out would let a stranger lock somebody out.

**Compression.** A request's body may be sent with `Content-Encoding: gzip`. Replies of a kilobyte or more are
compressed for callers that send `Accept-Encoding: gzip`.

**Limits.** A body may have 16 MiB as it travels and 64 MiB decompressed, unless [the server](server-settings.md)
says otherwise. A larger one is refused with `body_too_large`; send fewer rows per batch. (A body of more than four
times the limit may be cut off before the server can say so in JSON.)

**Caching.** Replies are private and are not to be kept, except those with an `ETag`: send it back as `If-None-Match`
and a reply that still holds is answered by 304 without a body.

**Request ids.** A caller may name its request in `X-Request-Id` (up to 64 letters, digits, `.`, `_`, `-`); else the
server does. The reply repeats it, problems carry it, and it finds the request in the server's log.

**Problems.** Errors are `application/problem+json` as RFC 9457 has it. Programs look at `code`, people read `detail`,
or `detail_zh` where they speak Chinese; the [sentences](messages.md#about-what-the-server-refuses) have the same facts.
What is wrong with a single row or field is no problem but an outcome: see `TableOutcome`. After `store_busy` and
`store_unavailable` send the same request again; the same batch is never taken twice.
"""


def page() -> str:
    """The whole page, as Markdown."""
    described = document(ENDPOINTS)
    return "\n".join([_PREFACE, *_overview(), *_details(), *_problems(), *_structs(described)])


def _table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    yield f"| {' | '.join(heads)} |"
    yield f"|{'---|' * len(heads)}"
    for row in rows:
        yield f"| {' | '.join(row)} |"
    yield ""


def _overview() -> Iterator[str]:
    yield "## Endpoints\n"
    yield from _table(
        ("", "address", "what it does"),
        ((each.method, f"[`{each.path}`](#{_anchor(each)})", each.summary) for each in ENDPOINTS),
    )


def _anchor(endpoint: Endpoint) -> str:
    return f"endpoint-{endpoint.name}"


def _details() -> Iterator[str]:
    for endpoint in ENDPOINTS:
        yield f"### Endpoint `{endpoint.name}`\n"
        yield f"`{endpoint.method} {endpoint.path}`{_access(endpoint)}\n"
        yield f"{endpoint.summary}\n"
        yield from _parameters(endpoint)
        if isinstance(endpoint, Command):
            yield f"Takes a {_linked(endpoint.takes.__name__)}.\n"
        if endpoint.gives is not dict:
            yield f"Gives a {_linked(endpoint.gives.__name__)}.\n"
        yield f"Problems: {', '.join(f'`{cause.code}`' for cause in causes(endpoint))}.\n"


def _access(endpoint: Endpoint) -> str:
    """How one gets in, where that is not by a token."""
    match endpoint:
        case Open():
            return " (open)"
        case Signed():
            return " (signed)"
        case _:
            return ""


def _parameters(endpoint: Endpoint) -> Iterator[str]:
    rows = [(f"`{name}`", "path", PARAMETERS[name]) for name in endpoint.parameters]
    if isinstance(endpoint, Query):
        rows += [
            (f"`{each.name}`", "query", f"{each.meaning} From {each.low} to {each.high}; {each.default} by default.")
            for each in endpoint.query
        ]
        rows += [(f"`{each.name}`", "query", each.meaning) for each in endpoint.texts]
    if isinstance(endpoint, Signed):
        rows += [(f"`{name}`", "header", meaning) for name, meaning in endpoint.headers.items()]
    if rows:
        yield from _table(("parameter", "in", "meaning"), rows)


def _problems() -> Iterator[str]:
    every: set[type[ServerError]] = {cause for endpoint in ENDPOINTS for cause in causes(endpoint)}
    yield "## Problems\n"
    yield from _table(
        ("status", "code", "meaning"),
        (
            (str(cause.status), f"`{cause.code}`", _first_line(cause.__doc__ or ""))
            for cause in sorted(every, key=lambda cause: (cause.status, cause.code))
        ),
    )


def _structs(described: dict[str, Any]) -> Iterator[str]:
    yield "## What travels\n"
    for name, schema in described["components"]["schemas"].items():
        yield f"### {name}\n"
        if "description" in schema:
            yield f"{_as_markdown(schema['description'])}\n"
        required = schema.get("required", [])
        yield from _table(
            ("field", "type", ""),
            (
                (f"`{field}`", _type(of), "required" if field in required else "")
                for field, of in schema.get("properties", {}).items()
            ),
        )


def _as_markdown(description: str) -> str:
    """A description's paragraphs; its ``Attributes:`` become a list."""
    lines: list[str] = []
    for line in description.splitlines():
        text = line.strip()
        if text == "Attributes:":
            continue
        indent = len(line) - len(line.lstrip())
        lines.append({0: text, 4: f"- {text}"}.get(indent, f"  {text}"))
    return "\n".join(lines).strip()


def _type(schema: dict[str, Any]) -> str:
    """A schema in a few words: ``list of text``, ``map of Visible``."""
    match schema:
        case {"$ref": str(reference)}:
            return _linked(reference.rsplit("/", 1)[-1])
        case {"anyOf": list(options)}:
            return " or ".join(dict.fromkeys(_type(each) for each in options))
        case {"enum": list(values)}:
            return ", ".join(f"`{value}`" for value in values)
        case {"prefixItems": list(items)}:
            return f"pair of {_type(items[0])}"
        case {"type": "array", "items": dict(items)}:
            return f"list of {_type(items)}"
        case {"type": "object", "additionalProperties": dict(items)}:
            return f"map of {_type(items)}"
        case {"type": str(kind)}:
            return {"string": "text", "integer": "whole number", "boolean": "true or false"}.get(kind, kind)
        case _:
            return "anything"


def _linked(name: str) -> str:
    return f"[{name}](#{name.lower().replace('.', '')})"


def _first_line(docstring: str) -> str:
    return docstring.splitlines()[0].replace("``", "`")


if __name__ == "__main__":
    sys.stdout.write(page())
