"""What is wrong with a linked sheet, in plain words, each with the way out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Final

from crossfoot_server.errors import NotAllowed, UnknownBook
from crossfoot_server.services import book_view
from crossfoot_server.sheets.account import actor_of
from crossfoot_server.sheets.bench import Bench
from crossfoot_server.sheets.registry import Linked
from crossfoot_server.sheets.spreadsheets import MOST_CELLS, Facts
from crossfoot_server.sheets.troubles import told_of
from crossfoot_server.sheets.wording import Told, told
from crossfoot_sync.engine.cells import Reading
from crossfoot_sync.engine.manifest import Manifest, ManifestError
from crossfoot_sync.engine.workbook import misheaded
from crossfoot_sync.google.errors import GoogleError
from crossfoot_sync.grids.errors import GridError
from crossfoot_templates.layout import GOOGLE_BEFORE_SHEET, GOOGLE_SHEET, LISTS_SHEET, MANIFEST_SHEET
from crossfoot_templates.model import BookView

LONG_AGO: Final = dt.timedelta(hours=26)
"""A sheet is synced once a day at least."""

HIDDEN: Final = {"manifest": MANIFEST_SHEET, "lists": LISTS_SHEET, "before": GOOGLE_BEFORE_SHEET}
"""The hidden sheets, by what their metadata calls them."""


def examine(bench: Bench, linked: Linked) -> list[Told]:
    """Everything that is wrong with a sheet, the gravest first; nothing is changed."""
    actor = actor_of(bench.store, linked.login)
    if actor is None:
        return [told("no_role", book=linked.book)]
    try:
        view = book_view(bench.store, actor, linked.book)
    except (NotAllowed, UnknownBook):
        return [told("no_role", book=linked.book)]
    try:
        facts = bench.spreadsheets.facts(linked.id)
    except GoogleError as error:
        return [told_of(error)]
    found = [*_of_spreadsheet(bench, linked, facts), *_of_hidden(facts)]
    if not found:
        found += _of_tables(bench, linked, view)
    return [*found, *_of_syncing(bench, linked)]


def _of_spreadsheet(bench: Bench, linked: Linked, facts: Facts) -> Iterator[Told]:
    account = bench.spreadsheets.account
    if facts.trashed:
        yield told("trashed")
    if not facts.editable:
        yield told("only_readable", account=account)
    if facts.barred:
        yield told("barred", account=account, ranges=", ".join(facts.barred))
    if facts.locale != linked.locale:
        yield told("locale_changed", before=linked.locale, now=facts.locale)
    if facts.time_zone != linked.time_zone:
        yield told("zone_changed", before=linked.time_zone, now=facts.time_zone)
    if facts.copies:
        yield told("copies", sheets=", ".join(facts.copies))
    if facts.nearly_full:
        yield told("filling_up", cells=f"{facts.cells:,}", limit=f"{MOST_CELLS:,}")


def _of_hidden(facts: Facts) -> Iterator[Told]:
    for mark, title in HIDDEN.items():
        if (GOOGLE_SHEET, mark) not in facts.marks:
            yield told("hidden_gone", sheet=title)


def _of_tables(bench: Bench, linked: Linked, view: BookView) -> Iterator[Told]:
    try:
        reading = bench.spreadsheets.grid(linked.id).read()
        manifest = Manifest.read(reading.manifest)
    except (GoogleError, GridError, ManifestError) as error:
        yield told_of(error)
        return
    yield from amiss(reading, manifest, view)


def amiss(reading: Reading, manifest: Manifest, view: BookView) -> Iterator[Told]:
    """The tables and columns of ``view`` that a sheet has lost or never had, and headings that somebody changed."""
    for each in view.tables:
        label = each.table.label.in_(manifest.language)
        cells = reading.tables.get(each.table.name)
        if cells is None or not cells.columns:
            yield told("table_gone", table=label)
            continue
        for wrong in misheaded(cells, each.table, manifest):
            yield told("heading_changed", sheet=cells.sheet, zh=wrong.text("zh"), en=wrong.text("en"))
        labels = {column.name: column.label.in_(manifest.language) for column in each.table.columns}
        lost = [labels.get(name, name) for name in sorted(cells.lost) if name in labels or name.startswith("_")]
        if lost:
            yield told("header_gone", sheet=cells.sheet, columns=", ".join(lost))
        new = [label for name, label in labels.items() if name not in cells.columns and name not in cells.lost]
        if new:
            yield told("columns_new", table=label, columns=", ".join(new))


def _of_syncing(bench: Bench, linked: Linked) -> Iterator[Told]:
    if linked.state == "paused":
        yield Told(
            "paused",
            told("paused", reason=linked.outcome.zh).zh,
            told("paused", reason=linked.outcome.en).en,
        )
    if linked.synced_at is not None and bench.now() - linked.synced_at > LONG_AGO:
        yield told("long_ago", when=linked.synced_at.strftime("%Y-%m-%d %H:%M UTC"))
