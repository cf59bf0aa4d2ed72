"""A zip written with most of its members taken over from another one, packed bytes and all."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import BinaryIO, NamedTuple
from zipfile import ZIP_DEFLATED, ZipInfo

from crossfoot_sync.grids.xlsx.package import Package

_LEVEL = 5
_UTF8 = 0x800
_LOCAL, _CENTRAL, _END = b"PK\x03\x04", b"PK\x01\x02", b"PK\x05\x06"


class _Packed(NamedTuple):
    """What the headers of a member say of its bytes."""

    method: int
    checksum: int
    packed: int
    size: int


@dataclass
class ZipWriter:
    """Writes members one after the other, then :meth:`close` writes the directory.

    Files stay far below the 4 GB from which zips need another form: see :mod:`.limits`.
    """

    target: BinaryIO
    _directory: list[bytes] = field(default_factory=list)

    def copy(self, package: Package, member: ZipInfo) -> None:
        """Take ``member`` over as it is."""
        start = self.target.tell()
        packed = package.packed(member)
        facts = _Packed(member.compress_type, member.CRC, len(packed), member.file_size)
        self.target.write(_local(member, facts))
        self.target.write(packed)
        self._directory.append(_central(member, facts, start))

    def write(self, member: ZipInfo, chunks: Iterable[bytes]) -> None:
        """Write new content under the name of ``member``, packing it as it comes."""
        start = self.target.tell()
        begin = start + self.target.write(_local(member, _Packed(ZIP_DEFLATED, 0, 0, 0)))
        packer = zlib.compressobj(_LEVEL, zlib.DEFLATED, -zlib.MAX_WBITS)
        checksum = size = 0
        for chunk in chunks:
            checksum = zlib.crc32(chunk, checksum)
            size += len(chunk)
            self.target.write(packer.compress(chunk))
        self.target.write(packer.flush())
        end = self.target.tell()
        facts = _Packed(ZIP_DEFLATED, checksum, end - begin, size)
        self.target.seek(start)
        self.target.write(_local(member, facts))
        self.target.seek(end)
        self._directory.append(_central(member, facts, start))

    def close(self) -> None:
        """Write the directory."""
        start = self.target.tell()
        self.target.write(b"".join(self._directory))
        size = self.target.tell() - start
        count = len(self._directory)
        self.target.write(struct.pack("<4s4H2LH", _END, 0, 0, count, count, size, start, 0))


def _local(member: ZipInfo, facts: _Packed) -> bytes:
    return _LOCAL + _common(member, facts) + _name(member)


def _central(member: ZipInfo, facts: _Packed, start: int) -> bytes:
    made_by = struct.pack("<4sBB", _CENTRAL, 20, member.create_system)
    where = struct.pack("<HHHLL", 0, 0, member.internal_attr, member.external_attr, start)
    return made_by + _common(member, facts) + where + _name(member)


def _common(member: ZipInfo, facts: _Packed) -> bytes:
    """What local and central headers have in common; no extra fields are taken over."""
    year, month, day, hour, minute, second = member.date_time
    date, time = (year - 1980) << 9 | month << 5 | day, hour << 11 | minute << 5 | second // 2
    sizes = (facts.checksum, facts.packed, facts.size)
    return struct.pack(
        "<HHHHHLLLHH", 20, member.flag_bits & _UTF8, facts.method, time, date, *sizes, len(_name(member)), 0
    )


def _name(member: ZipInfo) -> bytes:
    return member.orig_filename.encode("utf-8" if member.flag_bits & _UTF8 else "cp437")
