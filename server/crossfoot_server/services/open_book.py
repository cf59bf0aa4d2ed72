"""Opening a book for somebody: what they see of it, and which rows."""

from __future__ import annotations

from dataclasses import dataclass

from crossfoot_server.accounts import Actor
from crossfoot_server.accounts.conditions import Condition
from crossfoot_server.accounts.scope import Reach, TableReach, reach
from crossfoot_server.errors import UnknownBook, UnknownTable
from crossfoot_server.store import Pair, Store
from crossfoot_templates.logic import Formula
from crossfoot_templates.model import BookView, TableView


@dataclass(frozen=True)
class OpenBook:
    """A book as ``actor`` has it: ``view`` the tables and columns, ``reach`` the rows that grants give.

    A table may narrow that down: what counts for its rows is :meth:`reach_of`.
    """

    store: Store
    actor: Actor
    name: str
    view: BookView
    reach: Reach

    def shown(self) -> list[tuple[TableView, Pair]]:
        """The tables of the book with what the store keeps of them."""
        return [(view, self.store.schema.pairs[view.table.name]) for view in self.view.tables]

    def reach_of(self, table: str) -> TableReach:
        """The rows of ``table`` that the actor sees."""
        formula = self.store.logic[table].visible
        return TableReach(self.reach, None if formula is None else self._condition(formula))

    def _condition(self, formula: Formula) -> Condition:
        actor, ordered = self.actor, self.store.catalog.choices.values()
        return Condition(
            formula.expression,
            actor.login,
            actor.teams,
            frozenset(actor.roles_in(self.name)),
            tuple((each.name, tuple(choice.code for choice in each.choices)) for each in ordered if each.ordered),
            self.store.schema,
        )

    def table(self, name: str) -> tuple[TableView, Pair]:
        """One table of the book.

        Raises:
            UnknownTable: the book shows no such table.
        """
        if name not in self.view.by_name:
            raise UnknownTable(name, self.name, tuple(self.view.by_name))
        return self.view.by_name[name], self.store.schema.pairs[name]


def open_book(store: Store, actor: Actor, book: str) -> OpenBook:
    """``book`` as ``actor`` has it; their roles in this book settle the columns, the scopes of these roles the rows.

    Raises:
        UnknownBook: there is no such book.
        NotAllowed: no grant counts in it.
    """
    if book not in store.catalog.books:
        raise UnknownBook(book, tuple(store.catalog.books))
    reached = reach(actor, book)
    return OpenBook(store, actor, book, store.view(book, actor.roles_in(book)), reached)


def book_view(store: Store, actor: Actor, book: str) -> BookView:
    """What ``actor`` sees of ``book``: the view that every reply of :func:`sync` names by its version.

    Raises:
        UnknownBook: there is no such book.
        NotAllowed: no grant counts in it.
    """
    return open_book(store, actor, book).view
