"""Lines that several commands print."""

from __future__ import annotations

from crossfoot_sync.cli.words import fared, word
from crossfoot_sync.engine.tell import moment
from crossfoot_sync.engine.wire import BatchSummary
from crossfoot_templates.label import Language
from crossfoot_templates.model import Book


def batch_line(batch: BatchSummary, language: Language) -> str:
    """A batch in one line: when, who, how its rows fared, why, its id."""
    reverts = f"  {word('undoes', language, batch=batch.reverts)}" if batch.reverts else ""
    rows = fared(batch.statuses, language)
    return f"{moment(batch.received_at)}  {batch.actor_name}  {rows}{why(batch.reason)}{reverts}  {batch.id}"


def book_called(name: str, book: Book, language: Language) -> str:
    """What people call the book ``name``: that of their workbook by its label, another by its name."""
    return name if language == "en" else f"“{book.label.zh if name == book.name else name}”"


def why(reason: str) -> str:
    """The reason of a batch, where one was given."""
    return f"  “{reason}”" if reason else ""
