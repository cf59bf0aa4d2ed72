"""What became of rows, as far as other rows may look at it."""

from __future__ import annotations

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import TypeAlias

from crossfoot_templates.types import Value


@dataclass(slots=True)
class Change:
    """What became of one row.

    Attributes:
        before, after: its values; ``None`` where it was or is out of force.
        columns: what changed of a row that was in force and still is, its kept columns too.
    """

    before: Mapping[str, Value] | None
    after: Mapping[str, Value] | None
    columns: set[str]

    def touches(self, columns: AbstractSet[str]) -> bool:
        """Whether it changes anything for somebody who looks at ``columns``."""
        if self.before is None or self.after is None:
            return self.before is not self.after
        return not columns.isdisjoint(self.columns)


Changes: TypeAlias = dict[str, dict[str, Change]]
"""The changed rows by table and id."""
