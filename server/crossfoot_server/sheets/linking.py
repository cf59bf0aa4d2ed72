"""Linking a spreadsheet: what must hold of it, the account, the book laid out into it, and the first sync."""

from __future__ import annotations

import getpass
import re
from dataclasses import dataclass

from sqlalchemy import select

from crossfoot_server.errors import UnknownBook
from crossfoot_server.sheets import registry
from crossfoot_server.sheets.account import actor_of, close_account, open_account
from crossfoot_server.sheets.bench import Bench
from crossfoot_server.sheets.errors import (
    BeingSynced,
    LinkedAlready,
    LinkedElsewhere,
    NearlyFull,
    NoSpreadsheetAddress,
    NothingToSee,
    OnlyReadable,
    OtherSettings,
)
from crossfoot_server.sheets.own_server import ADDRESS
from crossfoot_server.sheets.registry import UNSEEN, Linked
from crossfoot_server.sheets.spreadsheets import MOST_CELLS, Facts
from crossfoot_server.sheets.visiting import Visited, visit
from crossfoot_server.sheets.waiting import SHORTEST_PAUSE
from crossfoot_server.sheets.wording import told
from crossfoot_server.store import Store
from crossfoot_server.store.alone import Taken, alone
from crossfoot_sync.engine.manifest import Manifest, first_headings
from crossfoot_sync.google.calls import spreadsheet_address
from crossfoot_sync.google.errors import GoogleError, OutcomeUnknown
from crossfoot_templates.layout import GOOGLE_SHEET, LISTS_SHEET, MANIFEST_SHEET
from crossfoot_templates.model import BookView, Language
from crossfoot_templates.sheets import UnfitSpreadsheet
from crossfoot_templates.standard import ROLES

_ADDRESS = re.compile(r"^(?:https://docs\.google\.com/spreadsheets/(?:u/\d+/)?d/)?([A-Za-z0-9_-]{20,64})(?:[/?#].*)?$")
OURS = (GOOGLE_SHEET, "manifest")
"""The metadata that tells a spreadsheet with a book in it from others."""


@dataclass(frozen=True)
class Wanted:
    """What is to be linked, as what.

    Attributes:
        address: the spreadsheet's, as it stands in the browser, or its id.
        locale, time_zone: what the spreadsheet must have; anything where empty.
    """

    address: str
    book: str
    team: str
    role: str
    language: Language = "zh"
    locale: str = ""
    time_zone: str = ""


def spreadsheet_id(address: str) -> str:
    """The id in the address of a spreadsheet.

    Raises:
        NoSpreadsheetAddress: there is none in it.
    """
    found = _ADDRESS.match(address.strip())
    if found is None:
        raise NoSpreadsheetAddress(address)
    return found[1]


def link(bench: Bench, wanted: Wanted) -> tuple[Linked, Visited]:
    """Link a spreadsheet, and what its first sync came to.

    One that was left half linked is finished. Existing content is not touched.

    Raises:
        SheetError, GoogleError: it cannot be; the message says why. Nothing was changed.
        UnfitSpreadsheet: its settings would change what people type.
        UnknownBook, OrganisationError: there is no such book or team.
    """
    store, spreadsheet = bench.store, spreadsheet_id(wanted.address)
    view = _view(store, wanted)
    facts = bench.spreadsheets.facts(spreadsheet)
    named = facts.title or spreadsheet_address(spreadsheet)
    try:
        with alone(store, spreadsheet):
            linked = _begun(bench, spreadsheet, facts, wanted)
            if linked is None:
                _check(bench, named, facts, wanted)
                linked = _registered(bench, spreadsheet, facts, wanted)
                _lay_out(bench, linked, view, facts)
            visited = visit(bench, linked, wanted=True)
    except Taken as error:
        raise BeingSynced(named) from error
    return registry.linked_sheet(store, spreadsheet) or linked, visited


def manifest_of(linked: Linked, view: BookView) -> Manifest:
    """What a sheet says of itself before its first sync."""
    return Manifest(
        book=linked.book,
        workbook=linked.workbook,
        server=ADDRESS,
        user=linked.login,
        language=linked.language,
        headings=first_headings(view, linked.language),
    )


def _view(store: Store, wanted: Wanted) -> BookView:
    if wanted.book not in store.catalog.books:
        raise UnknownBook(wanted.book, tuple(store.catalog.books))
    grant = store.schema.grant
    with store.reading() as connection:
        roles = sorted({*ROLES, *connection.scalars(select(grant.c.role).distinct())})
    view = store.view(wanted.book, {wanted.role})
    if wanted.role not in roles or not view.tables:
        raise NothingToSee(wanted.address, role=wanted.role, book=wanted.book, roles="、".join(roles))
    return view


def _begun(bench: Bench, spreadsheet: str, facts: Facts, wanted: Wanted) -> Linked | None:
    """The sheet that a call which was cut off has laid out already; ``None`` where there is none.

    Raises:
        LinkedAlready: it was linked, or is being linked as something else.
    """
    linked = registry.linked_sheet(bench.store, spreadsheet)
    if linked is None:
        return None
    actor = actor_of(bench.store, linked.login)
    asked = (wanted.book, wanted.team, (wanted.role,))
    is_same = actor is not None and asked == (linked.book, actor.team, actor.roles())
    laid_out = OURS in facts.marks
    if linked.state != "laying" or (laid_out and not is_same):
        raise LinkedAlready(facts.title, book=linked.book, login=linked.login)
    if laid_out:
        return linked
    registry.forget(bench.store, spreadsheet)
    return None


def _check(bench: Bench, named: str, facts: Facts, wanted: Wanted) -> None:
    if not facts.editable:
        raise OnlyReadable(named, account=bench.spreadsheets.account)
    if OURS in facts.marks:
        raise LinkedElsewhere(named, sheets=f"{MANIFEST_SHEET}, {LISTS_SHEET}")
    for what, what_en, found, asked in (
        ("区域设置", "locale", facts.locale, wanted.locale),
        ("时区", "time zone", facts.time_zone, wanted.time_zone),
    ):
        if asked not in {"", found}:
            raise OtherSettings(named, what=what, what_en=what_en, found=found, wanted=asked)
    if facts.nearly_full:
        raise NearlyFull(named, cells=f"{facts.cells:,}", limit=f"{MOST_CELLS:,}")


def _registered(bench: Bench, spreadsheet: str, facts: Facts, wanted: Wanted) -> Linked:
    store, now = bench.store, bench.now()
    held = (wanted.book, wanted.team, wanted.role)
    login = open_account(store, spreadsheet, facts.title, wanted.language, held)
    linked = Linked(
        id=spreadsheet,
        title=facts.title,
        book=wanted.book,
        language=wanted.language,
        login=login,
        workbook=bench.new_id(),
        locale=facts.locale,
        time_zone=facts.time_zone,
        linked_by=getpass.getuser(),
        linked_at=now,
        secret=registry.new_secret(),
        state="laying",
        outcome=told("laying"),
        seen=UNSEEN,
        looked_at=None,
        synced_at=None,
        pinged_at=None,
        due_at=now,
        pause=SHORTEST_PAUSE,
    )
    registry.add(store, linked)
    return linked


def _lay_out(bench: Bench, linked: Linked, view: BookView, facts: Facts) -> None:
    """Lay the book out. Where that is refused the sheet is struck off; where nobody knows, the next call looks."""
    try:
        bench.spreadsheets.lay_out(linked.id, view, manifest_of(linked, view), facts)
    except OutcomeUnknown:
        raise
    except (GoogleError, UnfitSpreadsheet):
        registry.forget(bench.store, linked.id)
        close_account(bench.store, linked.login)
        raise


def unlink(bench: Bench, linked: Linked) -> GoogleError | None:
    """Strike a sheet off. Its values stay; what made it a book goes, as far as the spreadsheet can be reached.

    What keeps it from being reached is returned.

    Raises:
        BeingSynced: somebody is at work on it.
        GoogleError: it may be reached later; nothing was done.
    """
    unreachable = None
    try:
        with alone(bench.store, linked.id):
            try:
                bench.spreadsheets.clear(linked.id)
            except GoogleError as error:
                if error.reason not in {"not_shared", "gone", "not_a_sheet"}:
                    raise
                unreachable = error
            registry.forget(bench.store, linked.id)
            close_account(bench.store, linked.login)
    except Taken as error:
        raise BeingSynced(linked.title) from error
    return unreachable
