"""A whole workbook written anew with a plan carried out, everything else taken over as it is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import BinaryIO

from crossfoot_sync.grids.address import Area
from crossfoot_sync.grids.faults import Unusable
from crossfoot_sync.grids.xlsx.faults import reading_part
from crossfoot_sync.grids.xlsx.frameparts import grown_table, recalculating, without_calculation_chain
from crossfoot_sync.grids.xlsx.markup import Sheet
from crossfoot_sync.grids.xlsx.package import Package, part_name
from crossfoot_sync.grids.xlsx.patch import SheetPatch
from crossfoot_sync.grids.xlsx.plan import Plan
from crossfoot_sync.grids.xlsx.snapshot import Snapshot
from crossfoot_sync.grids.xlsx.strings import blanked
from crossfoot_sync.grids.xlsx.stringuse import unused
from crossfoot_sync.grids.xlsx.styles import Derived
from crossfoot_sync.grids.xlsx.workbook import TablePart, Workbook
from crossfoot_sync.grids.xlsx.zipfiles import ZipWriter

PASSES = 4
"""How often a write unpacks what reading, within its limit, unpacked once."""

_CHAIN = "xl/calcchain.xml"
_CONTENT_TYPES = "[content_types].xml"


def refuse_signed(package: Package) -> None:
    """Raise :class:`Unusable` where a digital signature covers the workbook."""
    if any(part.startswith("_xmlsignatures/") for part in package.parts()):
        raise Unusable("signed")


@dataclass
class Rewriting:
    """Carries ``plan`` out on the workbook that ``now`` describes."""

    workbook: Workbook
    now: Snapshot
    plan: Plan
    displaced: set[int] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.derived = Derived(self.workbook.styles)
        self.package = self.workbook.package

    def write(self, target: BinaryIO) -> None:
        """Write the workbook.

        Raises:
            Unusable: a part cannot be understood, or a formula not be moved.
        """
        writer = ZipWriter(target)
        changed = self._changed_parts()
        # Only when all sheets are written is it known which formats are wanted and which strings left over.
        last = {part_name(part) for part in (self.workbook.styles_part, self.workbook.strings_part) if part}
        for member in self.package.members:
            part = part_name(member.filename)
            if part in changed:
                with reading_part(part):
                    writer.write(member, changed[part])
            elif part not in last and part != _CHAIN:
                writer.copy(self.package, member)
        for part, chunks in self._closing_parts(last):
            member = self.package.member(part)
            if chunks is None:
                writer.copy(self.package, member)
            else:
                with reading_part(part):
                    writer.write(member, chunks)
        writer.close()

    def _changed_parts(self) -> dict[str, Iterable[bytes]]:
        frame = part_name(self.workbook.part)
        with reading_part(frame):
            changed: dict[str, Iterable[bytes]] = {frame: [recalculating(self.package.whole(frame))]}
        if _CHAIN in self.package:
            folder, _, name = frame.rpartition("/")
            for part in (_CONTENT_TYPES, f"{folder}/_rels/{name}.rels"):
                changed[part] = [without_calculation_chain(self.package.whole(part))]
        for table, last in self._grown():
            with reading_part(table.part):
                changed[part_name(table.part)] = [grown_table(self.package.whole(table.part), last, table.totals)]
        for part in self.plan.sheets:
            changed[part_name(part)] = self._patched(part)
        return changed

    def _patched(self, part: str) -> Iterator[bytes]:
        patch = SheetPatch(
            sheet=Sheet(self.package.chunks(part)),
            changes=self.plan.sheets[part],
            derived=self.derived,
            date1904=self.workbook.date1904,
            grown=[(table.area, _reaching(table, last)) for table, last in self._grown(part)],
            existing=self._existing(part),
        )
        yield from patch.run()
        self.displaced |= patch.displaced

    def _grown(self, part: str | None = None) -> list[tuple[TablePart, int]]:
        """The Excel Tables that must grow, on sheet ``part`` or anywhere."""
        return [
            (state.binding.excel_table, self.plan.grown[state.binding.excel_table.part])
            for state in self.now.tables.values()
            if state.binding.excel_table
            and state.binding.excel_table.part in self.plan.grown
            and part in {None, state.binding.sheet.part}
        ]

    def _existing(self, part: str) -> set[int]:
        """The rows of a sheet part whose rows do not ascend."""
        if all(state.ordered for state in self.now.tables.values() if state.binding.sheet.part == part):
            return set()
        with reading_part(part):
            return {row.number for row in Sheet(self.package.chunks(part)).rows()}

    def _closing_parts(self, parts: set[str]) -> Iterator[tuple[str, Iterable[bytes] | None]]:
        """Styles and shared strings, ``None`` where they stay as they are."""
        left_over = unused(self.workbook, self.displaced, self.plan.sheets) if self.displaced else set()
        strings, styles = (part_name(part or "") for part in (self.workbook.strings_part, self.workbook.styles_part))
        for part in sorted(each for each in parts if each in self.package):
            if part == strings and left_over:
                yield part, blanked(self.package.chunks(part), left_over)
            elif part == styles and self.derived.wanted:
                with reading_part(part):
                    yield part, [self.derived.added_to(self.package.whole(part))]
            else:
                yield part, None


def _reaching(table: TablePart, last: int) -> Area:
    return Area(table.area.top, table.area.left, last + table.totals, table.area.right)
