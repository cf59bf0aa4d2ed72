"""What Excel itself allows, in files and on the screen."""

from __future__ import annotations

from typing import Final

LAST_ROW: Final = 1_048_576
LAST_COLUMN: Final = 16_384
TEXT_LENGTH: Final = 32_767
"""Characters in a cell."""
