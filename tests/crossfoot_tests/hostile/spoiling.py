"""Ways to spoil a workbook: its bytes, its zip, and the XML inside."""

from __future__ import annotations

import io
import re
import struct
import warnings
import zipfile
from collections.abc import Callable
from typing import TypeAlias

from hypothesis import strategies as st

Spoil: TypeAlias = Callable[[st.DataObject, bytes], bytes]

NASTY = (
    b"",
    b"0",
    b"-1",
    b"1",
    b"4294967296",
    b"99999999999999999999",
    b"1e400",
    b"NaN",
    b"A0",
    b"XFE1048577",
    b"$A$1",
    b"A1:A1",
    b"A1:XFD1048576",
    b"ZZZZ1",
    b"#REF!",
    b"true",
    b"x" * 300,
    b"&#0;",
    b"&amp;",
    b"&unknown;",
    b"rId999",
    b"../../etc/passwd",
    b"/xl/worksheets/sheet1.xml",
    b"_x0000_",
    b"\xff\xfe",
    b"\xe4\xb8",
    b"preserve",
    b"shared",
)
"""What may stand where something else is expected."""

_TOKEN = re.compile(rb"<[^>]*>|[^<]+")
_ATTRIBUTE = re.compile(rb'([\w:.-]+)\s*=\s*"([^"]*)"')
_ROW = re.compile(rb"<row\b.*?</row>", re.DOTALL)


def spoiled(data: st.DataObject, whole: bytes) -> bytes:
    """``whole``, spoiled in one to four ways."""
    for _ in range(data.draw(st.integers(1, 4))):
        whole = data.draw(st.sampled_from(WAYS))(data, whole)
    return whole


def truncate(data: st.DataObject, whole: bytes) -> bytes:
    return whole[: data.draw(st.integers(0, len(whole)))]


def flip_bytes(data: st.DataObject, whole: bytes) -> bytes:
    spoilt = bytearray(whole)
    for _ in range(data.draw(st.integers(1, 8))):
        if spoilt:
            spoilt[data.draw(st.integers(0, len(spoilt) - 1))] = data.draw(st.integers(0, 255))
    return bytes(spoilt)


def cut_out(data: st.DataObject, whole: bytes) -> bytes:
    start = data.draw(st.integers(0, len(whole)))
    return whole[:start] + whole[start + data.draw(st.integers(1, 5000)) :]


def lie_in_the_directory(data: st.DataObject, whole: bytes) -> bytes:
    """Another method, checksum, size, or offset of one member."""
    starts = [match.start() for match in re.finditer(rb"PK\x01\x02", whole)]
    if not starts:
        return whole
    start = data.draw(st.sampled_from(starts))
    offset, form = data.draw(st.sampled_from([(8, "<H"), (10, "<H"), (16, "<L"), (20, "<L"), (24, "<L"), (42, "<L")]))
    limit = 0xFFFF if form == "<H" else 0xFFFFFFFF
    value = data.draw(st.sampled_from([0, 1, 8, limit]) | st.integers(0, limit))
    spoilt = bytearray(whole)
    spoilt[start + offset : start + offset + struct.calcsize(form)] = struct.pack(form, value)
    return bytes(spoilt[: len(whole)])


def members(whole: bytes) -> list[tuple[str, bytes]]:
    """The members of a zip, none where it is none any more."""
    try:
        with zipfile.ZipFile(io.BytesIO(whole)) as package:
            return [(each.filename, package.read(each)) for each in package.infolist()]
    except Exception:  # noqa: BLE001 - whatever zipfile has against it, there is nothing more to spoil inside
        return []


def zipped(content: list[tuple[str, bytes]]) -> bytes:
    """A zip of these members."""
    stream = io.BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as package:
        warnings.simplefilter("ignore")  # of names that are there twice
        for name, part in content:
            package.writestr(zipfile.ZipInfo(name), part, zipfile.ZIP_DEFLATED)
    return stream.getvalue()


def of_members(change: Callable[[st.DataObject, list[tuple[str, bytes]], int], None]) -> Spoil:
    """A way to spoil that changes the list of members at one place."""

    def spoil(data: st.DataObject, whole: bytes) -> bytes:
        content = members(whole)
        if not content:
            return whole
        change(data, content, data.draw(st.integers(0, len(content) - 1)))
        return zipped(content)

    return spoil


def _drop(data: st.DataObject, content: list[tuple[str, bytes]], at: int) -> None:
    del content[at]


def _double(data: st.DataObject, content: list[tuple[str, bytes]], at: int) -> None:
    name, part = content[at]
    content.append((data.draw(st.sampled_from([name, name.upper(), "/" + name, name.replace("/", "\\")])), part))


def _rename(data: st.DataObject, content: list[tuple[str, bytes]], at: int) -> None:
    names = [name for name, _ in content]
    content[at] = (
        data.draw(st.sampled_from([*names, "xl/worksheets/sheet99.xml", "a" * 300, "é", ""])),
        content[at][1],
    )


def _swap(data: st.DataObject, content: list[tuple[str, bytes]], at: int) -> None:
    other = data.draw(st.integers(0, len(content) - 1))
    (one, first), (two, second) = content[at], content[other]
    content[at], content[other] = (one, second), (two, first)


def _spoil_xml(data: st.DataObject, content: list[tuple[str, bytes]], at: int) -> None:
    name, part = content[at]
    content[at] = (name, data.draw(st.sampled_from(XML_WAYS))(data, part))


def _place(data: st.DataObject, tokens: list[bytes]) -> int:
    return data.draw(st.integers(0, len(tokens) - 1))


def of_tokens(change: Callable[[st.DataObject, list[bytes], int], None]) -> Spoil:
    """A way to spoil XML that changes its tags and texts at one place."""

    def spoil(data: st.DataObject, part: bytes) -> bytes:
        tokens = _TOKEN.findall(part)
        if tokens:
            change(data, tokens, _place(data, tokens))
        return b"".join(tokens)

    return spoil


def _drop_token(data: st.DataObject, tokens: list[bytes], at: int) -> None:
    del tokens[at : at + data.draw(st.integers(1, 3))]


def _double_token(data: st.DataObject, tokens: list[bytes], at: int) -> None:
    tokens[at:at] = tokens[at : at + data.draw(st.integers(1, 5))]


def _move_token(data: st.DataObject, tokens: list[bytes], at: int) -> None:
    token = tokens.pop(at)
    tokens.insert(data.draw(st.integers(0, len(tokens))), token)


def _other_text(data: st.DataObject, tokens: list[bytes], at: int) -> None:
    while at < len(tokens) - 1 and tokens[at].startswith(b"<"):
        at += 1
    tokens[at] = data.draw(st.sampled_from(NASTY))


def _other_attribute(data: st.DataObject, tokens: list[bytes], at: int) -> None:
    while at < len(tokens) - 1 and b"=" not in tokens[at]:
        at += 1
    found = list(_ATTRIBUTE.finditer(tokens[at]))
    if found:
        match = data.draw(st.sampled_from(found))
        value = data.draw(st.sampled_from([*NASTY, *(each[2] for each in found)]))
        written = data.draw(st.sampled_from([b'%s="%s"' % (match[1], value), b"", match[0] + b" " + match[0]]))
        tokens[at] = tokens[at][: match.start()] + written + tokens[at][match.end() :]


def double_a_row(data: st.DataObject, part: bytes) -> bytes:
    rows = list(_ROW.finditer(part))
    if not rows:
        return part
    match = data.draw(st.sampled_from(rows))
    return part[: match.end()] + match[0] * data.draw(st.integers(1, 3)) + part[match.end() :]


def declare_an_entity(data: st.DataObject, part: bytes) -> bytes:
    return re.sub(rb"\?>", b'?><!DOCTYPE x [<!ENTITY a "aaaa">]>', part, count=1)


def name_in_a_circle(data: st.DataObject, part: bytes) -> bytes:
    """Defined names that mean each other, or themselves."""
    return re.sub(rb"(<definedName name=\"([^\"]*)\"[^>]*>)[^<]*", rb"\1\2", part, count=data.draw(st.integers(1, 3)))


XML_WAYS: tuple[Spoil, ...] = (
    *map(of_tokens, (_drop_token, _double_token, _move_token, _other_text, _other_attribute, _other_attribute)),
    double_a_row,
    declare_an_entity,
    name_in_a_circle,
)
WAYS: tuple[Spoil, ...] = (
    truncate,
    flip_bytes,
    cut_out,
    lie_in_the_directory,
    *map(of_members, (_drop, _double, _rename, _swap)),
    *[of_members(_spoil_xml)] * 10,
)
"""Most of them keep the zip whole, so that what is inside is looked at."""
