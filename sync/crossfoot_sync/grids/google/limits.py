"""How much one request carries, and what Google Sheets itself allows."""

from __future__ import annotations

from typing import Final

CELLS: Final = 40_000
"""Cells that one write looks at or adds. What belongs together is never parted, so a write may have more."""

TEXT_OF_A_CELL: Final = 200
"""A longer text counts as several cells: so no write has more than some 8 MB."""

TEXT_LENGTH: Final = 50_000
"""Characters in a cell."""

CHUNK: Final = 45_000
"""Characters of the journal in a cell."""

SPARE_COLUMNS: Final = 26
"""So many columns more than a sheet had are kept of its rows: somebody may insert some."""

ROWS_BELOW_HEADINGS: Final = 10
"""So many rows below the headings are kept as well, to find these if somebody inserts rows above them."""

JOURNAL_BYTES: Final = 200_000_000
"""Of the journal unpacked: people can reach it."""

ROUNDS: Final = 12
"""Writes in a row that bring nothing forward, repairs among them, until a sheet that keeps changing is given up."""

REFUSALS: Final = 3
"""Refusals in a row, each after the spreadsheet was read again."""
