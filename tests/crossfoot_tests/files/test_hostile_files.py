"""Files that are none of ours, or not whoever's uploads them: each is refused by its name, and with the way out."""

from __future__ import annotations

import io
import tempfile
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crossfoot_server.files.wire import FileReply
from crossfoot_server.settings import Settings
from crossfoot_server.thin.wire import Trouble
from crossfoot_sync.engine.cells import AppendRow, Edits
from crossfoot_sync.engine.manifest import Manifest
from crossfoot_sync.engine.rowid import new_row_id
from crossfoot_sync.grids.xlsx import HeldXlsxGrid
from crossfoot_templates.render import render_workbook
from crossfoot_tests.end_to_end.world import CATALOG
from crossfoot_tests.files.desk import Office, Person
from crossfoot_tests.hostile.effort import examples
from crossfoot_tests.hostile.spoiling import spoiled
from crossfoot_tests.hostile.telling import tells
from crossfoot_tests.thin.place import SERVER, company

pytestmark = pytest.mark.slow

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

WORKBOOK = new_row_id(0, 0)

_TYPES = "[Content_Types].xml"


@pytest.fixture
def li(office: Office) -> Person:
    """李娜, with a new row that waits to be sent."""
    person = office.person("li")
    person.book.add("customer", code="*1", name="Acme Ltd")
    return person


def changed(content: bytes, change: Callable[[str, bytes], bytes], more: dict[str, bytes] | None = None) -> bytes:
    """A workbook with its parts changed, and more of them."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as before, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as after:
        for name in before.namelist():
            after.writestr(name, change(name, before.read(name)))
        for name, data in (more or {}).items():
            after.writestr(name, data)
    return target.getvalue()


def same(_name: str, data: bytes) -> bytes:
    return data


def with_macros(content: bytes) -> bytes:
    """The workbook as a program saves it that has macros."""
    types = (b"spreadsheetml.sheet.main+xml", b"ms-excel.sheet.macroEnabled.main+xml")
    return changed(content, lambda name, data: data.replace(*types) if name == _TYPES else data)


def with_hidden_macros(content: bytes) -> bytes:
    """A part with macros in a workbook that does not say so."""
    return changed(content, same, {"xl/vbaProject.bin": OLE})


def bomb(content: bytes) -> bytes:
    """A part that is a thousand times as large as it travels."""
    return changed(content, same, {"xl/media/image1.png": b"\0" * (64 << 20)})


def with_entities(content: bytes) -> bytes:
    """A part that declares entities."""
    declared = b'<!DOCTYPE a [<!ENTITY b "cc">]><workbook'
    return changed(content, lambda name, data: data.replace(b"<workbook", declared, 1))


def of_another_program(_content: bytes) -> bytes:
    """A workbook that was not made by crossfoot."""
    from openpyxl import Workbook  # noqa: PLC0415  # what a stranger has

    target = io.BytesIO()
    Workbook().save(target)
    return target.getvalue()


HOSTILE: dict[str, tuple[str, str, Callable[[bytes], bytes]]] = {
    "no bytes": ("台账.xlsx", "empty", lambda _: b""),
    "a text": ("台账.xlsx", "not_a_workbook", lambda _: "编号,名称\n".encode()),
    "a picture that is called so": ("台账.xlsx", "not_a_workbook", lambda _: b"\x89PNG\r\n\x1a\n"),
    "an old .xls": ("台账.xls", "old_xls", lambda _: OLE + b"\0" * 600),
    "WPS's own format": ("台账.et", "wps_format", lambda _: OLE + b"\0" * 600),
    "a password": ("台账.xlsx", "encrypted", lambda _: OLE + "EncryptedPackage".encode("utf-16-le")),
    "half of it": ("台账.xlsx", "damaged", lambda content: content[: len(content) // 2]),
    "a zip of something else": ("台账.xlsx", "part_missing", lambda content: changed(content, same)[:0] + _zip()),
    "a zip bomb": ("台账.xlsx", "too_large", bomb),
    "entities": ("台账.xlsx", "entities", with_entities),
    "a macro workbook": ("台账.xlsm", "with_macros", with_macros),
    "a macro workbook under another name": ("台账.xlsx", "with_macros", with_macros),
    "hidden macros": ("台账.xlsx", "with_macros", with_hidden_macros),
    "another program's": ("台账.xlsx", "not_a_book", of_another_program),
}


def _zip() -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as made:
        made.writestr("mimetype", "application/zip")
    return target.getvalue()


@pytest.mark.parametrize(
    ("name", "made", "way"),
    [
        (
            "清单.xlsx",
            of_another_program,
            "make a new workbook here, paste the rows of this one into it and upload that",
        ),
        ("台账.xlsm", with_macros, "save it as an .xlsx without macros and upload that"),
    ],
)
def test_whoever_has_nothing_but_the_page_is_told_a_way_that_they_have(
    li: Person, name: str, made: Callable[[bytes], bytes], way: str
) -> None:
    trouble = li.sends(made(li.path.read_bytes()), name=name).trouble
    assert trouble is not None
    assert trouble.en.startswith(f"{name}: ")
    assert way in trouble.en
    assert "在此新建工作簿" in trouble.zh


@pytest.mark.parametrize("kind", HOSTILE)
def test_h31_what_is_no_workbook_of_ours_is_refused_by_name(office: Office, li: Person, kind: str) -> None:
    name, code, make = HOSTILE[kind]
    refused(li.sends(make(li.path.read_bytes()), name=name), name, code)
    assert office.stored("customer", "name") == []


def refused(reply: FileReply, name: str, code: str) -> Trouble:
    """The trouble, which names the file and says what to do in both languages."""
    assert (reply.content, reply.outcome) == (None, None)
    assert reply.trouble is not None
    assert reply.trouble.code == code
    assert reply.trouble.zh.startswith(f"{name}：")
    assert reply.trouble.en.startswith(f"{name}: ")
    tells(reply.trouble.zh, reply.trouble.en)
    return reply.trouble


def test_a_workbook_that_is_too_large_is_refused_before_it_is_read(office: Office, li: Person) -> None:
    small = Person(replace(office, settings=Settings(upload_limit=20_000)), "li", li.path)
    trouble = refused(small.sends(), "台账.xlsx", "upload_too_large")
    assert f"{len(li.path.read_bytes()):,} bytes, and this server takes 20,000" in trouble.en
    tiny = Person(replace(office, settings=Settings(body_limit=20_000)), "li", li.path)
    answer = tiny.posts("sync", name="台账.xlsx", content=li.content())
    assert (answer.status_code, answer.get_json()["code"]) == (413, "body_too_large")


def test_a_workbook_of_another_server_is_not_taken(office: Office, li: Person) -> None:
    trouble = refused(li.sends(server="https://other.example.com"), "台账.xlsx", "other_server")
    assert "https://ledger.example.com" in trouble.en
    refused(li.sends(server="nonsense"), "台账.xlsx", "other_server")
    facts = replace_facts(SERVER, "rubbish")
    refused(li.sends(changed(li.path.read_bytes(), facts), server="nonsense"), "台账.xlsx", "other_server")
    assert li.sends(server="HTTPS://Ledger.example.com:443/").trouble is None
    assert office.stored("customer", "name") == [("Acme Ltd",)]


def test_h17_somebody_elses_upload_is_not_taken(office: Office, li: Person) -> None:
    grace = Person(office, "grace", li.path)
    refused(grace.sends(), "台账.xlsx", "somebody_elses")
    li.sends()
    refused(grace.sends(), "台账.xlsx", "somebody_elses")
    assert office.stored("customer", "name") == [("Acme Ltd",)]


def test_h18_an_upload_that_does_not_say_which_workbook_it_is_is_not_taken(office: Office, li: Person) -> None:
    book = li.book.manifest()
    facts = replace_facts(book.workbook, "x" * 3000)
    refused(li.sends(changed(li.path.read_bytes(), facts)), "台账.xlsx", "not_a_book")
    refused(li.sends(changed(li.path.read_bytes(), replace_facts(">ledger<", ">nobody<"))), "台账.xlsx", "unknown_book")


def replace_facts(old: str, new: str) -> Callable[[str, bytes], bytes]:
    """Somebody writes into the hidden sheets."""
    return lambda _, data: data.replace(old.encode(), new.encode())


def test_nothing_of_an_upload_stays_on_the_servers_disk(
    office: Office, li: Person, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    li.sends()
    li.sends(b"PK\x03\x04 and nothing else")
    assert [*folder.iterdir()] == []


def with_a_new_row() -> bytes:
    """A workbook of 李娜, always the same one, in which she typed a customer."""
    manifest = Manifest(book="ledger", workbook=WORKBOOK, server=SERVER, user="li", language="en")
    view = CATALOG.view("ledger", ("sales",))
    grid = HeldXlsxGrid("台账.xlsx", render_workbook(view, "en", manifest.facts()))
    typed = AppendRow("customer", {"code": "*1", "name": "Acme Ltd"})
    grid.write(Edits(appended=[typed]), grid.read())
    return grid.data


WHOLE = with_a_new_row()


@given(st.data())
@examples(60)
def test_h31_a_spoiled_upload_is_taken_or_refused_and_never_a_mistake_of_the_server(data: st.DataObject) -> None:
    with tempfile.TemporaryDirectory() as folder, company(Path(folder)) as place:
        person = Person(Office(place), "li", Path(folder) / "台账.xlsx")
        for task in ("preview", "sync", "sync"):
            reply = person.sends(spoiled(data, WHOLE), task=task)
            if reply.trouble is not None:
                tells(reply.trouble.zh, reply.trouble.en)
        assert person.sends(WHOLE).trouble is None
        assert "Acme Ltd" in [name for (name,) in place.stored("customer", "name")]


def test_a_signed_workbook_is_not_written_to(office: Office, li: Person) -> None:
    signed = changed(li.path.read_bytes(), same, {"_xmlsignatures/origin.sigs": b""})
    refused(li.sends(signed), "台账.xlsx", "signed")
    assert office.stored("customer", "name") == []


def test_a_template_that_was_never_filled_is_a_workbook_like_any_other(office: Office, li: Person) -> None:
    view = office.place.server("li").view("ledger")
    blank = render_workbook(view, "en", li.book.manifest().facts())
    assert li.sends(blank).trouble is None
