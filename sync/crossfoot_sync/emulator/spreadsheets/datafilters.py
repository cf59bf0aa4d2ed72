"""Data filters: what an A1 address, a grid range or a look-up of developer metadata picks out."""

from __future__ import annotations

from collections.abc import Iterator

from crossfoot_sync.emulator.errors import InvalidArgumentError
from crossfoot_sync.emulator.grid.area import Area
from crossfoot_sync.emulator.grid.book import Book
from crossfoot_sync.emulator.grid.metadata import Metadata
from crossfoot_sync.emulator.grid.sheet import Place
from crossfoot_sync.emulator.json_types import Json

_TYPES = {"ROWS": "ROW", "COLUMNS": "COLUMN"}


def areas(book: Book, data_filter: Json, project: str) -> list[Place]:
    """The areas that one filter picks out; several where it looks up metadata.

    Raises:
        InvalidArgumentError: it names a place that is not there, or none at all.
    """
    if "a1Range" in data_filter:
        return [book.locate(data_filter["a1Range"])]
    if "gridRange" in data_filter:
        return [book.bounded(data_filter["gridRange"])]
    if "developerMetadataLookup" in data_filter:
        lookup = data_filter["developerMetadataLookup"]
        found = [each for each in book.metadata if looked_up(book, each, lookup, project)]
        return [place for each in found for place in _places(book, each)]
    raise InvalidArgumentError("No filter specified in the data filter.")


def matching(book: Book, filters: list[Json], project: str) -> list[tuple[Place, list[Json]]]:
    """Each area that any of the filters picks out, once, with the filters that did."""
    found: dict[tuple[int, Area], tuple[Place, list[Json]]] = {}
    for data_filter in filters:
        for sheet, area in areas(book, data_filter, project):
            found.setdefault((sheet.id, area), (Place(sheet, area), []))[1].append(data_filter)
    return list(found.values())


def metadata_of(book: Book, data_filter: Json, project: str) -> list[Metadata]:
    """The metadata that a filter picks out: looked up, or standing on the rows, columns and sheets it names."""
    if "developerMetadataLookup" in data_filter:
        lookup = data_filter["developerMetadataLookup"]
        return [each for each in book.metadata if looked_up(book, each, lookup, project)]
    named = areas(book, data_filter, project)
    return [
        each
        for each in book.metadata
        if each.seen_by(project)
        and any(sheet is at and area.covers(part) for sheet, area in named for at, part in _places(book, each))
    ]


def looked_up(book: Book, metadata: Metadata, lookup: Json, project: str) -> bool:
    """Whether a look-up finds this."""
    said = {"metadataId": metadata.id, "metadataKey": metadata.key, "metadataValue": metadata.value}
    said |= {"visibility": metadata.visibility, "locationType": metadata.location_type}
    if not metadata.seen_by(project) or any(name in lookup and lookup[name] != value for name, value in said.items()):
        return False
    return "metadataLocation" not in lookup or _there(book, metadata, lookup)


def _there(book: Book, metadata: Metadata, lookup: Json) -> bool:
    location = lookup["metadataLocation"]
    exact = lookup.get("locationMatchingStrategy") != "INTERSECTING_LOCATION" and "locationType" not in lookup
    if location.get("spreadsheet"):
        return not exact or metadata.sheet_id is None
    if "sheetId" in location:
        same = metadata.sheet_id == location["sheetId"]
        return same and (not exact or metadata.dimension is None)
    span = location.get("dimensionRange", {})
    sheet = book.sheet(span.get("sheetId", 0))
    index = metadata.index(sheet) if metadata.on(sheet) else None
    if index is None:
        return not exact and metadata.sheet_id in (None, sheet.id) and metadata.dimension is None
    inside = span.get("startIndex", 0) <= index < span.get("endIndex", len(sheet.axis(span["dimension"])))
    alone = span.get("endIndex", 0) - span.get("startIndex", 0) == 1
    return metadata.dimension == span["dimension"] and inside and (alone or not exact)


def _places(book: Book, metadata: Metadata) -> Iterator[Place]:
    if metadata.sheet_id is None:
        yield from (Place(each, each.whole) for each in book.sheets)
        return
    sheet = book.sheet(metadata.sheet_id)
    index = metadata.index(sheet)
    whole = sheet.whole
    if index is None:
        yield Place(sheet, whole)
    elif metadata.dimension == "ROWS":
        yield Place(sheet, Area(index, 0, index + 1, whole.right))
    else:
        yield Place(sheet, Area(0, index, whole.bottom, index + 1))
