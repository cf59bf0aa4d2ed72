"""The rows or the columns of a sheet. Each has a key of its own for life, whatever is inserted before it."""

from __future__ import annotations

from dataclasses import dataclass, field

from crossfoot_sync.emulator.grid.shifts import Dimension
from crossfoot_sync.emulator.json_types import Json

DEFAULT_PIXELS: dict[Dimension, int] = {"ROWS": 21, "COLUMNS": 100}


@dataclass
class Axis:
    """``keys`` in their order, and what is known of single ones by key (``pixelSize``, ``hiddenByUser`` …)."""

    dimension: Dimension
    keys: list[int]
    following: int
    properties: dict[int, Json] = field(default_factory=dict)

    @classmethod
    def of(cls, dimension: Dimension, count: int) -> Axis:
        """So many new ones."""
        return cls(dimension, list(range(count)), count)

    def copy(self) -> Axis:
        """One that can be changed without changing this."""
        return Axis(self.dimension, list(self.keys), self.following, dict(self.properties))

    def __len__(self) -> int:
        return len(self.keys)

    def insert(self, at: int, count: int) -> None:
        """Put ``count`` new ones before the one at ``at``."""
        self.keys[at:at] = range(self.following, self.following + count)
        self.following += count

    def delete(self, start: int, end: int) -> None:
        """Take out those from ``start`` up to ``end``."""
        for key in self.keys[start:end]:
            self.properties.pop(key, None)
        del self.keys[start:end]

    def move(self, start: int, end: int, to: int) -> None:
        """Move those from ``start`` up to ``end`` before the one at ``to``."""
        taken = self.keys[start:end]
        del self.keys[start:end]
        landing = to if to <= start else to - len(taken)
        self.keys[landing:landing] = taken

    def set(self, at: int, **values: object) -> None:
        """Note properties of the one at ``at``; ``None`` and ``False`` take one away."""
        key = self.keys[at]
        merged = {**self.properties.get(key, {}), **values}
        self.properties[key] = {name: value for name, value in merged.items() if value}

    def get(self, at: int) -> Json:
        """What is known of the one at ``at``, its size in any case."""
        return {"pixelSize": DEFAULT_PIXELS[self.dimension], **self.properties.get(self.keys[at], {})}

    def hidden(self, at: int) -> bool:
        """Whether the one at ``at`` is not shown, by hand or by the filter."""
        known = self.properties.get(self.keys[at], {})
        return bool(known.get("hiddenByUser") or known.get("hiddenByFilter"))
