"""A file is changed in the cells that were asked for and in nothing else."""

from __future__ import annotations

import datetime as dt
import itertools
import re
import zipfile
from pathlib import Path
from typing import Any

import pytest

from crossfoot_sync.engine.cells import AppendRow, Edits, Missed, RemoveRow, SetCell
from crossfoot_sync.grids.errors import GridError
from crossfoot_sync.grids.xlsx import XlsxGrid
from crossfoot_sync.grids.xlsx.heights import Heights, at_least
from crossfoot_sync.grids.xlsx.markup import Sheet
from crossfoot_sync.grids.xlsx.patch import SheetPatch
from crossfoot_sync.grids.xlsx.plainxml import plain
from crossfoot_sync.grids.xlsx.styles import Derived, Styles
from crossfoot_templates.layout import MESSAGE
from crossfoot_templates.render import render_workbook
from crossfoot_templates.types import CellValue
from crossfoot_tests.sync.grids.openpyxl_books import members, rezip
from crossfoot_tests.sync.grids.raw_books import HEADER, SHEET, parts, relationships, row, save, worksheet
from crossfoot_tests.templates.views import sample_view

TABLE = "xl/tables/table1.xml"
TOTAL = '<row r="6"><c r="B6"><f>SUM(B4:B5)</f><v>1</v></c></row>'
"""A line that somebody put below the table to add it up."""


def patched(path: Path, edits: Edits) -> dict[str, str]:
    """The parts of the book at ``path`` after ``edits``; none may be missed."""
    grid = XlsxGrid(path)
    assert grid.write(edits, grid.read()) == []
    return {name: data.decode() for name, data in members(path).items()}


def put(number: int, column: str, expected: CellValue, value: CellValue) -> Edits:
    """One cell."""
    return Edits(cells=[SetCell("t", number, column, expected, value)])


def made(tmp_path: Path, rows: str, **others: Any) -> Path:
    """A book of ``rows``."""
    around = {each: others.pop(each) for each in ("before", "after") if each in others}
    return save(tmp_path / "book.xlsx", parts(worksheet(HEADER + rows, **around), **others))


def packed(path: Path) -> dict[str, bytes]:
    """The members of a zip as they are packed."""
    with zipfile.ZipFile(path) as package:
        data = path.read_bytes()
        starts = {each.filename: each.header_offset + 30 + len(each.filename.encode()) for each in package.infolist()}
        return {
            each.filename: data[starts[each.filename] : starts[each.filename] + each.compress_size]
            for each in package.infolist()
        }


class TestWhatIsNotTouched:
    def test_members_stay_byte_for_byte_packed_as_they_were(self, tmp_path: Path) -> None:
        path = made(tmp_path, row(4, "a", "甲", "1"))
        content = members(path) | {"xl/media/图.png": bytes(range(128)) * 50, "customXml/item1.xml": b"<a/>"}
        rezip(path, content)
        before = packed(path)
        patched(path, put(4, "name", "甲", "乙"))
        after = packed(path)
        assert {name for name in before if after[name] != before[name]} == {SHEET, "xl/workbook.xml"}
        assert after.keys() == before.keys()

    def test_other_rows_and_what_surrounds_them_stay_as_written(self, tmp_path: Path) -> None:
        odd = (
            '\n  <row  r="5" spans="1:3" ht="20" x14ac:dyDescent="0.3"><c s="1" r="A5"   t=\'str\'><v>b</v></c></row>\n'
        )
        around = {"before": '<sheetPr><tabColor rgb="FF0000"/></sheetPr>', "after": '<extLst><ext uri="{x}"/></extLst>'}
        path = made(tmp_path, row(4, "a", "甲") + odd + row(6, "c"), **around)
        before = members(path)[SHEET].decode()
        after = patched(path, put(4, "name", "甲", "乙"))[SHEET]
        cell = '<c r="B4" t="str"><v>甲</v></c>'
        assert after == before.replace(cell, '<c r="B4" t="inlineStr"><is><t>乙</t></is></c>')

    @pytest.mark.parametrize(
        "rows",
        ["", row(4, "a") + "\n\t" + row(5, "b"), '<row/><row r="9"  ><c/><c r="C9" ></c ></row >', "<row></row>\r\n"],
    )
    def test_a_patch_of_nothing_changes_no_byte(self, rows: str) -> None:
        part = worksheet(HEADER + rows, before="<sheetViews/>", after="<pageMargins left='1'/>").encode()
        chunks = [part[at : at + 7] for at in range(0, len(part), 7)]
        untouched = SheetPatch(Sheet(plain(chunks, "sheet")), {}, Derived(Styles()), date1904=False)
        assert b"".join(untouched.run()) == part

    def test_a_cell_keeps_its_style_and_its_row_its_attributes(self, tmp_path: Path) -> None:
        rows = '<row r="4" ht="33" hidden="1"><c r="A4" t="str"><v>a</v></c><c r="C4" s="3"/></row>'
        after = patched(made(tmp_path, rows), put(4, "amount", None, dt.date(2024, 3, 5)))[SHEET]
        assert '<row r="4" ht="33" hidden="1">' in after
        assert '<c r="C4" s="3"><v>45356</v></c>' in after

    def test_only_what_asks_for_calculation_changes_in_the_workbook(self, tmp_path: Path) -> None:
        path = made(tmp_path, row(4, "a", "甲"))
        before = members(path)["xl/workbook.xml"].decode()
        after = patched(path, put(4, "name", "甲", "乙"))["xl/workbook.xml"]
        assert after == before.replace("</definedNames>", '</definedNames><calcPr fullCalcOnLoad="1"/>')

    def test_a_second_write_finds_calculation_asked_for(self, tmp_path: Path) -> None:
        path = made(tmp_path, row(4, "a", "甲"))
        once = patched(path, put(4, "name", "甲", "乙"))["xl/workbook.xml"]
        assert patched(path, put(4, "name", "乙", "丙"))["xl/workbook.xml"] == once

    def test_the_calculation_chain_goes_and_nothing_points_at_it(self, tmp_path: Path) -> None:
        content = parts(worksheet(HEADER + row(4, "a", "甲")))
        content["xl/calcChain.xml"] = b"<calcChain/>"
        content["[Content_Types].xml"] = content["[Content_Types].xml"].replace(
            b"/>", b'><Override PartName="/xl/calcChain.xml" ContentType="x"/><Override PartName="/xl/a.xml"/></Types>'
        )
        chain = relationships(calcChain="calcChain.xml")
        content["xl/_rels/workbook.xml.rels"] = content["xl/_rels/workbook.xml.rels"].replace(
            b"</Relationships>", re.findall("<Relationship .*?/>", chain)[0].encode() + b"</Relationships>"
        )
        after = patched(save(tmp_path / "b.xlsx", content), put(4, "name", "甲", "乙"))
        assert "calcChain" not in "".join(after) + after["[Content_Types].xml"] + after["xl/_rels/workbook.xml.rels"]
        assert 'PartName="/xl/a.xml"' in after["[Content_Types].xml"]


class TestWhereCellsGo:
    def test_a_missing_cell_is_put_in_its_place(self, tmp_path: Path) -> None:
        rows = '<row r="4" spans="1:3"><c r="A4" t="str"><v>a</v></c><c r="C4"><v>1</v></c></row>'
        after = patched(made(tmp_path, rows), put(4, "name", None, "乙"))[SHEET]
        assert re.findall('r="([A-D]4)"', after) == ["A4", "B4", "C4"]
        assert '<row r="4"><c' in after

    def test_an_empty_sheet_gets_its_first_row(self, tmp_path: Path) -> None:
        content = parts("", table="A3:C4")
        content[SHEET] = worksheet("").replace("<sheetData></sheetData>", "<sheetData />").encode()
        path = save(tmp_path / "b.xlsx", content)
        after = patched(path, Edits(appended=[AppendRow("t", {"name": "甲"})]))[SHEET]
        assert '<sheetData><row r="4"><c r="B4" t="inlineStr"><is><t>甲</t></is></c></row></sheetData>' in after

    def test_rows_without_addresses_are_counted(self, tmp_path: Path) -> None:
        loose = '<row><c t="str"><v>a</v></c><c t="str"><v>甲</v></c></row><row><c t="str"><v>b</v></c></row>'
        path = made(tmp_path, loose)
        patched(path, Edits(cells=[SetCell("t", 4, "name", "甲", "乙"), SetCell("t", 5, "amount", None, 2.0)]))
        cells = XlsxGrid(path).read().tables["t"]
        assert (cells.columns["name"], cells.columns["amount"]) == (["乙", None], [None, 2.0])

    def test_rows_out_of_order_are_written_where_they_stand(self, tmp_path: Path) -> None:
        path = made(tmp_path, row(6, "c", "丙") + row(4, "a", "甲"))
        edits = Edits(
            cells=[SetCell("t", 4, "name", "甲", "新甲"), SetCell("t", 6, "name", "丙", "新丙")],
            appended=[AppendRow("t", {"name": "末"})],
        )
        after = patched(path, edits)[SHEET]
        assert XlsxGrid(path).read().tables["t"].columns["name"] == ["新甲", "新丙", "末"]
        assert len(re.findall("<row ", after)) == 4

    def test_names_are_prefixed_as_the_sheet_does(self, tmp_path: Path) -> None:
        content = parts(worksheet(HEADER + row(4, "a")))
        text = content[SHEET].decode().replace("xmlns=", "xmlns:x=")
        content[SHEET] = re.sub("<(/?)(worksheet|sheetData|row|c|v)(?=[ >])", r"<\1x:\2", text).encode()
        path = save(tmp_path / "b.xlsx", content)
        after = patched(path, put(4, "name", None, "甲"))[SHEET]
        assert '<x:c r="B4" t="inlineStr"><x:is><x:t>甲</x:t></x:is></x:c></x:row>' in after

    def test_a_new_cell_takes_the_format_of_its_column(self, tmp_path: Path) -> None:
        columns = '<cols><col min="1" max="2" width="9"/><col min="3" max="9" style="3" width="9"/></cols>'
        path = made(tmp_path, row(4, "a"), before=columns)
        after = patched(path, Edits(appended=[AppendRow("t", {"name": "甲", "amount": dt.date(2024, 3, 5)})]))[SHEET]
        assert '<c r="B5" t="inlineStr"><is><t>甲</t></is></c><c r="C5" s="3"><v>45356</v></c>' in after

    def test_a_new_cell_takes_the_format_of_the_one_above_where_its_column_has_none(self, tmp_path: Path) -> None:
        rows = '<row r="4"><c r="A4" t="str"><v>a</v></c><c r="B4" s="4"/></row>'
        appended = [AppendRow("t", {"name": name}) for name in ("甲", "乙")]
        after = patched(made(tmp_path, rows), Edits(appended=appended))[SHEET]
        assert re.findall('r="B[56]" s="([0-9])"', after) == ["4", "4"]

    def test_a_date_in_a_cell_formatted_otherwise_gets_a_date_format_like_it(self, tmp_path: Path) -> None:
        rows = '<row r="4"><c r="A4" t="str"><v>a</v></c><c r="B4" s="4"/></row>'
        after = patched(made(tmp_path, rows), put(4, "name", None, dt.date(2024, 3, 5)))
        assert '<c r="B4" s="5"><v>45356</v></c>' in after[SHEET]
        assert '<cellXfs count="6">' in after["xl/styles.xml"]
        assert '<xf numFmtId="14" applyNumberFormat="1"/></cellXfs>' in after["xl/styles.xml"]

    def test_dates_count_from_1904_where_the_workbook_does(self, tmp_path: Path) -> None:
        path = made(tmp_path, row(4, "a"), date1904=True)
        assert "<v>43894</v>" in patched(path, put(4, "amount", None, dt.date(2024, 3, 5)))[SHEET]
        assert XlsxGrid(path).read().tables["t"].columns["amount"] == [dt.date(2024, 3, 5)]

    def test_the_dimension_grows_with_what_is_written(self, tmp_path: Path) -> None:
        path = made(tmp_path, row(4, "a"), before='<dimension ref="A3:B4"/>')
        after = patched(path, Edits(appended=[AppendRow("t", {"amount": 1.0})]))[SHEET]
        assert '<dimension ref="A3:C5"/>' in after


class TestHeights:
    """A LibreOffice that opens the file makes no row higher for the lines that stand in it."""

    NOTES = "字" * 60

    def book(self, tmp_path: Path) -> XlsxGrid:
        path = tmp_path / "rendered.xlsx"
        path.write_bytes(render_workbook(sample_view(), "zh", {"book": "receivables"}))
        return XlsxGrid(path)

    def tags(self, grid: XlsxGrid) -> list[str]:
        """The tags of the rows below the header."""
        sheet = members(grid.path)["xl/worksheets/sheet2.xml"].decode()
        return [tag for tag in re.findall(r"<row [^>]*>", sheet) if not re.search(r' r="[1-3]"', tag)]

    def test_a_row_is_as_high_as_the_wrapped_text_that_comes_into_it_needs(self, tmp_path: Path) -> None:
        grid = self.book(tmp_path)
        texts = ["short", self.NOTES, "one\ntwo", "x\n" * 1500]
        rows = [AppendRow("invoice", {"number": f"{n:08}", "notes": text}) for n, text in enumerate(texts)]
        grid.write(Edits(appended=rows), grid.read())
        heights = ["", ' ht="86.5"', ' ht="37"', ' ht="409"']
        assert self.tags(grid) == [f'<row r="{row}"{height}>' for row, height in enumerate(heights, start=4)]

    def test_a_row_grows_and_shrinks_with_its_text(self, tmp_path: Path) -> None:
        grid = self.book(tmp_path)
        shown: list[CellValue] = ["short", "one\ntwo", "one\ntwo\nthree", "short"]
        heights = []
        grid.write(Edits(appended=[AppendRow("invoice", {"number": "1", "notes": "short"})]), grid.read())
        for before, after in itertools.pairwise(shown):
            grid.write(Edits(cells=[SetCell("invoice", 4, "notes", before, after)]), grid.read())
            heights += self.tags(grid)
        assert heights == ['<row r="4" ht="37">', '<row r="4" ht="53.5">', '<row r="4">']

    def test_a_row_of_which_another_text_is_wrapped_does_not_shrink(self, tmp_path: Path) -> None:
        grid = self.book(tmp_path)
        told = "x\n" * 4
        grid.write(
            Edits(appended=[AppendRow("invoice", {"number": "1", "notes": "one\ntwo", MESSAGE: told})]), grid.read()
        )
        grid.write(Edits(cells=[SetCell("invoice", 4, MESSAGE, told, None)]), grid.read())
        assert self.tags(grid) == ['<row r="4" ht="70">']

    def test_a_row_is_as_high_as_its_message_while_it_has_one(self, tmp_path: Path) -> None:
        grid = self.book(tmp_path)
        told = "这一行未保存。" * 16
        grid.write(Edits(appended=[AppendRow("invoice", {"number": "1", MESSAGE: told})]), grid.read())
        said = self.tags(grid)
        grid.write(Edits(cells=[SetCell("invoice", 4, MESSAGE, told, None)]), grid.read())
        assert (said, self.tags(grid)) == (['<row r="4" ht="53.5">'], ['<row r="4">'])

    def test_a_height_that_somebody_gave_by_hand_stays(self) -> None:
        tag = b'<row r="4" ht="90" customHeight="1">'
        assert Heights({2: 10.0}).fitting(tag, {2: None}, ()) == tag

    @pytest.mark.parametrize("tag", ['<row r="4" ht="15" customHeight="1">', '<row r="4" ht="90">'])
    def test_a_row_that_somebody_made_so_high_or_higher_stays_so(self, tag: str) -> None:
        assert at_least(tag.encode(), 37.0).decode() == tag


class TestTheExcelTable:
    def test_it_grows_with_its_filter(self, tmp_path: Path) -> None:
        path = made(tmp_path, row(4, "a"), table="A3:C4", after='<autoFilter ref="A3:C4"><x/></autoFilter>')
        after = patched(path, Edits(appended=[AppendRow("t", {"name": "甲"})] * 2))
        assert re.findall('ref="([^"]*)"', after[TABLE]) == ["A3:C6", "A3:C6"]
        assert '<autoFilter ref="A3:C6"><x/>' in after[SHEET]

    def test_it_grows_over_rows_typed_below_it(self, tmp_path: Path) -> None:
        path = made(tmp_path, row(4, "a") + row(5, None, "新"), table="A3:C4")
        after = patched(path, Edits(appended=[AppendRow("t", {"name": "甲"})]))
        assert re.findall('ref="([^"]*)"', after[TABLE]) == ["A3:C6", "A3:C6"]

    def test_blank_rows_at_its_end_are_filled_before_it_grows(self, tmp_path: Path) -> None:
        path = made(tmp_path, row(4, "a"), table="A3:C6")
        after = patched(path, Edits(appended=[AppendRow("t", {"name": name}) for name in "甲乙"]))
        assert re.findall('ref="([^"]*)"', after[TABLE]) == ["A3:C6", "A3:C6"]
        assert XlsxGrid(path).read().tables["t"].rows == [4, 5, 6]

    def test_a_users_formulas_filled_down_below_the_data_do_not_count_as_content(self, tmp_path: Path) -> None:
        rows = row(4, "a") + '<row r="5"><c r="D5"><f>C5*2</f><v>0</v></c></row>'
        path = made(tmp_path, rows, table="A3:D5")
        patched(path, Edits(appended=[AppendRow("t", {"name": "甲"})]))
        assert XlsxGrid(path).read().tables["t"].rows == [4, 5]

    def test_a_users_own_text_left_in_a_cleared_row_is_not_paired_with_another_row(self, tmp_path: Path) -> None:
        rows = row(4, "a") + '<row r="5"><c r="A5" t="str"><v>b</v></c><c r="D5" t="str"><v>我的</v></c></row>'
        path = made(tmp_path, rows, table="A3:D5")
        patched(path, Edits(removed=[RemoveRow("t", 5, "b")]))
        patched(path, Edits(appended=[AppendRow("t", {"_id": "c"})]))
        assert XlsxGrid(path).read().tables["t"].rows == [4, 6]

    def test_rows_typed_below_are_taken_into_the_table(self, tmp_path: Path) -> None:
        path = made(tmp_path, row(4, "a") + row(7, None, "新"), table="A3:C4")
        assert 'ref="A3:C7"' in patched(path, put(4, "name", None, "x"))[TABLE]

    def test_somebodys_total_below_keeps_the_table_where_it_is(self, tmp_path: Path) -> None:
        path = made(tmp_path, row(4, "a") + TOTAL + row(7, "b"), table="A3:C4")
        assert 'ref="A3:C4"' in patched(path, put(4, "name", None, "x"))[TABLE]

    def test_content_in_the_way_is_a_refusal_and_nothing_is_written(self, tmp_path: Path) -> None:
        path = made(tmp_path, row(4, "a") + TOTAL, table="A3:C4")
        before = path.read_bytes()
        grid = XlsxGrid(path)
        with pytest.raises(GridError) as error:
            grid.write(Edits(appended=[AppendRow("t", {"name": "x"})] * 2), grid.read())
        assert (error.value.reason, error.value.facts["row"]) == ("no_room", 6)
        assert path.read_bytes() == before

    def test_a_merged_range_in_the_way_is_a_refusal(self, tmp_path: Path) -> None:
        merged = '<mergeCells count="1"><mergeCell ref="B5:B6"/></mergeCells>'
        grid = XlsxGrid(made(tmp_path, row(4, "a"), table="A3:C4", after=merged))
        with pytest.raises(GridError) as error:
            grid.write(Edits(appended=[AppendRow("t", {"name": "x"})]), grid.read())
        assert error.value.reason == "no_room"

    def test_content_beside_the_table_is_not_in_the_way(self, tmp_path: Path) -> None:
        path = made(tmp_path, row(4, "a") + '<row r="5"><c r="F5"><v>1</v></c></row>', table="A3:C4")
        patched(path, Edits(appended=[AppendRow("t", {"name": "甲"})]))
        assert XlsxGrid(path).read().tables["t"].rows == [4, 5]

    def test_a_totals_row_in_the_way_is_a_refusal(self, tmp_path: Path) -> None:
        content = parts(worksheet(HEADER + row(4, "a") + row(5, None, "汇总")), table="A3:C5")
        content[TABLE] = content[TABLE].replace(b' id="1"', b' id="1" totalsRowCount="1"')
        grid = XlsxGrid(save(tmp_path / "b.xlsx", content))
        with pytest.raises(GridError) as error:
            grid.write(Edits(appended=[AppendRow("t", {"name": "x"})]), grid.read())
        assert (error.value.reason, error.value.facts["row"]) == ("totals_row", 5)

    def test_the_end_of_the_sheet_is_a_refusal(self, tmp_path: Path) -> None:
        grid = XlsxGrid(made(tmp_path, row(1_048_576, "a")))
        with pytest.raises(GridError) as error:
            grid.write(Edits(appended=[AppendRow("t", {"name": "x"})]), grid.read())
        assert error.value.reason == "sheet_full"


class TestFormulas:
    SHARED = (
        '<row r="4"><c r="A4" t="str"><v>a</v></c>'
        '<c r="B4"><f t="shared" ref="B4:B6" si="0">C4*$C$3&amp;"x"</f><v>1</v></c></row>'
        '<row r="5"><c r="A5" t="str"><v>b</v></c><c r="B5"><f t="shared" si="0"/><v>2</v></c></row>'
        '<row r="6"><c r="A6" t="str"><v>c</v></c><c r="B6"><f t="shared" si="0"/><v>3</v></c></row>'
    )

    def test_a_shared_formula_moves_on_when_its_first_cell_is_overwritten(self, tmp_path: Path) -> None:
        after = patched(made(tmp_path, self.SHARED), put(4, "name", 1.0, "甲"))[SHEET]
        assert '<c r="B5"><f t="shared" ref="B5:B6" si="0">C5*$C$3&amp;"x"</f><v>2</v></c>' in after
        assert '<c r="B6"><f t="shared" si="0"/><v>3</v></c>' in after

    def test_it_moves_past_cells_that_are_overwritten_too(self, tmp_path: Path) -> None:
        edits = Edits(removed=[RemoveRow("t", 4, "a"), RemoveRow("t", 5, "b")])
        after = patched(made(tmp_path, self.SHARED), edits)[SHEET]
        assert '<f t="shared" ref="B6" si="0">C6*$C$3&amp;"x"</f>' in after

    def test_it_moves_along_a_row(self, tmp_path: Path) -> None:
        rows = (
            '<row r="4"><c r="A4" t="str"><v>a</v></c><c r="B4"><f t="shared" ref="B4:D4" si="3">A1</f><v>1</v></c>'
            '<c r="C4"><f t="shared" si="3"/><v>1</v></c><c r="D4"><f t="shared" si="3"/><v>1</v></c></row>'
        )
        after = patched(made(tmp_path, rows), put(4, "name", 1.0, 2.0))[SHEET]
        assert '<f t="shared" ref="C4:D4" si="3">B1</f>' in after

    def test_overwriting_a_cell_that_shares_a_formula_leaves_the_others(self, tmp_path: Path) -> None:
        after = patched(made(tmp_path, self.SHARED), put(5, "name", 2.0, "甲"))[SHEET]
        assert 'ref="B4:B6" si="0">C4' in after
        assert '<c r="B6"><f t="shared" si="0"/>' in after

    def test_cells_of_array_formulas_and_data_tables_are_left_alone(self, tmp_path: Path) -> None:
        rows = (
            '<row r="4"><c r="A4" t="str"><v>a</v></c><c r="B4"><f t="array" ref="B4:B5">C4:C5</f><v>1</v></c>'
            '<c r="C4"><f t="dataTable" ref="C4:C5" r1="A1"/><v>1</v></c></row>'
            '<row r="5"><c r="A5" t="str"><v>b</v></c><c r="B5"><v>2</v></c><c r="C5"><v>3</v></c></row>'
        )
        path = made(tmp_path, rows)
        before = path.read_bytes()
        grid = XlsxGrid(path)
        edits = Edits(
            cells=[SetCell("t", 5, "name", 2.0, 9.0), SetCell("t", 4, "amount", 1.0, 9.0)],
            removed=[RemoveRow("t", 4, "a")],
        )
        assert grid.write(edits, grid.read()) == [
            Missed("t", 5, "name", 2.0),
            Missed("t", 4, "amount", 1.0),
            Missed("t", 4, "name", 1.0),
        ]
        assert path.read_bytes() == before

    def test_an_array_formula_of_one_cell_is_overwritten_with_its_metadata(self, tmp_path: Path) -> None:
        rows = (
            '<row r="4"><c r="A4" t="str"><v>a</v></c><c r="B4" cm="1"><f t="array" ref="B4">C4</f><v>1</v></c></row>'
        )
        assert '<c r="B4"><v>9.0</v></c>' in patched(made(tmp_path, rows), put(4, "name", 1.0, 9.0))[SHEET]

    def test_merged_cells_are_left_alone(self, tmp_path: Path) -> None:
        merged = '<mergeCells count="1"><mergeCell ref="B4:B5"/></mergeCells>'
        grid = XlsxGrid(made(tmp_path, row(4, "a", "甲") + row(5, "b"), after=merged))
        assert grid.write(put(5, "name", None, "x"), grid.read()) == [Missed("t", 5, "name", None)]


class TestRemovedRows:
    ROWS = (
        '<row r="4"><c r="A4" t="str"><v>a</v></c><c r="B4" t="s" s="3"><v>0</v></c><c r="D4" t="s"><v>1</v></c></row>'
        '<row r="5"><c r="A5" t="str"><v>b</v></c><c r="B5" t="s"><v>2</v></c><c r="C5"><v>0</v></c></row>'
        '<row r="6"><c r="A6" t="str"><v>c</v></c><c r="B6" t="s"><v>2</v></c></row>'
    )
    STRINGS = "<si><t>机密 甲</t></si><si><t>我的</t></si><si><r><t>共用</t></r></si>"

    def test_our_cells_are_cleared_the_users_stay_and_nothing_moves(self, tmp_path: Path) -> None:
        path = made(tmp_path, self.ROWS, strings=self.STRINGS)
        after = patched(path, Edits(removed=[RemoveRow("t", 4, "a")]))[SHEET]
        assert '<row r="4"><c r="A4"/><c r="B4" s="3"/><c r="D4" t="s"><v>1</v></c></row>' in after
        assert XlsxGrid(path).read().tables["t"].rows == [5, 6]

    def test_texts_that_only_they_used_are_blanked_and_others_stay(self, tmp_path: Path) -> None:
        path = made(tmp_path, self.ROWS, strings=self.STRINGS)
        edits = Edits(removed=[RemoveRow("t", 4, "a"), RemoveRow("t", 5, "b")])
        strings = patched(path, edits)["xl/sharedStrings.xml"]
        assert strings.count("<si>") == 3
        assert "<si><t/></si><si><t>我的</t></si><si><r><t>共用</t></r></si>" in strings
        assert XlsxGrid(path).read().tables["t"].columns["name"] == ["共用"]

    def test_a_text_used_on_another_sheet_stays(self, tmp_path: Path) -> None:
        content = parts(worksheet(HEADER + self.ROWS), strings=self.STRINGS)
        other = worksheet('<row r="1"><c r="A1" t="s"><v>0</v></c></row>')
        content["xl/worksheets/sheet2.xml"] = other.encode()
        path = save(tmp_path / "b.xlsx", content)
        assert "机密" in patched(path, Edits(removed=[RemoveRow("t", 4, "a")]))["xl/sharedStrings.xml"]


class TestARenderedWorkbook:
    def test_it_fills_and_empties(self, tmp_path: Path) -> None:
        path = tmp_path / "rendered.xlsx"
        path.write_bytes(render_workbook(sample_view(), "zh", {"book": "receivables"}))
        grid = XlsxGrid(path)
        rows = [
            AppendRow(
                "invoice", {"number": f"{n:08}", "issued_on": dt.date(2024, 1, n), "gross": n * 1.1, "_id": str(n)}
            )
            for n in range(1, 20)
        ]
        edits = Edits(appended=rows, status={"invoice": "已同步"}, lists={"customer.pick": ["甲", "乙"]})
        assert grid.write(edits, grid.read()) == []
        reading = grid.read()
        cells = reading.tables["invoice"]
        assert cells.columns["number"] == [f"{n:08}" for n in range(1, 20)]
        assert cells.columns["issued_on"] == [dt.date(2024, 1, n) for n in range(1, 20)]
        assert (cells.status, reading.lists["customer.pick"]) == ("已同步", ["甲", "乙"])
        gone = [RemoveRow("invoice", number, str(number - 3)) for number in cells.rows]
        assert grid.write(Edits(removed=gone), reading) == []
        assert grid.read().tables["invoice"].rows == []

    def test_styles_are_as_rendered(self, tmp_path: Path) -> None:
        path = tmp_path / "rendered.xlsx"
        path.write_bytes(render_workbook(sample_view(), "zh", {"book": "receivables"}))
        before = members(path)["xl/styles.xml"]
        grid = XlsxGrid(path)
        row_values: dict[str, CellValue] = {"number": "1", "issued_on": dt.date(2024, 1, 1), "gross": 1.5}
        grid.write(Edits(appended=[AppendRow("invoice", row_values)]), grid.read())
        assert members(path)["xl/styles.xml"] == before


@pytest.mark.parametrize(
    ("edits", "reason"),
    [
        (put(4, "name", "甲", "x" * 32_768), "text_too_long"),
        (Edits(lists={"a": ["b"]}), "sheet_missing"),
        (Edits(appended=[AppendRow("nowhere", {})]), "table_missing"),
    ],
)
def test_what_cannot_be_written_is_refused_whole(tmp_path: Path, edits: Edits, reason: str) -> None:
    path = made(tmp_path, row(4, "a", "甲"))
    before = path.read_bytes()
    grid = XlsxGrid(path)
    with pytest.raises(GridError) as error:
        grid.write(edits, grid.read())
    assert (error.value.reason, path.read_bytes()) == (reason, before)
