"""How values are named to the reader of a message."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache

from sqlalchemy import Connection

from crossfoot_server.services.open_book import OpenBook
from crossfoot_server.services.pulling.lists import reference_lists
from crossfoot_sync.engine.display import Display
from crossfoot_sync.engine.references import ReferenceIndex
from crossfoot_templates.model import Column, Language
from crossfoot_templates.types import Value

JOINED = {"zh": "、", "en": ", "}
_IS = {"zh": "为“", "en": " is “"}


@dataclass(frozen=True)
class Wording:
    """The words of one reader: values look in a sentence as in their workbook."""

    display: Display

    @property
    def language(self) -> Language:
        """The reader's language."""
        return self.display.language

    def value(self, column: Column, value: Value) -> str:
        """``value`` as a sentence quotes it."""
        return self.display.text(column, column.type.encode(value))

    def is_so(self, column: Column, value: Value) -> str:
        """That ``column`` holds ``value``, as a part of a sentence."""
        return f"{column.label.in_(self.language)}{_IS[self.language]}{self.value(column, value)}”"

    def columns(self, columns: list[Column]) -> str:
        """The headings of ``columns``, in one text."""
        return self.joined([column.label.in_(self.language) for column in columns])

    def joined(self, words: list[str]) -> str:
        """``words`` as a list in a sentence."""
        return JOINED[self.language].join(words)


def wording_of(connection: Connection, opened: OpenBook, tables: Iterable[str], language: Language) -> Wording:
    """The words for values of ``tables``, as whoever has ``opened`` the book is shown them."""
    lists = reference_lists(connection, opened, tables, language)
    references = {name: ReferenceIndex.of(each) for name, each in lists.items()}
    return Wording(Display(language, opened.store.catalog.choices, references))


def wordings(connection: Connection, opened: OpenBook, language: Language) -> Callable[[str], Wording]:
    """The words for values of a table, made when they are first asked for: most pushes give no cause to."""
    return cache(lambda table: wording_of(connection, opened, [table], language))
