"""Reading the files to bring in: CSV as text, .xlsx as cells. The first row names the columns."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

from crossfoot_sync.client.errors import ClientError
from crossfoot_sync.grids.xlsx.anyfile import open_any
from crossfoot_sync.importing import mapping as mapped
from crossfoot_sync.importing.mapping import Target
from crossfoot_templates.messages import Message
from crossfoot_templates.types import CellValue

SourceCell: TypeAlias = CellValue | Message
"""A cell of a source file, or why it cannot be read."""

WORKBOOKS = (".xlsx", ".xlsm", ".xls", ".xlsb")
"""Files that are opened as workbooks; the older ones among them are then refused with a way out."""


@dataclass(frozen=True)
class SourceRow:
    """A row of a source file by column name; ``line`` is its number as a spreadsheet program shows it."""

    line: int
    cells: Mapping[str, SourceCell]


class SourceError(ClientError):
    """A source file that cannot be read; the message names the file and the cause."""

    def __init__(self, path: Path, problem: str) -> None:
        super().__init__(f"{path.name}: {problem}")


def read_source(path: Path, mapping: mapped.Mapping, target: Target) -> list[SourceRow]:
    """The rows of a source file, blank ones left out.

    Raises:
        SourceError: it is empty, its text is in another encoding, its rows do not fit its heading, or a column that
            the mapping names is missing or there twice.
        GridError: a workbook cannot be read.
    """
    lines = _workbook(path, target.sheet) if path.suffix.lower() in WORKBOOKS else _csv(path, mapping)
    filled = [(number, line) for number, line in enumerate(lines, start=1) if any(map(_filled, line))]
    if len(filled) < 2:
        raise SourceError(path, "it holds no rows below its heading")
    first, names = filled[0]
    heading = [str(cell or "").strip() for cell in names]
    _check_heading(path, first, heading, target)
    return [SourceRow(number, _by_name(path, number, heading, line)) for number, line in filled[1:]]


def _check_heading(path: Path, line: int, heading: Sequence[str], target: Target) -> None:
    counts = Counter(heading)
    missing = sorted(target.source_columns() - counts.keys())
    if missing:
        named = ", ".join(f"“{name}”" for name in missing)
        raise SourceError(
            path,
            f"it has no column {named}; line {line} has {', '.join(filter(None, heading))}. "
            "The first line that is not blank must hold the headings.",
        )
    twice = sorted(name for name in target.source_columns() if counts[name] > 1)
    if twice:
        raise SourceError(path, f"it has more than one column “{twice[0]}”; rename all but one")


def _by_name(path: Path, number: int, heading: Sequence[str], line: Sequence[SourceCell]) -> dict[str, SourceCell]:
    if any(map(_filled, line[len(heading) :])):
        raise SourceError(path, f"line {number} has more cells than the heading has columns; are quotes missing?")
    cells = [*line, *[None] * (len(heading) - len(line))]
    return {name: cell for name, cell in zip(heading, cells, strict=False) if name}


def _filled(cell: SourceCell) -> bool:
    return cell is not None and cell != ""


def _csv(path: Path, mapping: mapped.Mapping) -> Iterator[Sequence[SourceCell]]:
    try:
        with path.open(encoding=mapping.encoding, newline="") as file:
            yield from csv.reader(file, delimiter=mapping.delimiter, strict=True)
    except UnicodeError as error:
        reason = error.reason if isinstance(error, UnicodeDecodeError) else str(error)
        raise SourceError(
            path,
            f"it is not {mapping.encoding} text ({reason}); name its encoding in the mapping, such as gb18030",
        ) from error
    except csv.Error as error:
        raise SourceError(path, f"it is no CSV: {error}") from error


def _workbook(path: Path, wanted: str | None) -> Iterator[Sequence[SourceCell]]:
    sheets = open_any(path)
    found = next((sheet for sheet in sheets if wanted in (None, sheet.title)), None)
    if found is None:
        raise SourceError(path, f"it has no sheet “{wanted}”; it has {', '.join(each.title for each in sheets)}")
    cells: dict[tuple[int, int], SourceCell] = {**found.cells, **found.faults}
    ends: dict[int, int] = {}
    for row, column in cells:
        ends[row] = max(ends.get(row, 0), column)
    for row in range(1, max(ends, default=0) + 1):
        yield [cells.get((row, column)) for column in range(1, ends.get(row, 0) + 1)]
