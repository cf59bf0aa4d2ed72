"""Fingerprints of rows: a hash per field, so that a client knows which fields changed since the last sync.

``_base`` holds ``rev:tag:hashes``, and where fields are open ``rev:tag:hashes:seal``. ``tag`` is a short digest of the
row's id and of the columns covered, ``hashes`` six characters a column, in that order, and ``seal`` a short digest of
the ``_open`` cell: were that lost, a value that waits for a decision would pass for an edit. A field's hash is a 32-bit
CRC of its canonical text: two texts that differ within four neighbouring bytes always have different ones, others agree
once in four thousand million. docs/decisions says why a row has a hash per field and not one.
"""

from __future__ import annotations

import hashlib
from base64 import b64encode
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from zlib import crc32

from crossfoot_templates.types import WireValue

WIDTH = 6
"""Characters of one field's hash."""

FORGOTTEN = "?"
"""What ``_base`` says where what a row was in step with no longer counts: nothing, and that the row is not new."""


@lru_cache(maxsize=100_000, typed=True)
def field_hash(wire: WireValue) -> str:
    """The hash of one value in its wire form."""
    text = "" if wire is None else str(wire)
    return b64encode(crc32(text.encode()).to_bytes(4, "big"), b"-_")[:WIDTH].decode()


def base_tag(row_id: str, columns: Sequence[str]) -> str:
    """Four characters that stand for a row and for a list of columns and its order.

    They tell that hidden cells were parted: a base beside another id says nothing.
    """
    return _digest(f"{row_id},{','.join(columns)}")


def open_seal(opened: object) -> str:
    """Four characters that stand for what an ``_open`` cell says; none where nothing is open."""
    return "" if opened in (None, "") else _digest(str(opened))


def _digest(text: str) -> str:
    return hashlib.blake2b(text.encode(), digest_size=2).hexdigest()


@dataclass(frozen=True, slots=True)
class Base:
    """What a row was last in step with: its revision, the hash of every covered field by column, and the seal."""

    rev: int
    hashes: Mapping[str, str]
    seal: str = ""


def write_base(row_id: str, rev: int, row: Mapping[str, WireValue], columns: Sequence[str]) -> str:
    """The text of ``_base`` for ``row`` at ``rev``, covering ``columns``."""
    return join_base(row_id, rev, {name: field_hash(row.get(name)) for name in columns}, columns)


def join_base(row_id: str, rev: int, hashes: Mapping[str, str], columns: Sequence[str]) -> str:
    """The same of fields that are hashes already; the others were blank."""
    return f"{rev}:{base_tag(row_id, columns)}:{''.join(hashes.get(name, field_hash(None)) for name in columns)}"


def sealed(base: str, opened: str | None) -> str:
    """The text of ``_base`` beside an ``_open`` cell that says ``opened``."""
    seal = open_seal(opened)
    return ":".join([*base.split(":")[:3], *([seal] if seal else [])])


def read_base(text: str, row_id: str, layout: Sequence[str]) -> Base | None:
    """What ``text`` says about the columns of ``layout`` in the row with ``row_id``.

    ``None`` where it says nothing: damaged, or written for another row or other columns. A row without a base is
    merged with care: every field that differs from the store's is a conflict.
    """
    rev, tag, hashes, seal = (*text.split(":"), "", "", "")[:4]
    if not (rev.isascii() and rev.isdigit()) or len(rev) > 15:
        return None
    if tag != base_tag(row_id, layout) or len(hashes) != WIDTH * len(layout):
        return None
    pieces = (hashes[start : start + WIDTH] for start in range(0, len(hashes), WIDTH))
    return Base(int(rev), dict(zip(layout, pieces, strict=True)), seal)


def content_digest(hashes: Iterable[str]) -> str:
    """A digest of what stands in a row, given the hash of every field."""
    return hashlib.blake2b("".join(hashes).encode(), digest_size=8).hexdigest()


def set_digest(rows: Iterable[tuple[str, int]]) -> str:
    """A digest of ids and revisions that does not depend on their order."""
    total = 0
    for row_id, rev in rows:
        total ^= int.from_bytes(hashlib.blake2b(f"{row_id}:{rev}".encode(), digest_size=8).digest(), "big")
    return f"{total:016x}"
