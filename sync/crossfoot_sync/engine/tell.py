"""What a row says of itself: its tick and its message."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from zoneinfo import ZoneInfo

from crossfoot_sync.engine.cells import Edits
from crossfoot_sync.engine.display import Display
from crossfoot_sync.engine.marks import marks_after, told
from crossfoot_sync.engine.openfields import OpenField
from crossfoot_sync.engine.rows import SheetRow, SheetTable
from crossfoot_sync.engine.wire import FieldOutcome, RowStatus
from crossfoot_templates.label import BETWEEN, COLON
from crossfoot_templates.layout import CONFLICT, EDITED, IN_STEP, NEW, REFUSED, WAITING, Tick
from crossfoot_templates.messages import Message, say
from crossfoot_templates.model import Column, Label, Language, Table
from crossfoot_templates.types import CellValue, WireValue
from crossfoot_templates.types.time import HOUSE_ZONE

_BETWEEN = " ▪ "
_AFTER: dict[Language, tuple[str, ...]] = {"zh": ("：", "“"), "en": (": ", " “")}
"""What follows a column's label where a line begins with it: a remark, or the value that the remark is about."""
_WAIT: dict[Language, str] = {"zh": " 待审批", "en": " waiting"}
_COLUMN_LISTS = ("columns",)
"""Facts that name columns; people are shown labels."""


def tick_of(
    row: SheetRow, opened: Mapping[str, OpenField], status: RowStatus | None, *, pending: bool, faulty: bool
) -> Tick:
    """The one sign for the state of a row: what most needs its user's eye wins.

    ``pending`` where an edit has still to go out, ``faulty`` where a cell cannot be read or is not allowed.
    """
    states = {each.state for each in opened.values()}
    if "c" in states:
        return CONFLICT
    if status == "refused" or faulty or states & {"r", "m", "x"}:
        return REFUSED
    if "w" in states:
        return WAITING
    if pending:
        return NEW if row.is_new else EDITED
    return IN_STEP


def row_line(message: Message, table: Table, language: Language) -> str:
    """A message about a whole row, with columns under the names people know."""
    named = {name: _labels(table, str(fact), language) for name, fact in message.facts.items() if name in _COLUMN_LISTS}
    when = {"when": moment(str(message.facts["when"]))} if "when" in message.facts else {}
    return Message(message.code, {**message.facts, **named, **when}).text(language)


def without_columns(message: Message, told: Iterable[Column], language: Language) -> Message:
    """``message``, which may say which columns of a new row are to be mended, where lines about ``told`` follow it.

    Where each of them has such a line, saying their names here would be saying them twice.
    """
    if message.code != "row_refused":
        return message
    named = {each.strip() for each in re.split("[,、]", str(message.facts.get("columns", "")))}
    lines = {text for column in told for text in (column.name, column.label.in_(language))}
    return say("row_refused_why") if named <= lines else message


def moment(text: str) -> str:
    """An instant in ISO form as the house's clocks show it, to the minute: those that cells show too."""
    try:
        return dt.datetime.fromisoformat(text).astimezone(ZoneInfo(HOUSE_ZONE)).strftime("%Y-%m-%d %H:%M")
    except ValueError:
        return text


def field_line(
    column: Column, said: Message | FieldOutcome, mine: WireValue, display: Display, theirs: WireValue = None
) -> str:
    """A message about one field. It begins with the column's label, by which :func:`kept_lines` knows it."""
    language = display.language
    label = column.label.in_(language)
    facts: dict[str, str | int] = {"column": label, "mine": display.text(column, mine)}
    if isinstance(said, FieldOutcome):
        message = said.message
        facts |= {"theirs": display.text(column, said.theirs), "who": said.who, "when": moment(said.when)}
    else:
        message = said
        facts["theirs"] = display.text(column, theirs)
    text = Message(message.code, {**message.facts, **facts}).text(language)
    return text if speaks_of(text, column.label) else f"{label}{COLON[language]}{text}"


def speaks_of(line: str, label: Label) -> bool:
    """Whether a line of a message is about the column with ``label``."""
    return line.startswith(tuple(label.in_(language) + after for language in COLON for after in _AFTER[language]))


def kept_lines(held: CellValue, labels: Sequence[Label]) -> Iterator[str]:
    """The lines of an earlier message that speak of columns still open."""
    for line in held.split(_BETWEEN) if isinstance(held, str) else ():
        if any(speaks_of(line, label) for label in labels):
            yield line


def other_lines(held: CellValue, labels: Sequence[Label]) -> Iterator[str]:
    """The lines of a message that speak of none of the columns with ``labels``, but of the row as a whole."""
    for line in held.split(_BETWEEN) if isinstance(held, str) else ():
        if not any(speaks_of(line, label) for label in labels):
            yield line


def write_message(lines: Iterable[str]) -> str | None:
    """The text of the message cell, ``None`` where there is nothing to say."""
    return _BETWEEN.join(dict.fromkeys(lines)) or None


def status_line(table: SheetTable, edits: Edits, now: dt.datetime, language: Language) -> str:
    """The text of a sheet's status cell: when, how many rows it has, and how many of them show which tick.

    What is to be said of its columns follows: whoever shares a sheet sees nothing else of a sync.
    """
    if table.refusal is not None:
        return refusal_line([table.refusal], language)
    marks, at = marks_after(table, edits), moment(now.isoformat())
    said = told(marks, words={WAITING: _WAIT[language]})
    found = [f"{CONFLICT} {message.text(language)}" for message in table.findings]
    if language == "zh":
        return "　".join(filter(None, [f"上次同步 {at}", f"{marks.total()} 行", said, *found]))
    return "   ".join(filter(None, [f"Last sync {at}", count_of(marks.total(), "row"), said, *found]))


def refusal_line(why: Iterable[Message], language: Language) -> str:
    """The text of the status cell of a sheet of which nothing can be sent or written."""
    return f"{REFUSED} {' '.join(message.text(language) for message in why)}"


def count_of(number: int, thing: str) -> str:
    """So many things, in English: 1 row, 2 rows."""
    return f"{number:,} {thing}" if number == 1 else f"{number:,} {thing}s"


def _labels(table: Table, columns: str, language: Language) -> str:
    """The headings of ``columns``, names with commas between them. What holds no such names stays as it is."""
    declared = [table.by_name.get(each.strip()) for each in columns.split(",")]
    labels = [column.label.in_(language) for column in declared if column is not None]
    return BETWEEN[language].join(labels) if len(labels) == len(declared) else columns
