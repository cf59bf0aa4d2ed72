"""The shared strings of a workbook: read, and blanked one by one."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator

from crossfoot_sync.grids.xlsx import limits
from crossfoot_sync.grids.xlsx.faults import Malformed, too_large
from crossfoot_sync.grids.xlsx.values import rich_text

_ITEM = re.compile(rb"<((?:[\w.-]+:)?)si(?=[\s/>])[^>]*?(?:/>|>[^<]*(?:<(?!/?(?:[\w.-]+:)?si[\s/>])[^<]*)*</\1si\s*>)")
_START = re.compile(rb"<(?:[\w.-]+:)?si[\s/>]")


def read_strings(chunks: Iterable[bytes]) -> list[str]:
    """The shared strings in order.

    Raises:
        Malformed: the part is cut off.
        Unusable: there are too many.
    """
    found: list[str] = []
    for _, item in _pieces(chunks):
        if item:
            found.append(rich_text(item))
            if len(found) > limits.STRINGS:
                raise too_large("shared strings", len(found), limits.STRINGS)
    return found


def blanked(chunks: Iterable[bytes], indexes: Collection[int]) -> Iterator[bytes]:
    """The part with the strings of ``indexes`` emptied; every string keeps its index."""
    index = 0
    for between, item in _pieces(chunks):
        yield between
        if item:
            yield _emptied(item) if index in indexes else item
            index += 1


def _emptied(item: bytes) -> bytes:
    prefix = item[1 : item.index(b"si")].decode()
    return f"<{prefix}si><{prefix}t/></{prefix}si>".encode()


def _pieces(chunks: Iterable[bytes]) -> Iterator[tuple[bytes, bytes]]:
    """What stands before each string item, and the item; at the end the rest and ``b""``."""
    text = b""
    for chunk in chunks:
        text += chunk
        position = 0
        for match in _ITEM.finditer(text):
            yield text[position : match.start()], match[0]
            position = match.end()
        text = text[position:]
        if len(_START.findall(text)) > 1:
            raise Malformed("a string within a string")
        if len(text) > limits.HEAD_BYTES:
            raise too_large("shared string", len(text), limits.HEAD_BYTES)
    if _START.search(text):
        raise Malformed("it is cut off")
    yield text, b""
