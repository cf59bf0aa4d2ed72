"""How much of a file is read at most: a hostile one must cost neither time nor memory.

A sheet of 100,000 rows and 20 columns takes 100 MB unpacked and two million cells.
"""

from __future__ import annotations

MEGABYTE = 1_000_000

FILE_BYTES = 200 * MEGABYTE
"""Of the file itself."""

ENTRIES = 20_000
"""Members of the zip."""

PART_BYTES = 256 * MEGABYTE
"""Of one member, unpacked."""

SMALL_PART_BYTES = 16 * MEGABYTE
"""Of a part that is held whole: the workbook, styles, relationships, tables."""

TOTAL_BYTES = 400 * MEGABYTE
"""Of everything unpacked in one reading."""

RATIO = 400
"""Unpacked to packed size of one member over 20 MB; sheets stay below 100."""

RATIO_FROM = 20 * MEGABYTE

CELLS = 3_000_000
"""Cells of one reading, blank ones included."""

SPRAWL = 16_000_000
"""Cells of sheets given as whole rows, with the blanks between them."""

STRINGS = 2_000_000
"""Shared strings."""

HEAD_BYTES = 8 * MEGABYTE
"""What stands before the rows of a sheet."""

ROW_BYTES = 32 * MEGABYTE
"""One row, or what stands after the rows."""

MERGES = 200_000
"""Merged ranges of a sheet."""
