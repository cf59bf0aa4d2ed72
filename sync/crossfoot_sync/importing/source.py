"""Reading the files to bring in: CSV as text, .xlsx as cells. The first row names the columns."""

from __future__ import annotations

import csv
from pathlib import Path

from crossfoot_sync.client.errors import ClientError
from crossfoot_sync.grids.xlsx.anyfile import open_any
from crossfoot_sync.importing.mapping import Mapping, Target
from crossfoot_sync.importing.prepare import SourceRow


class SourceError(ClientError):
    """A source file that cannot be read; the message names the file and the cause."""

    def __init__(self, path: Path, problem: str) -> None:
        super().__init__(f"{path.name}: {problem}")


def read_source(path: Path, mapping: Mapping, target: Target) -> list[SourceRow]:
    """The rows of a source file by column name.

    Raises:
        SourceError: it is empty, its text is in another encoding, or a column that the mapping names is missing.
        GridError: a workbook cannot be read.
    """
    rows = _workbook(path, target.sheet) if path.suffix.lower() in (".xlsx", ".xlsm") else _csv(path, mapping)
    if not rows:
        raise SourceError(path, "it holds no rows below its heading")
    missing = _named_columns(target) - rows[0].keys()
    if missing:
        raise SourceError(path, f"it has no column {', '.join(sorted(missing))}; it has {', '.join(rows[0])}")
    return rows


def _named_columns(target: Target) -> set[str]:
    named = {column.source for column in target.columns if column.source is not None}
    return named.union(target.distinct, target.where, *(column.count_by or () for column in target.columns))


def _csv(path: Path, mapping: Mapping) -> list[SourceRow]:
    try:
        with path.open(encoding=mapping.encoding, newline="") as file:
            return [
                {name: text for name, text in row.items() if name is not None}
                for row in csv.DictReader(file, delimiter=mapping.delimiter, strict=True)
            ]
    except UnicodeDecodeError as error:
        raise SourceError(
            path, f"it is not {mapping.encoding} text ({error}); name its encoding in the mapping"
        ) from error
    except csv.Error as error:
        raise SourceError(path, f"it is no CSV: {error}") from error


def _workbook(path: Path, wanted: str | None) -> list[SourceRow]:
    sheets = open_any(path)
    found = next((sheet for sheet in sheets if wanted in (None, sheet.title)), None)
    if found is None:
        raise SourceError(path, f"it has no sheet “{wanted}”; it has {', '.join(each.title for each in sheets)}")
    rows = [row for row in found.rows if any(cell is not None for cell in row)]
    heading = [str(cell or "").strip() for cell in rows[0]] if rows else []
    return [dict(zip(heading, row, strict=False)) for row in rows[1:]]
