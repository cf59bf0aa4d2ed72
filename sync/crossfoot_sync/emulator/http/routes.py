"""Which method answers which path."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal
from urllib.parse import unquote

from crossfoot_sync.emulator.call import Direction, Handler
from crossfoot_sync.emulator.drive import export, files, permissions
from crossfoot_sync.emulator.spreadsheets import handlers, metadata_handlers
from crossfoot_sync.emulator.values import handlers as values

Service = Literal["sheets", "drive"]
SERVICES: dict[Service, tuple[str, str]] = {
    "sheets": ("Google Sheets API", "sheets.googleapis.com"),
    "drive": ("Google Drive API", "drive.googleapis.com"),
}
_AUTH = "https://www.googleapis.com/auth/"
_FEEDS = "https://spreadsheets.google.com/feeds"
SCOPES: dict[tuple[Service, Direction], frozenset[str]] = {
    ("sheets", "read"): frozenset(
        (
            _FEEDS,
            *(
                _AUTH + name
                for name in ("spreadsheets", "spreadsheets.readonly", "drive", "drive.readonly", "drive.file")
            ),
        )
    ),
    ("sheets", "write"): frozenset((_FEEDS, *(_AUTH + name for name in ("spreadsheets", "drive", "drive.file")))),
    ("drive", "read"): frozenset(
        _AUTH + name for name in ("drive", "drive.readonly", "drive.file", "drive.metadata", "drive.metadata.readonly")
    ),
    ("drive", "write"): frozenset(_AUTH + name for name in ("drive", "drive.file")),
}


@dataclass(frozen=True)
class Route:
    """A method of the API by its id in the discovery document; names in braces stand for what a path holds."""

    id: str
    method: str
    template: str
    handler: Handler
    service: Service
    direction: Direction
    pattern: re.Pattern[str]

    def names(self, method: str, path: str) -> dict[str, str] | None:
        """What the path holds, decoded; ``None`` where it is another route's."""
        match = self.pattern.fullmatch(path) if method == self.method else None
        return None if match is None else {name: unquote(value) for name, value in match.groupdict().items()}


def _route(id_: str, method: str, template: str, handler: Handler, direction: Direction) -> Route:
    service: Service = "sheets" if id_.startswith("sheets") else "drive"
    marked = re.sub(
        r"\\\{(\w+)\\\}", lambda match: f"(?P<{match[1]}>{_PARTS.get(match[1], '[^/:]+')})", re.escape(template)
    )
    return Route(id_, method, template, handler, service, direction, re.compile(marked))


_PARTS = {"range": ".+?"}
_BOOK = "/v4/spreadsheets/{id}"
_FILE = "/drive/v3/files/{id}"
ROUTES: tuple[Route, ...] = (
    _route("sheets.spreadsheets.create", "POST", "/v4/spreadsheets", handlers.create, "write"),
    _route("sheets.spreadsheets.get", "GET", _BOOK, handlers.get, "read"),
    _route(
        "sheets.spreadsheets.getByDataFilter", "POST", _BOOK + ":getByDataFilter", handlers.get_by_data_filter, "read"
    ),
    _route("sheets.spreadsheets.batchUpdate", "POST", _BOOK + ":batchUpdate", handlers.batch_update, "write"),
    _route("sheets.spreadsheets.sheets.copyTo", "POST", _BOOK + "/sheets/{sheet}:copyTo", handlers.copy_sheet, "write"),
    _route(
        "sheets.spreadsheets.developerMetadata.get",
        "GET",
        _BOOK + "/developerMetadata/{metadata}",
        metadata_handlers.get,
        "read",
    ),
    _route(
        "sheets.spreadsheets.developerMetadata.search",
        "POST",
        _BOOK + "/developerMetadata:search",
        metadata_handlers.search,
        "read",
    ),
    _route("sheets.spreadsheets.values.batchGet", "GET", _BOOK + "/values:batchGet", values.batch_get, "read"),
    _route(
        "sheets.spreadsheets.values.batchGetByDataFilter",
        "POST",
        _BOOK + "/values:batchGetByDataFilter",
        values.batch_get_by_data_filter,
        "read",
    ),
    _route(
        "sheets.spreadsheets.values.batchUpdate", "POST", _BOOK + "/values:batchUpdate", values.batch_update, "write"
    ),
    _route(
        "sheets.spreadsheets.values.batchUpdateByDataFilter",
        "POST",
        _BOOK + "/values:batchUpdateByDataFilter",
        values.batch_update_by_data_filter,
        "write",
    ),
    _route("sheets.spreadsheets.values.batchClear", "POST", _BOOK + "/values:batchClear", values.batch_clear, "write"),
    _route(
        "sheets.spreadsheets.values.batchClearByDataFilter",
        "POST",
        _BOOK + "/values:batchClearByDataFilter",
        values.batch_clear_by_data_filter,
        "write",
    ),
    _route("sheets.spreadsheets.values.append", "POST", _BOOK + "/values/{range}:append", values.append, "write"),
    _route("sheets.spreadsheets.values.clear", "POST", _BOOK + "/values/{range}:clear", values.clear, "write"),
    _route("sheets.spreadsheets.values.get", "GET", _BOOK + "/values/{range}", values.get, "read"),
    _route("sheets.spreadsheets.values.update", "PUT", _BOOK + "/values/{range}", values.update, "write"),
    _route("drive.about.get", "GET", "/drive/v3/about", files.about, "read"),
    _route("drive.files.list", "GET", "/drive/v3/files", files.listed, "read"),
    _route("drive.files.create", "POST", "/drive/v3/files", files.create, "write"),
    _route("drive.files.get", "GET", _FILE, files.get, "read"),
    _route("drive.files.update", "PATCH", _FILE, files.update, "write"),
    _route("drive.files.delete", "DELETE", _FILE, files.delete, "write"),
    _route("drive.files.copy", "POST", _FILE + "/copy", files.copy, "write"),
    _route("drive.files.export", "GET", _FILE + "/export", export.export, "read"),
    _route("drive.comments.list", "GET", _FILE + "/comments", files.comments, "read"),
    _route("drive.permissions.list", "GET", _FILE + "/permissions", permissions.listed, "read"),
    _route("drive.permissions.create", "POST", _FILE + "/permissions", permissions.create, "write"),
    _route("drive.permissions.get", "GET", _FILE + "/permissions/{permission}", permissions.get, "read"),
    _route("drive.permissions.update", "PATCH", _FILE + "/permissions/{permission}", permissions.update, "write"),
    _route("drive.permissions.delete", "DELETE", _FILE + "/permissions/{permission}", permissions.delete, "write"),
    _route("drive.v2.files.update", "PUT", "/upload/drive/v2/files/{id}", export.upload_csv, "write"),
)


def found(method: str, path: str) -> tuple[Route, dict[str, str]] | None:
    """The route of a request and what its path holds."""
    for route in ROUTES:
        names = route.names(method, path)
        if names is not None:
            return route, names
    return None
