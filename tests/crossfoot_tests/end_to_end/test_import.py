"""Files of other programs, brought in by mapping files against the real server."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import msgspec
import pytest
from click.testing import CliRunner
from openpyxl import Workbook as PlainWorkbook

from crossfoot_sync.cli import main
from crossfoot_sync.client.credentials import ENVIRONMENT, Credentials
from crossfoot_sync.client.errors import ClientError, UnreachableError
from crossfoot_sync.client.http import HttpTransport
from crossfoot_sync.client.server import Response
from crossfoot_sync.engine.parsers import Context
from crossfoot_sync.engine.references import ReferenceIndex
from crossfoot_sync.engine.rowid import new_row_id
from crossfoot_sync.engine.wire import Batch, UndoRequest
from crossfoot_sync.grids.errors import GridError
from crossfoot_sync.importing import run
from crossfoot_sync.importing.mapping import ColumnMapping, Target, load_mapping
from crossfoot_sync.importing.prepare import prepare
from crossfoot_sync.importing.prepared import Setting
from crossfoot_sync.importing.run import Import, TargetReport
from crossfoot_sync.importing.source import SourceRow
from crossfoot_templates.loader import load_catalog
from crossfoot_tests.end_to_end.world import World, with_rows

pytestmark = pytest.mark.slow

CUSTOMERS = """
[[target]]
table = "customer"
column = [{name = "code", from = "No."}, {name = "name", from = "Customer"}, {name = "notes", from = "Remark"}]
"""
INVOICES = """
[[target]]
table = "invoice"
column = [
  {name = "number", from = "Invoice"},
  {name = "customer", from = "Customer"},
  {name = "issued_on", from = "Date"},
  {name = "amount", from = "Amount"},
  {name = "currency", constant = "CNY"},
]
"""
FIRST = "The first line that is not blank must hold the headings."
NAME_IT = "name its encoding in the mapping, such as gb18030"
THREE = "No.,Customer,Remark\nA-1,Acme,\nA-2,Bosch,good\nA-3,上海电气,\n"


@dataclass
class Desk:
    """A folder with a mapping and files, and the server they go to."""

    world: World
    folder: Path
    login: str = "grace"

    def write(self, mapping: str, **files: str | bytes) -> None:
        """Write the mapping, and files by name without ``.csv``."""
        (self.folder / "mapping.toml").write_text('book = "ledger"\n' + mapping, encoding="utf-8")
        for name, content in files.items():
            path = self.folder / f"{name}.csv"
            path.write_bytes(content.encode() if isinstance(content, str) else content)

    def open(self, *files: str, transport: HttpTransport | None = None) -> Import:
        """The import of files in the folder."""
        mapping = self.folder / "mapping.toml"
        paths = [self.folder / name for name in files or ("a.csv",)]
        return Import(self.world.server(self.login, transport), load_mapping(mapping), mapping, paths, language="en")

    def look(self, *files: str) -> list[TargetReport]:
        """What would be sent."""
        return self.open(*files).prepare()

    def apply(self, *files: str) -> list[TargetReport]:
        """Send it."""
        work = self.open(*files)
        reports = work.prepare()
        for report in reports:
            list(work.send(report, reason="old lists"))
        return reports


@pytest.fixture
def desk(world: World, tmp_path: Path) -> Desk:
    """Grace's desk."""
    folder = tmp_path / "import"
    folder.mkdir()
    return Desk(world, folder)


def findings(report: TargetReport) -> list[tuple[int, str, str, bool]]:
    """Line, column, sentence and whether the row is refused, finding by finding."""
    return [(each.line, each.column, each.message.text("en"), each.refused) for each in report.prepared.findings]


# Mapping files


@pytest.mark.parametrize(
    ("mapping", "said"),
    [
        ("[[target]]\n", "Object missing required field `table`"),
        ("target = 3", "Expected `array`"),
        ("[[target", "Expected"),
        ('[[target]]\ntable = "customer"\ncolum = []\ncolumn = []', "unknown field `colum`"),
        (
            '[[target]]\ntable = "bids"\ncolumn = []',
            "book ledger has no table “bids”; it has customer, invoice, visit",
        ),
        (
            '[[target]]\ntable = "visit"\ncolumn = [{name = "days", constant = "1"}]',
            "table visit has no column “days”; it has customer, day, entity, notes, owner, result, team",
        ),
        (
            '[[target]]\ntable = "visit"\ncolumn = [{name = "day", constant = "1", from = "A"}]',
            "visit.day needs exactly one of from, constant, template and count_by",
        ),
        (
            '[[target]]\ntable = "visit"\ncolumn = [{name = "day"}]',
            "visit.day needs exactly one of from, constant, template and count_by",
        ),
        (
            '[[target]]\ntable = "visit"\ncolumn = [{name = "day", from = "A"}, {name = "day", from = "B"}]',
            "visit.day is filled twice; keep one of the entries",
        ),
        (
            '[[target]]\ntable = "visit"\ncolumn = [{name = "day", template = "{A"}]',
            "the template of visit.day, “{A”: expected '}' before end of string",
        ),
        (
            '[[target]]\ntable = "visit"\ncolumn = [{name = "day", template = "{A!r}"}]',
            "the template of visit.day, “{A!r}”: between braces stands the name of a source column and nothing else",
        ),
        ('encoding = "utf-9"\n' + CUSTOMERS, "there is no encoding “utf-9”; common ones: utf-8, gb18030"),
        ('delimiter = ";;"\n' + CUSTOMERS, "the delimiter is one character, not “;;”"),
    ],
)
def test_a_mapping_that_cannot_be_used_is_told_with_its_entry(desk: Desk, mapping: str, said: str) -> None:
    desk.write(mapping, a=THREE)
    with pytest.raises(ClientError) as error:
        desk.open()
    assert str(error.value).startswith("mapping.toml: ")
    assert said in str(error.value)


def test_a_file_that_no_target_names_is_not_left_out_without_a_word(desk: Desk) -> None:
    desk.write(CUSTOMERS, a=THREE, b=THREE)
    with pytest.raises(ClientError) as error:
        desk.open("a.csv", "b.csv")
    assert str(error.value) == "mapping.toml: no target names the file b.csv; it names a.csv"


def test_a_file_in_place_of_the_mapping_is_told_with_their_order(desk: Desk) -> None:
    order = "The mapping comes first, then the files: crossfoot import MAPPING FILES"
    write_workbook(desk.folder / "list.xlsx", {"list": [["No."]]})
    (desk.folder / "list.csv").write_text(THREE, encoding="utf-8")
    with pytest.raises(ClientError) as error:
        load_mapping(desk.folder / "list.xlsx")
    assert str(error.value) == f"list.xlsx: it is no mapping file, which is TOML text in UTF-8. {order}"
    with pytest.raises(ClientError) as error:
        load_mapping(desk.folder / "list.csv")
    assert str(error.value).startswith("list.csv: ")
    assert str(error.value).endswith(f". Is it the mapping? {order}")


# Source files


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("", "a.csv: it holds no rows below its heading"),
        ("No.,Customer,Remark\n\n", "a.csv: it holds no rows below its heading"),
        ("No.,Remark\n1,2\n", f"a.csv: it has no column “Customer”; line 1 has No., Remark. {FIRST}"),
        ("No.,Customer,Remark,Remark\n1,2,3,4\n", "a.csv: it has more than one column “Remark”; rename all but one"),
        (
            "No.,Customer,Remark\nA-1,Acme, Ltd,x\n",
            "a.csv: line 2 has more cells than the heading has columns; are quotes missing?",
        ),
        ('No.,Customer,Remark\n"A-1"x,Acme,\n', "a.csv: it is no CSV: ',' expected after '\"'"),
        (
            THREE.encode("gb18030"),
            f"a.csv: it is not utf-8-sig text (invalid continuation byte); {NAME_IT}",
        ),
    ],
)
def test_a_source_that_cannot_be_read_is_told_with_its_cause(desk: Desk, content: str | bytes, said: str) -> None:
    desk.write(CUSTOMERS, a=content)
    with pytest.raises(ClientError) as error:
        desk.look()
    assert str(error.value) == said


def test_a_title_above_the_headings_is_told_with_where_they_belong(desk: Desk) -> None:
    desk.write(CUSTOMERS)
    write_workbook(desk.folder / "a.xlsx", {"list": [["Sales pipeline 2026"], [], ["No.", "Customer", "Remark"]]})
    with pytest.raises(ClientError) as error:
        desk.look("a.xlsx")
    assert str(error.value) == (
        f"a.xlsx: it has no column “Customer”, “No.”, “Remark”; line 1 has Sales pipeline 2026. {FIRST}"
    )


def test_columns_that_only_a_template_or_a_condition_names_must_be_there_too(desk: Desk) -> None:
    target = '[[target]]\ntable = "customer"\ncolumn = [{name = "name", template = "{Customer} {City}"}]\n'
    desk.write(target + 'where = {State = "*"}', a=THREE)
    with pytest.raises(ClientError, match=r"it has no column “City”, “State”; line 1 has No\., Customer, Remark\."):
        desk.look()


def test_another_encoding_and_delimiter_are_read_as_the_mapping_says(desk: Desk) -> None:
    desk.write('encoding = "gb18030"\ndelimiter = ";"\n' + CUSTOMERS, a=THREE.replace(",", ";").encode("gb18030"))
    desk.apply()
    assert desk.world.stored("customer", "code", "name", "notes") == [
        ("A-1", "Acme", None),
        ("A-2", "Bosch", "good"),
        ("A-3", "上海电气", None),
    ]


def test_lines_are_counted_as_a_spreadsheet_program_shows_them(desk: Desk) -> None:
    desk.write(CUSTOMERS, a='No.,Customer,Remark\nA-1,Acme,"two\nlines"\n\n,,\nA-2,,\n')
    (report,) = desk.look()
    assert [row.line for row in report.prepared.rows] == [2]
    assert findings(report) == [(5, "name", "It is required and is blank.", True)]


def write_workbook(path: Path, rows: Mapping[str, Sequence[Sequence[object]]]) -> None:
    """An .xlsx file of sheets of rows."""
    book = PlainWorkbook()
    del book["Sheet"]
    for title, lines in rows.items():
        sheet = book.create_sheet(title)
        for line in lines:
            sheet.append(list(line))
    book.save(path)


def test_an_xlsx_source_gives_dates_and_numbers_as_they_are(desk: Desk) -> None:
    desk.write(INVOICES + 'sheet = "2026"\n')
    with_rows(desk.world)
    heading = ["Invoice", "Customer", "Date", "Amount"]
    write_workbook(
        desk.folder / "a.xlsx",
        {
            "notes": [["nothing"]],
            "2026": [
                heading,
                ["X-1", "Acme Ltd", dt.date(2026, 1, 9), 0.1 + 0.2],
                [],
                ["X-2", "上海电气", dt.datetime(2026, 1, 10), "1.5万"],
                [7, "Acme Ltd", dt.date(2026, 1, 9), 1],
                ["X-4", "Acme Ltd", dt.date(2026, 1, 9), "=1/0"],
            ],
        },
    )
    (report,) = desk.apply("a.xlsx")
    assert findings(report) == [
        (
            5,
            "number",
            "The code is stored as a number, so leading zeros may be lost; is it “7”? Type it as text.",
            True,
        ),
        (
            6,
            "amount",
            "The formula has no calculated value yet; open the file, let it calculate, and save.",
            True,
        ),
    ]
    assert desk.world.stored("invoice", "number", "issued_on", "amount")[-2:] == [
        ("X-1", "2026-01-09", "0.30"),
        ("X-2", "2026-01-10", "15000.00"),
    ]


def test_a_number_in_a_code_s_place_is_taken_as_its_digits_where_the_mapping_says_so(desk: Desk) -> None:
    desk.write(CUSTOMERS.replace('from = "No."', 'from = "No.", numbers = "text"'))
    rows: list[list[object]] = [
        ["No.", "Customer", "Remark"],
        [57551234, "Acme", None],
        [9.0, "Bosch", None],
        [1e17, "Cog", None],
    ]
    write_workbook(desk.folder / "a.xlsx", {"list": rows})
    (report,) = desk.apply("a.xlsx")
    assert desk.world.stored("customer", "code", "name") == [("57551234", "Acme"), ("9", "Bosch")]
    lost = "A code of more than 15 digits was typed as a number and its last digits are lost; type it as text."
    assert findings(report) == [(4, "code", lost, True)]


def test_a_sheet_that_there_is_not_and_a_file_in_an_old_format(desk: Desk) -> None:
    desk.write(INVOICES + 'sheet = "2025"\n')
    write_workbook(desk.folder / "a.xlsx", {"2026": [["Invoice"]]})
    with pytest.raises(ClientError, match="it has no sheet “2025”; it has 2026"):
        desk.look("a.xlsx")
    (desk.folder / "old.xls").write_bytes(bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600))
    with pytest.raises(GridError, match=r"old\.xls: "):
        desk.look("old.xls")


# Rows


def test_the_same_key_twice_in_the_source_is_found_and_not_dropped(desk: Desk) -> None:
    desk.write(CUSTOMERS, a="No.,Customer,Remark\nA-1,Acme,\nA-1,Bosch,\nA-2,Acme,\n")
    (report,) = desk.look()
    assert [row.line for row in report.prepared.rows] == [2]
    assert (report.prepared.known, findings(report)) == (
        0,
        [
            (3, "code", "Code “A-1” stands more than once in this sheet.", True),
            (4, "name", "Name “Acme” stands more than once in this sheet.", True),
        ],
    )


def test_rows_that_the_store_has_already_are_counted_and_left_alone(desk: Desk) -> None:
    with_rows(desk.world)
    desk.write(CUSTOMERS, a="No.,Customer,Remark\nKH-001,Somebody else,\nA-2,上海电气,\nA-3,New,\n")
    (report,) = desk.apply()
    assert (report.prepared.known, dict(report.statuses)) == (2, {"ok": 1})
    assert desk.world.stored("customer", "name") == [("Acme Ltd",), ("上海电气",), ("New",)]


NOTED = """
[[target]]
table = "visit"
column = [
  {name = "day", from = "Day"},
  {name = "customer", from = "Customer"},
  {name = "owner", from = "Who", unmatched = "note"},
  {name = "notes", from = "Remark"},
]
"""


def test_what_cannot_be_taken_is_kept_in_the_notes_where_the_mapping_says_so(desk: Desk) -> None:
    with_rows(desk.world)
    desk.write(NOTED, a="Day,Customer,Who,Remark\n2026-01-02,Acme Ltd,Old Hand,met\n2026-01-03,Nobody,李娜,\n")
    (report,) = desk.apply()
    assert desk.world.stored("visit", "day", "owner", "notes") == [("2026-01-02", "grace", "met\nowner: Old Hand")]
    assert [(line, column, refused) for line, column, _, refused in findings(report)] == [
        (2, "owner", False),
        (3, "customer", True),
    ]


def test_what_is_required_is_refused_and_not_put_into_the_notes(desk: Desk) -> None:
    with_rows(desk.world)
    mapping = INVOICES.replace('constant = "CNY"', 'from = "Currency", unmatched = "note"')
    desk.write(mapping, a="Invoice,Customer,Date,Amount,Currency\nX-1,Acme Ltd,2026-01-02,5,Gulden\n")
    (report,) = desk.look()
    assert report.prepared.rows == []
    assert {(column, refused) for _, column, _, refused in findings(report)} == {("currency", True), ("amount", True)}


def test_constants_templates_counts_values_conditions_and_distinct_rows(desk: Desk) -> None:
    mapping = """
date_order = "dmy"
[[target]]
table = "customer"
distinct = ["Customer"]
where = {Kind = "sale", Customer = "*"}
column = [{name = "name", from = "Customer"}, {name = "notes", constant = "from the old list"}]
[[target]]
table = "invoice"
where = {Kind = "sale"}
column = [
  {name = "number", template = "{Customer}/{No}"},
  {name = "customer", from = "Customer"},
  {name = "issued_on", from = "Date"},
  {name = "amount", from = "Amount"},
  {name = "currency", from = "Cur", values = {"RMB " = "CNY", "$" = "US dollar", "RMB" = "Yuan"}},
  {name = "terms", count_by = ["Customer"]},
]
"""
    rows = "Customer,No,Kind,Date,Amount,Cur\n"
    rows += "Acme,1,sale,03/04/2026,5,RMB\nAcme,2,sale,04/04/2026,6,$\nBosch,1,gift,1/1/2026,7,RMB\n,3,sale,,,\n"
    rows += "Bosch,2,sale,05/04/2026,8,RMB\n"
    desk.write(mapping, a=rows)
    customers, invoices = desk.apply()
    assert [row.line for row in customers.prepared.rows] == [2, 6]
    assert {each[0] for each in findings(invoices)} == {5}
    assert desk.world.stored("invoice", "number", "issued_on", "amount", "currency", "terms") == [
        ("Acme/1", "2026-04-03", "5.00", "CNY", "1"),
        ("Acme/2", "2026-04-04", "6.00", "USD", "2"),
        ("Bosch/2", "2026-04-05", "8.00", "CNY", "1"),
    ]
    assert {notes for (notes,) in desk.world.stored("customer", "notes")} == {"from the old list"}


def test_two_targets_of_one_table_do_not_take_each_others_rows(desk: Desk) -> None:
    desk.write(
        CUSTOMERS + CUSTOMERS + 'file = "b.csv"\n',
        a=THREE,
        b="No.,Customer,Remark\nB-1,Blue,\nB-2,Brown,\nB-3,Black,\n",
    )
    reports = desk.apply("a.csv", "b.csv")
    assert [dict(report.statuses) for report in reports] == [{"ok": 3}, {"ok": 3}]
    assert [code for (code,) in desk.world.stored("customer", "code")] == ["A-1", "A-2", "A-3", "B-1", "B-2", "B-3"]


POINTING = """
[[target]]
table = "customer"
file = "a.csv"
column = [{name = "code", from = "No."}, {name = "name", from = "Customer"}, {name = "limit", from = "Days"}]
[[target]]
table = "visit"
file = "b.csv"
column = [{name = "day", from = "Day"}, {name = "customer", from = "Customer"}]
"""


def test_rows_that_name_a_refused_row_of_the_same_import_are_refused_with_it(desk: Desk) -> None:
    desk.write(
        POINTING,
        a="No.,Customer,Days\nA-1,Acme,soon\nA-2,Bosch,\n",
        b="Day,Customer\n2026-01-02,Acme\n2026-01-03,A-1\n2026-01-04,Bosch\n",
    )
    customers, visits = desk.apply("a.csv", "b.csv")
    assert findings(customers) == [(2, "limit", "“soon” is not a whole number; write it as 12.", True)]
    because = "The row of “Customers” it points at was refused; mend that one first."
    assert findings(visits) == [(2, "customer", because, True), (3, "customer", because, True)]
    assert [(dict(report.statuses), report.refusals) for report in (customers, visits)] == [({"ok": 1}, [])] * 2


def test_so_are_rows_of_the_same_table_however_far_down() -> None:
    view = load_catalog().view("follow_up", ("management",))
    names = ("name", "parent", "grade")
    lines = [("Group", "", "?"), ("Daughter", "Group", ""), ("Granddaughter", "Daughter", ""), ("Other", "", "")]
    target = Target(table="customer", columns=tuple(ColumnMapping(name=name, source=name) for name in names))
    source = [SourceRow(line, dict(zip(names, cells, strict=True))) for line, cells in enumerate(reversed(lines))]
    context = Context("en", choices=view.choice_lists, references={"customer": ReferenceIndex()})
    prepared = prepare(target, source, Setting(view, context), "old")
    assert [row.fields for row in prepared.rows] == [{"name": "Other"}]
    assert [(each.value, each.message.code) for each in prepared.findings if each.refused] == [
        ("Daughter", "reference_refused"),
        ("Group", "reference_refused"),
        ("?", "not_a_choice_of"),
    ]


# Again, and after an interruption


def test_the_same_import_again_changes_nothing(desk: Desk) -> None:
    desk.write(CUSTOMERS, a=THREE)
    desk.apply()
    first = desk.world.stored("customer", "code", "name", "notes")
    (again,) = desk.apply()
    assert (dict(again.statuses), again.replayed, again.prepared.known) == ({"ok": 3}, 3, 0)
    assert desk.world.stored("customer", "code", "name", "notes") == first
    assert len(desk.world.server("grace").batches("ledger", 100).batches) == 1


class CutOff(HttpTransport):
    """A connection that breaks after some pushes."""

    pushes = 1

    def send(self, method: str, path: str, body: bytes | None, headers: Mapping[str, str]) -> Response:
        if path.endswith("/sync"):
            if self.pushes == 0:
                raise UnreachableError(self.address, "cut off")
            self.pushes -= 1
        return super().send(method, path, body, headers)


def test_an_import_that_was_cut_off_goes_on_where_it_was(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run, "ROWS_A_BATCH", 2)
    desk.write(CUSTOMERS, a="No.,Customer,Remark\n" + "".join(f"A-{n},Customer {n},\n" for n in range(5)))
    work = desk.open(transport=CutOff(desk.world.url))
    (report,) = work.prepare()
    with pytest.raises(UnreachableError):
        list(work.send(report, reason=""))
    assert len(desk.world.stored("customer", "code")) == 2
    (again,) = desk.apply()
    assert (dict(again.statuses), again.replayed) == ({"ok": 5}, 2)
    assert [code for (code,) in desk.world.stored("customer", "code")] == [f"A-{n}" for n in range(5)]
    assert len(desk.world.server("grace").batches("ledger", 100).batches) == 3


def test_what_somebody_entered_between_two_runs_does_not_stop_the_second(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(run, "ROWS_A_BATCH", 3)
    desk.write(CUSTOMERS, a="No.,Customer,Remark\n" + "".join(f"A-{n},Customer {n},\n" for n in range(6)))
    work = desk.open(transport=CutOff(desk.world.url))
    (report,) = work.prepare()
    with pytest.raises(UnreachableError):
        list(work.send(report, reason=""))
    book = desk.world.workbook("grace")
    book.add("customer", code="A-4", name="Entered by hand")
    book.sync()
    (again,) = desk.apply()
    assert (again.prepared.known, dict(again.statuses)) == (1, {"ok": 5})
    assert sorted(code for (code,) in desk.world.stored("customer", "code")) == [f"A-{n}" for n in range(6)]


def test_rows_that_somebody_changed_since_are_not_overwritten_by_a_second_run(desk: Desk) -> None:
    desk.write(CUSTOMERS, a=THREE)
    desk.apply()
    book = desk.world.workbook("grace")
    book.type("customer", 0, "name", "Acme Ltd")
    book.sync()
    desk.apply()
    assert desk.world.stored("customer", "code", "name")[-1] == ("A-1", "Acme Ltd")


# Totals, and the command


def test_amounts_are_exact_and_what_was_taken_adds_up_to_what_was_sent(desk: Desk) -> None:
    with_rows(desk.world)
    amounts = ["0.1", "0.2", "1,234.56", "９．９９", "3万"]
    lines = [f'X-{at},Acme Ltd,2026-01-02,"{amount}"' for at, amount in enumerate(amounts)]
    desk.write(INVOICES, a="\n".join(["Invoice,Customer,Date,Amount", *lines]))
    (report,) = desk.apply()
    expected = {"amount": {"CNY": Decimal("31244.85")}}
    assert (report.sums, report.taken) == (expected, expected)


def test_what_the_server_refuses_is_told_by_line_and_left_out_of_what_was_taken(desk: Desk) -> None:
    with_rows(desk.world)
    desk.write(INVOICES, a="Invoice,Customer,Date,Amount\nX-1,Acme Ltd,2026-01-02,5\nFP-0001,Acme Ltd,2026-01-02,6\n")
    (report,) = desk.apply()
    assert [(each.line, each.columns) for each in report.refusals] == [(3, ("number",))]
    assert (report.sums, report.taken) == ({"amount": {"CNY": Decimal(11)}}, {"amount": {"CNY": Decimal(5)}})


def test_the_command_names_what_the_mapping_can_say_of_a_finding(desk: Desk) -> None:
    with_rows(desk.world)
    Credentials(desk.folder).keep(desk.world.url, desk.world.tokens["grace"])
    desk.write(INVOICES.replace('constant = "CNY"', 'from = "Currency"'))
    rows: list[list[object]] = [["Invoice", "Customer", "Date", "Amount", "Currency"]]
    rows.append([7, "Nobody", "3/5/2026", 5, "Gulden"])
    write_workbook(desk.folder / "a.xlsx", {"list": rows})
    command = ["import", str(desk.folder / "mapping.toml"), str(desk.folder / "a.xlsx")]
    result = CliRunner().invoke(main, command, env={ENVIRONMENT: str(desk.folder)})
    number = "The code is stored as a number, so leading zeros may be lost; is it “7”? Type it as text."
    day = "“3/5/2026” may be day/month or month/day; write it as 2024-03-05."
    values = 'In the mapping: values = { "as in the file" = "as in the book" }.'
    assert {line.partition(": ")[2] for line in result.output.splitlines() if line.startswith("  ")} >= {
        f'{number} In the mapping: numbers = "text" takes the digits that are there.',
        f"There is no “Nobody”, or it is not within your scope; check the name or the number. {values}",
        f'{day} In the mapping: date_order = "dmy" or "mdy".',
        f"“Gulden” is not one of the choices; there are Yuan, US dollar. {values}",
    }


def test_the_command_reports_first_and_sends_when_told(desk: Desk) -> None:
    desk.write(CUSTOMERS, a=THREE + "A-4,,\n")
    Credentials(desk.folder).keep(desk.world.url, desk.world.tokens["grace"])

    def said(*options: str) -> tuple[int, list[str]]:
        result = CliRunner().invoke(
            main,
            ["import", str(desk.folder / "mapping.toml"), str(desk.folder / "a.csv"), *options],
            env={ENVIRONMENT: str(desk.folder)},
        )
        return result.exit_code, result.output.splitlines()

    looked = [
        "customer: 4 source rows, 3 to send, 0 in the store already, 1 cannot be taken",
        "  name × 1 (refused), first in line 5: It is required and is blank.",
    ]
    others = "Nothing was sent. Mend the mapping or the file; or send the other rows: the same command with --apply "
    assert said() == (3, [*looked, others + "--partly."])
    refused = "Error: 1 row cannot be taken. Mend the mapping or the file, or add --partly to leave them."
    assert said("--apply") == (1, [*looked, refused])
    assert desk.world.stored("customer", "code") == []
    rest = "Bring the refused rows in by a file of their own: in a changed file the rows that went in would come again."
    assert said("--apply", "--partly") == (3, [*looked, "customer: 3 ok", rest])
    assert said("--apply", "--partly") == (3, [*looked, "customer: 3 ok (3 of them by an earlier run)", rest])
    codes = [code for (code,) in desk.world.stored("customer", "code")]
    assert all(one < other for one, other in itertools.pairwise(codes))


def test_what_was_undone_since_does_not_count_as_taken_by_a_second_run(desk: Desk) -> None:
    with_rows(desk.world)
    desk.write(INVOICES, a="Invoice,Customer,Date,Amount\nX-1,Acme Ltd,2026-01-02,5\nX-2,Acme Ltd,2026-01-02,6\n")
    desk.apply()
    server = desk.world.server("grace")
    batch = server.batches("ledger", 1).batches[0].id
    undoing = Batch(new_row_id(1, 1), "test", "w", "2026-01-01T00:00:00Z", "by mistake")
    undo = server.undo("ledger", batch, UndoRequest(undoing, "en")).batch
    (again,) = desk.apply()
    assert (dict(again.statuses), again.replayed, dict(again.undone), again.taken) == (
        {"undone": 2},
        2,
        {undo: 2},
        {},
    )
    server.undo("ledger", undo, UndoRequest(msgspec.structs.replace(undoing, id=new_row_id(1, 2)), "en"))
    (again,) = desk.apply()
    assert (dict(again.statuses), dict(again.undone), again.taken) == ({"ok": 2}, {}, again.sums)
