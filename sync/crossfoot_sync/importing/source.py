"""Reading the files to bring in: CSV as text, .xlsx as cells. The first row names the columns."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

from crossfoot_sync.client.errors import UnusableFileError
from crossfoot_sync.grids.xlsx.anyfile import open_any
from crossfoot_sync.importing import mapping as mapped
from crossfoot_sync.importing.mapping import Target
from crossfoot_templates.label import Label, joined
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


class SourceError(UnusableFileError):
    """A source file that cannot be read."""


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
        raise SourceError(path, Label("标题行下没有数据行", "it holds no rows below its heading"))
    first, names = filled[0]
    heading = [str(cell or "").strip() for cell in names]
    _check_heading(path, first, heading, target)
    return [SourceRow(number, _by_name(path, number, heading, line)) for number, line in filled[1:]]


def _check_heading(path: Path, line: int, heading: Sequence[str], target: Target) -> None:
    counts = Counter(heading)
    missing = sorted(target.source_columns() - counts.keys())
    if missing:
        named, there = joined(f"“{name}”" for name in missing), joined(filter(None, heading))
        problem = Label(
            f"没有列{named.zh}；第 {line} 行有：{there.zh}。第一个非空行必须是标题行。",
            f"it has no column {named.en}; line {line} has {there.en}. "
            "The first line that is not blank must hold the headings.",
        )
        raise SourceError(path, problem)
    twice = sorted(name for name in target.source_columns() if counts[name] > 1)
    if twice:
        problem = Label(
            f"有多个名为“{twice[0]}”的列；请只保留一个，其余改名",
            f"it has more than one column “{twice[0]}”; rename all but one",
        )
        raise SourceError(path, problem)


def _by_name(path: Path, number: int, heading: Sequence[str], line: Sequence[SourceCell]) -> dict[str, SourceCell]:
    if any(map(_filled, line[len(heading) :])):
        problem = Label(
            f"第 {number} 行的单元格多于标题行的列；是否缺少引号？",
            f"line {number} has more cells than the heading has columns; are quotes missing?",
        )
        raise SourceError(path, problem)
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
        problem = Label(
            f"不是 {mapping.encoding} 编码的文本（{reason}）；请在映射文件中用 encoding 写明其编码，例如 gb18030",
            f"it is not {mapping.encoding} text ({reason}); name its encoding in the mapping, such as gb18030",
        )
        raise SourceError(path, problem) from error
    except csv.Error as error:
        raise SourceError(path, Label(f"不是 CSV 文件：{error}", f"it is no CSV: {error}")) from error


def _workbook(path: Path, wanted: str | None) -> Iterator[Sequence[SourceCell]]:
    sheets = open_any(path)
    found = next((sheet for sheet in sheets if wanted in (None, sheet.title)), None)
    if found is None:
        titles = joined(each.title for each in sheets)
        problem = Label(f"没有工作表“{wanted}”；其中有：{titles.zh}", f"it has no sheet “{wanted}”; it has {titles.en}")
        raise SourceError(path, problem)
    cells: dict[tuple[int, int], SourceCell] = {**found.cells, **found.faults}
    ends: dict[int, int] = {}
    for row, column in cells:
        ends[row] = max(ends.get(row, 0), column)
    for row in range(1, max(ends, default=0) + 1):
        yield [cells.get((row, column)) for column in range(1, ends.get(row, 0) + 1)]
