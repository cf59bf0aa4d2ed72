"""The facts a workbook carries about itself, kept on its very hidden sheets and checked when read."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence

import msgspec

from crossfoot_sync.engine.cells import Reading
from crossfoot_sync.engine.fingerprint import WIDTH
from crossfoot_sync.engine.rowid import is_row_id
from crossfoot_sync.engine.wire import ReferenceList
from crossfoot_templates.layout import computed_list, held_list, reference_lists, shown_list, waiting_list
from crossfoot_templates.model import BookView, Language

_UNKNOWN = "?" * WIDTH
_STALE = "!"
"""Stands for the hash of a cell of which nothing is known; no cell has it."""


class ManifestError(ValueError):
    """The manifest has been damaged; the message says which fact."""


class Manifest(msgspec.Struct, frozen=True, kw_only=True):
    """What a workbook is a copy of.

    Attributes:
        book: the book's name; ``workbook`` is this file's own id, which batches name.
        server: the address it was made from; ``user`` the login of the person it was made for.
        language: of its labels.
        epoch, cursor: how far it was last in step with which store.
        version: of the book view by which its computed cells were made; empty where that is not one for all of them.
        lists: digests of the reference lists it holds, by table.
        layouts: by table, the columns that ``_base`` covers.
        headings: by table and column, what the workbook was made with: a company may rename a column later.
        doubted: the tables whose rows were last in step with another store, or with this one before a backup was put
            back: they could not be written when the workbook came into step with the new one.
        synced_at: when it was last in step, ISO with zone; empty at first.
        unanswered: the batch that it was the last to send, where no reply came: what differs from that in it was typed
            since.
    """

    book: str
    workbook: str
    server: str
    user: str
    language: Language
    epoch: str = ""
    cursor: int = 0
    version: str = ""
    lists: dict[str, str] = {}
    layouts: dict[str, list[str]] = {}
    headings: dict[str, dict[str, str]] = {}
    doubted: list[str] = []
    synced_at: str = ""
    unanswered: str = ""

    def met(self, epoch: str) -> bool:
        """Whether the workbook was last in step with the store of ``epoch``, or never with any.

        Who emptied the epoch did not undo that it was in step with one.
        """
        return self.epoch == epoch or not (self.epoch or self.synced_at)

    def facts(self) -> dict[str, str]:
        """The manifest as the texts of its sheet: plain where it is text, JSON where it is not."""
        return {
            name: value if isinstance(value, str) else msgspec.json.encode(value).decode()
            for name, value in msgspec.structs.asdict(self).items()
        }

    @classmethod
    def read(cls, facts: Mapping[str, str]) -> Manifest:
        """The manifest that ``facts`` write down.

        Raises:
            ManifestError: a fact is missing or no longer what it was written as.
        """
        plain = {"book", "workbook", "server", "user", "language", "epoch", "version", "synced_at", "unanswered"}
        try:
            values = {
                name: facts[name] if name in plain else msgspec.json.decode(facts[name])
                for name in cls.__struct_fields__
                if name in facts
            }
            return msgspec.convert(values, cls)
        except (msgspec.DecodeError, msgspec.ValidationError) as error:
            raise ManifestError(f"the workbook's manifest is damaged: {error}; make a new book") from error


def first_headings(view: BookView, language: Language) -> dict[str, dict[str, str]]:
    """The headings that a workbook of ``view`` is made with, as its manifest keeps them."""
    return {
        each.table.name: {column.name: column.label.in_(language) for column in each.table.columns}
        for each in view.tables
    }


def shown_rows(reading: Reading, table: str) -> dict[str, int]:
    """Ids and revisions of the rows that ``table`` showed after the last sync."""
    return read_shown(reading.lists.get(shown_list(table), ()))


def read_shown(entries: Iterable[str]) -> dict[str, int]:
    """Ids and revisions out of a list column; damaged entries are left out and noticed by their digest."""
    shown = {}
    for entry in entries:
        row_id, _, rev = entry.partition(":")
        if is_row_id(row_id) and rev.isascii() and rev.isdigit():
            shown[row_id] = int(rev)
    return shown


def write_shown(table: str, rows: Iterable[tuple[str, int]]) -> dict[str, list[str]]:
    """The list column behind :func:`shown_rows`."""
    return {shown_list(table): [f"{row_id}:{rev}" for row_id, rev in rows]}


def held_contents(reading: Reading, table: str) -> frozenset[str]:
    """Digests of what stood in the rows of ``table`` of which the last sync said that they are held."""
    return frozenset(reading.lists.get(held_list(table), ()))


def write_held(table: str, contents: Iterable[str]) -> dict[str, list[str]]:
    """The list column behind :func:`held_contents`."""
    return {held_list(table): sorted(contents)}


def waiting_ids(reading: Reading, table: str) -> frozenset[str]:
    """Ids of the new rows of ``table`` that waited for an approval after the last sync; damaged ones are left out."""
    return frozenset(filter(is_row_id, reading.lists.get(waiting_list(table), ())))


def write_waiting(table: str, ids: Iterable[str]) -> dict[str, list[str]]:
    """The list column behind :func:`waiting_ids`."""
    return {waiting_list(table): sorted(ids)}


def computed_cells(reading: Reading, table: str) -> dict[str, dict[str, str]]:
    """Hashes of what the last sync left in the computed cells of ``table``, by row id and column.

    The first entry names the columns; damaged ones are left out.
    """
    entries = reading.lists.get(computed_list(table), ())
    columns = entries[0].split(",") if entries else []
    found = {}
    for entry in entries[1:]:
        row_id, _, hashes = entry.removesuffix(_STALE).partition(":")
        if is_row_id(row_id) and len(hashes) == WIDTH * len(columns):
            found[row_id] = {name: hashes[at * WIDTH : (at + 1) * WIDTH] for at, name in enumerate(columns)}
    return found


def stale_rows(reading: Reading, table: str) -> frozenset[str]:
    """Ids of the rows of ``table`` whose computed values changed while nothing could be written into them.

    Such a value moves no revision, so that the digest of a table does not tell of one that was missed.
    """
    entries = reading.lists.get(computed_list(table), ())
    return frozenset(entry.partition(":")[0] for entry in entries[1:] if entry.endswith(_STALE))


def write_computed(
    table: str, columns: Sequence[str], rows: Mapping[str, Mapping[str, str]], stale: Collection[str]
) -> dict[str, list[str]]:
    """The list column behind :func:`computed_cells`, of ``columns``, and behind :func:`stale_rows`."""
    written = (
        f"{row_id}:{''.join(hashes.get(name, _UNKNOWN) for name in columns)}{_STALE if row_id in stale else ''}"
        for row_id, hashes in rows.items()
    )
    return {computed_list(table): [",".join(columns), *written]}


def write_stale(reading: Reading, table: str, ids: Collection[str]) -> dict[str, list[str]]:
    """The list column behind :func:`stale_rows` as it stands, with the rows of ``ids`` among them."""
    entries = reading.lists.get(computed_list(table), ())
    noted = [f"{each.removesuffix(_STALE)}{_STALE}" if each.partition(":")[0] in ids else each for each in entries]
    return {} if noted == [*entries] else {computed_list(table): noted}


def read_references(reading: Reading, table: str) -> ReferenceList:
    """The reference list that the workbook holds for ``table``."""
    names = reference_lists(table)
    ids, keys, labels = (reading.lists.get(name, []) for name in (names.id, names.key, names.label))
    pick = frozenset(reading.lists.get(names.pick, ()))
    whole = min(len(ids), len(labels))
    keys = [*keys, *[""] * whole][:whole]
    return ReferenceList(ids[:whole], keys, labels[:whole], [label in pick for label in labels[:whole]])


def write_references(table: str, listed: ReferenceList) -> dict[str, list[str]]:
    """The list columns that hold ``listed``: what may be picked, and what is needed to show the rest."""
    names = reference_lists(table)
    return {
        names.id: listed.ids,
        names.key: listed.keys,
        names.label: listed.labels,
        names.pick: _picked(listed.labels, listed.selectable),
    }


def _picked(labels: Sequence[str], selectable: Sequence[bool]) -> list[str]:
    return sorted(label for label, may in zip(labels, selectable, strict=True) if may)
