"""An empty workbook for whoever has no program of ours to make one with. It fills with what they may see."""

from __future__ import annotations

import re
from typing import Final

from crossfoot_server.accounts import Actor
from crossfoot_server.api.problems import BadParameter
from crossfoot_server.services import book_view
from crossfoot_server.store import Store
from crossfoot_server.thin.wire import NewWorkbook
from crossfoot_sync.engine.manifest import Manifest
from crossfoot_sync.engine.rowid import new_row_id
from crossfoot_templates.label import Label
from crossfoot_templates.model import Language
from crossfoot_templates.render import render_workbook

_ADDRESS: Final = re.compile(r"https?://[^/\s?#]{1,255}")
_LIKE: Final = Label("形如 https://ledger.example.com 的地址", "an address such as https://ledger.example.com")


def new_workbook(store: Store, actor: Actor, book: str, server: str, language: str) -> NewWorkbook:
    """A workbook of ``book`` for ``actor``, to be kept in step with the server at the address ``server``.

    Raises:
        NotAllowed, UnknownBook: they may not open it.
        BadParameter: the address is none, or there are no labels in the language.
    """
    if not _ADDRESS.fullmatch(server):
        raise BadParameter("server", server, _LIKE)
    spoken = _language(language or actor.language)
    view = book_view(store, actor, book)
    manifest = Manifest(book=book, workbook=new_row_id(), server=server, user=actor.login, language=spoken)
    return NewWorkbook(f"{view.book.label.in_(spoken)}.xlsx", render_workbook(view, spoken, manifest.facts()))


def _language(named: str) -> Language:
    match named:
        case "zh" | "en":
            return named
        case _:
            raise BadParameter("language", named, Label(" zh 或 en", "zh or en"))
