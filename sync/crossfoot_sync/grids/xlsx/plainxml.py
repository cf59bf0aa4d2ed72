"""XML brought into a plain form in which ``<`` only ever begins a tag, so that it can be cut as bytes.

Comments and processing instructions go, CDATA becomes escaped text, a DTD is refused. Spreadsheet programs write
none of these; what they write passes through unchanged.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from lxml import etree

from crossfoot_sync.grids.faults import Unusable
from crossfoot_sync.grids.xlsx import limits
from crossfoot_sync.grids.xlsx.faults import Malformed, too_large

_DECLARATION = re.compile(rb"(?:\xef\xbb\xbf)?\s*<\?xml\s[^>]*\?>")
_ENCODING = re.compile(rb"""encoding\s*=\s*["']([^"']*)["']""")
_READABLE = (b"utf-8", b"utf8", b"us-ascii", b"ascii")
_SPECIAL = re.compile(rb"<[!?]")
_ENDS = ((b"<!--", b"-->"), (b"<![CDATA[", b"]]>"), (b"<?", b"?>"))

# The look-behind keeps a hostile tag of millions of letters linear.
_ATTRIBUTE = re.compile(rb"""(?<![\w:.-])([\w:.-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')""")
_ENTITY = re.compile(r"&(?:#x([0-9a-fA-F]{1,6})|#([0-9]{1,7})|(lt|gt|amp|quot|apos));")
_HALF = re.compile("[\ud800-\udfff]")
_NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"', "apos": "'"}


def plain(chunks: Iterable[bytes], part: str) -> Iterator[bytes]:
    """The XML of ``part`` in its plain form.

    Raises:
        Unusable: it is not UTF-8, or declares a DTD.
    """
    held = b""
    started = False
    for chunk in chunks:
        text = held + chunk
        if not started:
            if len(text) < 256 and b">" not in text:
                held = text
                continue
            started = True
            head = _declaration(text, part)
            yield text[:head]
            text = text[head:]
        ready, held = _settle(text, part)
        yield ready
        if len(held) > limits.ROW_BYTES:
            raise too_large(part, len(held), limits.ROW_BYTES)
    yield held


def _declaration(text: bytes, part: str) -> int:
    """The length of the XML declaration."""
    if b"\0" in text[:4] or text.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise Unusable("encoding", part=part)
    match = _DECLARATION.match(text)
    if not match:
        return 0
    named = _ENCODING.search(match[0])
    if named and named[1].lower() not in _READABLE:
        raise Unusable("encoding", part=part)
    return match.end()


def _settle(text: bytes, part: str) -> tuple[bytes, bytes]:
    """``text`` in plain form as far as it can be told, and the rest that must wait for more."""
    done: list[bytes] = []
    position = 0
    while special := _SPECIAL.search(text, position):
        start = special.start()
        done.append(text[position:start])
        opening, closing = _kind(text[start : start + 9], part)
        end = text.find(closing, start + len(opening))
        if end < 0:
            return b"".join(done), text[start:]
        if opening == b"<![CDATA[":
            inside = text[start + len(opening) : end]
            done.append(inside.replace(b"&", b"&amp;").replace(b"<", b"&lt;").replace(b">", b"&gt;"))
        position = end + len(closing)
    cut = len(text) - 1 if text.endswith(b"<") else len(text)
    done.append(text[position:cut])
    return b"".join(done), text[cut:]


def _kind(start: bytes, part: str) -> tuple[bytes, bytes]:
    for opening, closing in _ENDS:
        if start.startswith(opening) or (len(start) < len(opening) and opening.startswith(start)):
            return opening, closing
    raise Unusable("entities", part=part)


def parse(xml: bytes) -> etree._Element:
    """The tree of a small part in plain form.

    Raises:
        Malformed: it is not well formed.
    """
    try:
        return etree.fromstring(xml, etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False))
    except (etree.XMLSyntaxError, ValueError) as error:
        raise Malformed(str(error)) from error


def local(element: etree._Element) -> str:
    """The name of ``element`` without its namespace, which differs between strict and transitional files."""
    return etree.QName(element).localname


def attributes(tag: bytes) -> dict[str, str]:
    """The attributes written in ``tag``, by name as written."""
    if b"=" not in tag:
        return {}
    return {name.decode(): unescape(utf8(double or single)) for name, double, single in _ATTRIBUTE.findall(tag)}


def with_attribute(tag: bytes, name: str, value: str) -> bytes:
    """``tag`` with attribute ``name`` set; everything else as it was written."""
    written = re.compile(rb"""(?<=\s)""" + re.escape(name.encode()) + rb"""\s*=\s*(?:"[^"]*"|'[^']*')""")
    fresh = f'{name}="{escape_attribute(value)}"'.encode()
    if written.search(tag):
        return written.sub(lambda _: fresh, tag, count=1)
    end = len(tag) - (2 if tag.endswith(b"/>") else 1)
    return tag[:end].rstrip() + b" " + fresh + tag[end:]


def without_attribute(tag: bytes, name: str) -> bytes:
    """``tag`` without attribute ``name``."""
    return re.sub(rb"""\s+""" + re.escape(name.encode()) + rb"""\s*=\s*(?:"[^"]*"|'[^']*')""", b"", tag, count=1)


def utf8(raw: bytes) -> str:
    """Character data as text, line ends as XML has them."""
    text = raw.decode()
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def unescape(text: str) -> str:
    """``text`` with its character references replaced. Unknown ones stay: a DTD is refused beforehand."""
    return whole_characters(_ENTITY.sub(_character, text)) if "&" in text else text


def whole_characters(text: str) -> str:
    """``text`` with halves of characters joined, and those without their other half replaced."""
    if not _HALF.search(text):
        return text
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def _character(match: re.Match[str]) -> str:
    if match[3]:
        return _NAMED[match[3]]
    number = int(match[1], 16) if match[1] else int(match[2])
    return chr(number) if number < 0x110000 else match[0]


def escape(text: str) -> str:
    """``text`` as character data."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def escape_attribute(text: str) -> str:
    """``text`` as the value of an attribute in double quotes."""
    return escape(text).replace('"', "&quot;").replace("\n", "&#10;")
