"""Who is asking, and what they were granted."""

from __future__ import annotations

from typing import Literal

import msgspec

from crossfoot_templates.model import Catalog, Language

Scope = Literal["own", "team", "entity", "all"]


class Grant(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A role and the rows it reaches, in one book or (``None``) in every book.

    ``own`` are the rows a person owns, ``team`` those of their team and the teams below, ``entity`` those of
    their company.
    """

    role: str
    scope: Scope
    book: str | None = None


class Actor(msgspec.Struct, frozen=True):
    """The person behind a request, or the spreadsheet that a team shares.

    ``teams`` are their own team and all below it.
    """

    login: str
    name: str
    language: Language
    entity: str
    team: str | None
    teams: frozenset[str]
    grants: tuple[Grant, ...]
    token_id: str = ""
    is_sheet: bool = False

    def roles(self) -> tuple[str, ...]:
        """Every role held in any book, sorted."""
        return tuple(sorted({grant.role for grant in self.grants}))

    def grants_for(self, book: str) -> tuple[Grant, ...]:
        """The grants that count in ``book``."""
        return tuple(grant for grant in self.grants if grant.book in (None, book))

    def roles_in(self, book: str) -> tuple[str, ...]:
        """The roles held in ``book``, sorted: they decide which of its columns are read and written."""
        return tuple(sorted({grant.role for grant in self.grants_for(book)}))

    def books(self, catalog: Catalog) -> tuple[str, ...]:
        """The names of the books open to this person, in the catalog's order."""
        return tuple(name for name in catalog.books if self.grants_for(name))
