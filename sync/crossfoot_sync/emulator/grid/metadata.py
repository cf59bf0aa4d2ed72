"""Developer metadata: what programs note on a spreadsheet, a sheet, one row or one column."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from crossfoot_sync.emulator.grid.sheet import Sheet
from crossfoot_sync.emulator.grid.shifts import Dimension
from crossfoot_sync.emulator.json_types import Json

LocationType = Literal["SPREADSHEET", "SHEET", "ROW", "COLUMN"]


@dataclass(frozen=True)
class Metadata:
    """One note. On a row or column it goes by the key of that row or column, so it moves and leaves with it.

    ``project`` is that of its writer; with the visibility ``PROJECT`` nobody else sees it.
    """

    id: int
    key: str
    value: str | None
    visibility: str
    project: str
    sheet_id: int | None = None
    dimension: Dimension | None = None
    axis_key: int | None = None

    @property
    def location_type(self) -> LocationType:
        """What it is noted on."""
        if self.sheet_id is None:
            return "SPREADSHEET"
        if self.dimension is None:
            return "SHEET"
        return "ROW" if self.dimension == "ROWS" else "COLUMN"

    def on(self, sheet: Sheet) -> bool:
        """Whether it stands on that sheet or in it."""
        return self.sheet_id == sheet.id

    def index(self, sheet: Sheet) -> int | None:
        """Where its row or column is now; ``None`` where it is gone or it has none."""
        if self.dimension is None or self.axis_key is None:
            return None
        keys = sheet.axis(self.dimension).keys
        return keys.index(self.axis_key) if self.axis_key in keys else None

    def seen_by(self, project: str) -> bool:
        """Whether that project's accounts may see it."""
        return self.visibility == "DOCUMENT" or self.project == project

    def json(self, sheet: Sheet | None) -> Json:
        """As Google writes it; ``sheet`` is the one it stands on."""
        location: Json = {"locationType": self.location_type}
        index = self.index(sheet) if sheet else None
        if self.sheet_id is None:
            location["spreadsheet"] = True
        elif index is None:
            location["sheetId"] = self.sheet_id
        else:
            span = {"dimension": self.dimension, "startIndex": index, "endIndex": index + 1}
            location["dimensionRange"] = {"sheetId": self.sheet_id, **span} if self.sheet_id else span
        value = {} if self.value is None else {"metadataValue": self.value}
        return {
            "metadataId": self.id,
            "metadataKey": self.key,
            **value,
            "location": location,
            "visibility": self.visibility,
        }
