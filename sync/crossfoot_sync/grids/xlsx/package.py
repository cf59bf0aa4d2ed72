"""The zip that an .xlsx is: its parts by name, unpacked within limits."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path

from crossfoot_sync.grids.faults import Unusable
from crossfoot_sync.grids.xlsx import limits
from crossfoot_sync.grids.xlsx.faults import too_large
from crossfoot_sync.grids.xlsx.plainxml import plain

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_CHUNK = 1 << 18
_BROKEN = (
    zipfile.BadZipFile,
    zipfile.LargeZipFile,
    zlib.error,
    EOFError,
    NotImplementedError,
    OSError,
    OverflowError,
    RuntimeError,
    UnicodeError,
    ValueError,
    struct.error,
)
"""What :mod:`zipfile` has been seen to raise on damaged files."""


def load(path: Path) -> bytes:
    """The bytes of a file that may be a workbook.

    Raises:
        Unusable: it is missing, may not be read, is too large, or is of another kind by its first bytes.
    """
    try:
        size = path.stat().st_size
        if size > limits.FILE_BYTES:
            raise too_large("file size in bytes", size, limits.FILE_BYTES)
        data = path.read_bytes()
    except FileNotFoundError as error:
        raise Unusable("not_found") from error
    except OSError as error:
        raise Unusable("unreadable", detail=error.strerror or type(error).__name__) from error
    refuse_other_kinds(data)
    return data


def refuse_other_kinds(data: bytes) -> None:
    """Raise :class:`Unusable` where ``data`` are of another kind than an .xlsx by their first bytes."""
    if not data:
        raise Unusable("empty")
    if data.startswith(_OLE):
        # An encrypted .xlsx is an OLE container too; its stream names are UTF-16.
        raise Unusable("encrypted" if "EncryptedPackage".encode("utf-16-le") in data else "old_xls")
    if not data.startswith(_ZIP):
        raise Unusable("not_a_workbook")


class Package:
    """The members of a workbook's zip. Part names are compared without case and without a leading slash.

    Raises:
        Unusable: the zip is damaged, encrypted, ambiguous or beyond the limits.
    """

    def __init__(self, data: bytes, total: int = limits.TOTAL_BYTES) -> None:
        self.data = data
        self._total = self._budget = total
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except _BROKEN as error:
            raise Unusable("damaged", detail=str(error)) from error
        self.members = sorted(self._zip.infolist(), key=lambda member: member.header_offset)
        if len(self.members) > limits.ENTRIES:
            raise too_large("members", len(self.members), limits.ENTRIES)
        self._by_name: dict[str, zipfile.ZipInfo] = {}
        for member in self.members:
            self._admit(member)
        self._refuse_overlaps()

    def _admit(self, member: zipfile.ZipInfo) -> None:
        name = part_name(member.filename)
        if name in self._by_name:
            raise Unusable("duplicate_part", part=member.filename)
        if member.flag_bits & 1:
            raise Unusable("encrypted")
        if member.file_size > limits.PART_BYTES:
            raise too_large(member.filename, member.file_size, limits.PART_BYTES)
        if member.file_size > limits.RATIO_FROM and member.file_size > limits.RATIO * member.compress_size:
            raise too_large(f"{member.filename} / zip", member.file_size // max(member.compress_size, 1), limits.RATIO)
        self._by_name[name] = member

    def _refuse_overlaps(self) -> None:
        ends = [member.header_offset for member in self.members[1:]] + [len(self.data)]
        for member, end in zip(self.members, ends, strict=True):
            if self.data_offset(member) + member.compress_size > end:
                raise Unusable("damaged", detail=f"{member.filename} runs into what follows it")

    def data_offset(self, member: zipfile.ZipInfo) -> int:
        """Where the packed bytes of ``member`` begin.

        Raises:
            Unusable: there is no member at the place the directory names.
        """
        header = self.data[member.header_offset : member.header_offset + 30]
        if member.header_offset < 0 or len(header) < 30 or not header.startswith(_ZIP[0]):
            raise Unusable("damaged", detail=f"no header for {member.filename}")
        name_length, extra_length = struct.unpack("<HH", header[26:30])
        return member.header_offset + 30 + int(name_length) + int(extra_length)

    def packed(self, member: zipfile.ZipInfo) -> memoryview:
        """The packed bytes of ``member``."""
        start = self.data_offset(member)
        return memoryview(self.data)[start : start + member.compress_size]

    def __contains__(self, part: str) -> bool:
        return part_name(part) in self._by_name

    def parts(self) -> tuple[str, ...]:
        """All part names in lower case, in the order of the file."""
        return tuple(self._by_name)

    def member(self, part: str) -> zipfile.ZipInfo:
        """The zip member of ``part``.

        Raises:
            Unusable: there is none.
        """
        try:
            return self._by_name[part_name(part)]
        except KeyError:
            raise Unusable("part_missing", part=part) from None

    def chunks(self, part: str) -> Iterator[bytes]:
        """The XML of ``part`` in its plain form (see :mod:`.plainxml`), piece by piece.

        Raises:
            Unusable: it is missing, damaged, no UTF-8, declares a DTD, or exceeds what one reading may unpack.
        """
        return plain(self._unpacked(self.member(part)), part)

    def whole(self, part: str) -> bytes:
        """The XML of a small part in its plain form.

        Raises:
            Unusable: as :meth:`chunks`; or it is too large.
        """
        size = self.member(part).file_size
        if size > limits.SMALL_PART_BYTES:
            raise too_large(part, size, limits.SMALL_PART_BYTES)
        return b"".join(self.chunks(part))

    def _unpacked(self, member: zipfile.ZipInfo) -> Iterator[bytes]:
        # zipfile stops at the declared size and compares the checksum, so a size that lies is found out.
        missing = member.file_size
        try:
            with self._zip.open(member) as stream:
                while chunk := stream.read(_CHUNK):
                    missing -= len(chunk)
                    self._budget -= len(chunk)
                    if self._budget < 0:
                        raise too_large("bytes unpacked", self._total - self._budget, self._total)
                    yield chunk
        except _BROKEN as error:
            raise Unusable("damaged", detail=f"{member.filename}: {error}") from error
        if missing:
            raise Unusable("damaged", detail=f"{member.filename} ends {missing} bytes early")


def part_name(name: str) -> str:
    """The form of a part's name that is compared: some programs write backslashes or a leading slash."""
    return name.replace("\\", "/").lstrip("/").lower()
