"""The methods of ``spreadsheets.developerMetadata``."""

from __future__ import annotations

from crossfoot_sync.emulator.call import Answer, Call
from crossfoot_sync.emulator.errors import NotFoundError
from crossfoot_sync.emulator.grid.book import Book
from crossfoot_sync.emulator.grid.metadata import Metadata
from crossfoot_sync.emulator.json_types import Json
from crossfoot_sync.emulator.spreadsheets.datafilters import metadata_of


def written(book: Book, metadata: Metadata) -> Json:
    """Metadata as Google gives it out."""
    return metadata.json(None if metadata.sheet_id is None else book.sheet(metadata.sheet_id))


def get(call: Call) -> Answer:
    """``developerMetadata.get``.

    Raises:
        NotFoundError: there is none of that id that the caller may see.
    """
    book = call.read().book
    for each in book.metadata:
        if str(each.id) == call.names["metadata"] and each.seen_by(call.account.project):
            return written(book, each)
    raise NotFoundError(f"No developer metadata with the provided ID: {call.names['metadata']}")


def search(call: Call) -> Answer:
    """``developerMetadata.search``."""
    book = call.read().book
    found: dict[int, Json] = {}
    for data_filter in call.request.json().get("dataFilters", []):
        for each in metadata_of(book, data_filter, call.account.project):
            matched = found.setdefault(each.id, {"developerMetadata": written(book, each), "dataFilters": []})
            matched["dataFilters"].append(data_filter)
    return {"matchedDeveloperMetadata": list(found.values())} if found else {}
