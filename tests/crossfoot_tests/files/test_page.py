"""The page in Chromium, against a real server: somebody with a spreadsheet program and no Python."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from crossfoot_server.accounts import list_tokens, revoke_token
from crossfoot_server.settings import Settings
from crossfoot_sync.client.http import HttpTransport
from crossfoot_sync.client.server import Server
from crossfoot_templates.layout import TICK
from crossfoot_tests.end_to_end.world import Workbook
from crossfoot_tests.files.desk import Office
from crossfoot_tests.server.live import serving
from crossfoot_tests.thin.browser import Browser, Shown

pytestmark = pytest.mark.slow


@dataclass
class Page(Shown):
    """The page, open in a browser, and the folder that files are saved in."""

    office: Office
    folder: Path

    def open(self, language: str = "en-US") -> Page:
        """Open it, anew where it was open."""
        self.browser.does("open", url=f"{self.url}/files/", language=language)
        return self

    def signs_in(self, login: str = "li", *, label: str = "Token", button: str = "Sign in") -> Page:
        """Paste a token."""
        self.browser.does("type", label=label, text=self.office.place.token(login))
        self.press(button)
        self.sees("#upload", "")
        return self

    def saves(self, path: Path) -> str:
        """Keep the file that the browser saves at ``path``; the name that the browser gave it."""
        name: str = self.browser.does("saved", path=str(path))
        return name

    def new_book(self, name: str = "Ledger.xlsx") -> Workbook:
        """A new workbook, saved."""
        path = self.folder / name
        self.press("New: Ledger")
        self.sees("#status", "Done.")
        assert self.saves(path) == "Ledger.xlsx"
        return Workbook(path, Server(HttpTransport(self.url), ""), self.office.place.clock, "li")

    def uploads(self, book: Workbook, button: str = "Upload and sync", label: str = "Workbook (.xlsx)") -> None:
        """Choose the file and press a button."""
        self.browser.does("choose", label=label, path=str(book.path))
        self.press(button)


@pytest.fixture
def page(office: Office, browser: Browser, tmp_path: Path) -> Iterator[Page]:
    place = office.place
    with serving(place.store, Settings(threads=4), place.clock) as live:
        yield Page(browser, live.url, Office(replace(place, address=live.url)), tmp_path)
        wrong = [each for each in browser.does("heard") if "Content Security Policy" in each or "TypeError" in each]
        assert wrong == []


def test_a_new_book_is_saved_worked_in_uploaded_and_saved_again(page: Page) -> None:
    page.open().signs_in()
    book = page.new_book("客户 跟进（华东）.xlsx")
    book.add("customer", code="*1", name="Acme Ltd")
    book.add("customer", code="*2", name="Acme Ltd")
    page.uploads(book)
    page.sees("#status", "Done.")
    assert page.reads("#heading") == ["What came of 客户 跟进（华东）.xlsx"]
    assert page.saves(book.path) == "客户 跟进（华东）.xlsx"
    assert page.reads("#save") == ["Save 客户 跟进（华东）.xlsx"]
    assert page.reads("#about-given") == ["Go on in this file; the one that you uploaded may be deleted."]
    assert page.runs("document.getElementById('file').files.length") == 0
    assert page.reads("#said li")[0] == "Customers: sent 2, taken 1, not taken 1, 2 rows (✓1 ✗1)"
    assert page.reads("#rows-body tr:first-child > *")[:3] == ["✗", "Customers, row 5", "*2"]
    assert book.rows("customer", TICK, "code") == [("✓", "KH-001"), ("✗", "*2")]
    assert page.office.stored("customer", "name") == [("Acme Ltd",)]


def test_a_new_book_is_no_reason_to_delete_another(page: Page) -> None:
    page.open().signs_in()
    page.new_book()
    assert page.reads("#about-given") == [
        "This is a new workbook. Those that you have stay as they are; what is not uploaded yet in them is still to be."
    ]


def test_a_preview_saves_nothing_and_changes_nothing(page: Page) -> None:
    page.open().signs_in()
    book = page.new_book()
    book.add("customer", code="*1", name="Acme Ltd")
    page.uploads(book, "Preview")
    page.sees("#heading", "Preview of Ledger.xlsx")
    page.sees("#said", "Customers: sent 1, taken 1")
    assert page.runs("document.getElementById('given').hidden") is True
    assert page.runs("document.getElementById('file').files.length") == 1
    assert page.office.stored("customer", "name") == []


@pytest.mark.parametrize("answers", [False, True])
def test_a_lost_request_or_answer_is_sent_again_and_taken_once(page: Page, answers: bool) -> None:
    page.open().signs_in()
    book = page.new_book()
    book.add("customer", code="*1", name="Acme Ltd")
    page.browser.does("lose", times=2, answers=answers)
    page.uploads(book)
    page.sees("#status", "Done. Workbook and store agree.")
    page.saves(book.path)
    assert book.rows("customer", TICK, "code") == [("✓", "KH-001")]
    assert page.office.stored("customer", "code") == [("KH-001",)]


def test_a_page_that_was_left_is_opened_again_and_the_old_file_uploaded(page: Page) -> None:
    page.open().signs_in()
    book = page.new_book()
    book.add("customer", code="*1", name="Acme Ltd")
    page.uploads(book)
    page.sees("#status", "Done.")
    page.open().signs_in()
    page.uploads(book)
    page.sees("#said", "This file was uploaded before. What it sent then counts once")
    page.saves(book.path)
    assert book.rows("customer", TICK, "code") == [("✓", "KH-001")]
    assert page.office.stored("customer", "code") == [("KH-001",)]


def test_a_file_that_is_none_of_ours_is_told_by_name(page: Page, tmp_path: Path) -> None:
    page.open().signs_in()
    book = page.new_book()
    book.path = tmp_path / "清单.xlsx"
    book.path.write_bytes(b"1,2,3")
    page.uploads(book)
    page.sees(
        "#trouble", "清单.xlsx: it is not an .xlsx workbook; open it in a spreadsheet program and save it as .xlsx."
    )
    page.press("Preview")
    page.sees("#trouble", "清单.xlsx: it is not an .xlsx workbook")


def test_much_that_is_gone_is_asked_about(page: Page) -> None:
    page.open().signs_in()
    book = page.new_book()
    for number in range(30):
        book.add("customer", code=f"*{number}", name=f"Customer {number}")
    page.uploads(book)
    page.sees("#status", "Done.")
    page.saves(book.path)
    for _ in range(25):
        book.hands.remove("customer", 0)
    page.uploads(book)
    page.sees("#trouble", "Nothing was sent")
    page.press("It is meant, go on")
    page.sees("#status", "Done.")


def test_a_token_lasts_as_long_as_the_tab(page: Page) -> None:
    page.open()
    page.browser.does("type", label="Token", text="not a token")
    page.press("Sign in")
    page.sees("#trouble", "does not accept this token")
    page.signs_in()
    assert page.runs("[sessionStorage.length, localStorage.length, document.cookie]") == [1, 0, ""]
    page.runs("location.reload()")
    page.sees("#status", "Signed in as 李娜")
    for entry in list_tokens(page.office.place.store, "li"):
        revoke_token(page.office.place.store, entry.id, page.office.place.clock())
    page.press("New: Ledger")
    page.sees("#trouble", "Your sign-in was taken back")
    page.sees("#sign-in", "Sign in")
    assert page.runs("sessionStorage.length") == 0
    page.signs_in()
    page.press("Sign out")
    page.sees("#status", "Signed out.")
    assert page.runs("sessionStorage.length") == 0


def test_somebody_who_is_signed_in_elsewhere_lets_the_page_in_by_its_code(page: Page) -> None:
    page.open()
    page.press("Get a code instead")
    page.sees("#code", "Code ")
    [said] = page.reads("#code")
    Server(HttpTransport(page.url), page.office.place.token("li")).let_in(said[5:14])
    page.sees("#status", "Signed in as 李娜")
    assert page.reads("#books button") == ["New: Ledger", "New: Billing"]


def test_the_page_speaks_chinese_where_the_browser_does(page: Page) -> None:
    page.open("zh-CN").signs_in(label="令牌", button="登录")
    assert page.runs("[document.documentElement.lang, document.title]") == ["zh-CN", "crossfoot 工作簿"]
    page.press("新建：台账")
    page.sees("#status", "完成。 工作簿与服务器一致。")
    path = page.folder / "新.xlsx"
    assert page.saves(path) == "台账.xlsx"
    book = Workbook(path, Server(HttpTransport(page.url), ""), page.office.place.clock, "li")
    assert book.manifest().language == "zh"
    page.uploads(book, "上传并同步", "工作簿（.xlsx）")
    page.sees("#heading", "新.xlsx 的同步结果")


def test_what_the_server_refuses_is_said_in_chinese_where_the_browser_speaks_it(page: Page) -> None:
    page.open("zh-CN").signs_in(label="令牌", button="登录")
    page.sees("#books", "台账")
    page.office.place.takes_grants("li")
    page.press("新建：台账")
    page.sees("#trouble", "li 没有业务簿“ledger”的权限；请向维护组织文件的人申请。")


def test_it_is_all_done_with_the_keyboard_and_told_to_a_screen_reader(page: Page) -> None:
    page.open()
    page.runs("document.getElementById('token').focus()")
    page.browser.does("type", label="Token", text=page.office.place.token("li"))
    page.browser.does("key", key="Enter")
    page.sees("#status", "Signed in as 李娜")
    assert page.runs("document.activeElement.id") == "file"
    for _ in range(2):
        page.browser.does("key", key="Tab")
    page.browser.does("key", key="Enter")
    page.sees("#trouble", "Choose a workbook first.")
    assert page.runs("document.activeElement.id") == "file"
    book = page.new_book()
    assert page.runs("document.activeElement.id") == "heading"
    book.add("customer", code="*1", name="Acme Ltd")
    page.uploads(book)
    page.sees("#heading", "What came of Ledger.xlsx")
    tree = page.browser.does("tree")
    for told in (
        "- status: Done. Workbook and store agree.",
        '- form "Upload a workbook"',
        '- textbox "Why you made these changes (may be left blank)"',
        '- region "What came of Ledger.xlsx"',
        '- table "Rows with a remark"',
        '- columnheader "Mark"',
        '- rowheader "KH-001"',
        '- combobox "Language of the workbook"',
    ):
        assert told in tree
