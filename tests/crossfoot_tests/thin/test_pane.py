"""The task pane in Chromium, beside a workbook in a mock of Excel, against a real server."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from crossfoot_server.accounts import list_tokens, revoke_token
from crossfoot_server.settings import Settings
from crossfoot_server.thin import sessions
from crossfoot_sync.client.http import HttpTransport
from crossfoot_sync.client.server import Server
from crossfoot_templates.layout import FIRST_ROW, MANIFEST_SHEET, TICK
from crossfoot_tests.server.live import serving
from crossfoot_tests.thin.browser import Browser, Page
from crossfoot_tests.thin.place import Place, shows
from crossfoot_tests.thin.workbooks import CellFacts, Facts, SheetFacts, from_file

pytestmark = pytest.mark.slow


@pytest.fixture
def served(place: Place) -> Iterator[Place]:
    """The company, served on a socket."""
    with serving(place.store, Settings(threads=4), place.clock) as live:
        yield replace(place, address=live.url)


def with_customer(place: Place) -> Facts:
    """A workbook of 李娜 in which she typed a customer."""
    facts = place.workbook("li")
    with facts.hands() as sheet:
        sheet.append(code="*1", name="Acme Ltd")
    return facts


@pytest.fixture
def page(served: Place, browser: Browser) -> Page:
    """李娜's workbook with a customer in step, the pane open and signed in."""
    opened = Page(browser, served.address, with_customer(served)).open().signs_in(served.token("li"))
    opened.does("Sync")
    return opened


def test_a_pane_that_cannot_have_office_js_says_so_in_both_languages(served: Place, browser: Browser) -> None:
    page = Page(browser, served.address, served.workbook("li")).open(blocked=True)
    page.sees("#trouble[role=alert]", "could not get office.js from https://appsforoffice.microsoft.com")
    page.sees("#trouble[role=alert]", f"请用浏览器打开 {served.address}/files/ 上传工作簿")
    assert page.runs("document.activeElement.id") == "trouble"


def types(page: Page, column: str, value: str, row: int = FIRST_ROW) -> None:
    """Type into a cell of the customers."""
    facts = page.saved()
    with facts.hands() as sheet:
        sheet.set(row, column, value)
    page.edits(facts)


def grace_renames(place: Place, name: str) -> None:
    """Grace changes the name of the customer in a workbook of her own."""
    pane = place.pane("grace")
    pane.does("sync")
    with pane.facts.hands() as sheet:
        sheet.set(FIRST_ROW, "name", name)
    pane.does("sync")


def test_a_token_opens_the_pane_and_stays_on_the_device(served: Place, browser: Browser) -> None:
    page = Page(browser, served.address, served.workbook("li")).open()
    browser.does("type", label="Token", text="not a token")
    page.press("Sign in")
    page.sees("#trouble", "does not accept this token")
    token = served.token("li")
    page.signs_in(token)
    assert page.reads("#status") == ["Signed in as 李娜"]
    assert page.runs("({ ...localStorage })") == {"partition-of-a-test.crossfoot.token": token}
    assert token not in page.runs("JSON.stringify(window.__host.facts)")
    page.open()
    assert page.reads("#work button")[0] == "Sync"
    page.press("Sign out")
    assert page.runs("localStorage.length") == 0
    page.sees("#sign-in", "Sign in")


def test_somebody_who_is_signed_in_elsewhere_lets_the_pane_in_by_its_code(served: Place, browser: Browser) -> None:
    page = Page(browser, served.address, served.workbook("li")).open()
    page.press("Get a code instead")
    page.sees("#code", "Code ")
    [said] = page.reads("#code")
    Server(HttpTransport(served.address), served.token("li")).let_in(said[5:14])
    page.sees("#status", "Signed in as 李娜")
    assert page.reads("#work button")[0] == "Sync"
    page.does("Sync")


def test_a_sign_in_that_was_taken_back_is_told_as_that(served: Place, page: Page) -> None:
    for entry in list_tokens(served.store, "li"):
        revoke_token(served.store, entry.id, served.clock())
    page.press("Sync")
    page.sees("#trouble", "Your sign-in was taken back")
    page.sees("#sign-in", "Sign in")


def test_a_sync_sends_what_was_typed_and_says_so(served: Place, page: Page) -> None:
    assert served.stored("customer", "code", "name") == [("KH-001", "Acme Ltd")]
    assert shows(page.saved(), "customer", TICK, "code", "name") == [("✓", "KH-001", "Acme Ltd")]
    types(page, "name", "Acme Limited")
    said = page.does("Sync")
    assert said[0] == "Customers: sent 1, taken 1, 1 row (✓1)"
    assert page.reads("#status") == ["Done. Sheets and store agree."]
    assert served.stored("customer", "name") == [("Acme Limited",)]


def test_a_preview_changes_nothing(served: Place, page: Page) -> None:
    types(page, "name", "Acme Limited")
    before = page.runs("JSON.stringify(window.__host.facts)")
    assert "KH-001 · Name: Acme Ltd → Acme Limited" in page.does("Preview")
    assert page.runs("JSON.stringify(window.__host.facts)") == before
    assert served.stored("customer", "name") == [("Acme Ltd",)]


@pytest.mark.parametrize(("button", "kept"), [("Keep mine", "Acme, Inc."), ("Take theirs", "Acme Limited")])
def test_a_conflict_is_listed_gone_to_and_settled(served: Place, page: Page, button: str, kept: str) -> None:
    grace_renames(served, "Acme Limited")
    types(page, "name", "Acme, Inc.")
    page.does("Sync")
    page.does("Problems")
    assert page.reads("#rows button") == ["⚠ KH-001"]
    page.press(f"Go to Customers, row {FIRST_ROW}: ⚠ KH-001")
    selected = {"sheet": "Customers", "areas": [{"row": FIRST_ROW - 1, "column": 0, "rows": 1, "columns": 1}]}
    page.browser.does("run", code="new Promise((done) => setTimeout(done))")
    assert page.runs("window.__host.selection") == selected
    page.does(button)
    assert shows(page.saved(), "customer", TICK, "name") == [("✓", kept)]
    assert served.stored("customer", "name") == [(kept,)]


def test_rows_that_a_filter_hides_are_not_decided(served: Place, page: Page) -> None:
    types(page, "name", "Bolt Co", FIRST_ROW + 1)
    types(page, "name", "Cable AG", FIRST_ROW + 2)
    page.does("Sync")
    pane = served.pane("grace")
    pane.does("sync")
    for facts in (pane.facts, page.saved()):
        with facts.hands() as sheet:
            for at in range(3):
                sheet.set(FIRST_ROW + at, "name", f"{'Theirs' if facts is pane.facts else 'Mine'} {at}")
    pane.does("sync")
    page.edits(page.facts)
    page.does("Sync")
    page.runs("window.__host.sheet('Customers').hidden = [4]; 0")
    area = {"row": 0, "column": 0, "rows": 1_000_000, "columns": 1}
    page.runs(f"window.__host.selection = {{ sheet: 'Customers', areas: [{area}] }}; 0")
    page.does("Keep mine")
    assert shows(page.saved(), "customer", TICK, "name") == [("✓", "Mine 0"), ("⚠", "Mine 1"), ("✓", "Mine 2")]


def test_the_history_of_a_cell_is_listed(served: Place, page: Page) -> None:
    grace_renames(served, "Acme Limited")
    columns = [each.name for each in page.facts.grid.sheets["customer"].columns]
    area = {"row": FIRST_ROW - 1, "column": columns.index("name"), "rows": 1, "columns": 1}
    page.runs(f"window.__host.selection = {{ sheet: 'Customers', areas: [{area}] }}; 0")
    assert page.does("History of the cell") == ["Name"]
    told = page.reads("#rows p")
    assert told == ["Name: Acme Ltd → Acme Limited", "Name: (blank) → Acme Ltd"]


def test_undo_asks_first(served: Place, page: Page) -> None:
    types(page, "name", "Acme Limited")
    page.does("Sync")
    page.press("Undo the last sync")
    page.sees("#trouble", "takes back what the last sync")
    assert served.stored("customer", "name") == [("Acme Limited",)]
    page.browser.does("key", key="Enter")  # its button has the focus
    page.sees("#status", "Done.")
    assert served.stored("customer", "name") == [("Acme Ltd",)]
    assert shows(page.saved(), "customer", "name") == [("Acme Ltd",)]


def test_the_pane_speaks_chinese_where_office_does(served: Place, browser: Browser) -> None:
    page = Page(browser, served.address, served.workbook("li", "zh")).open("zh-CN")
    assert page.reads("#sign-in button") == ["登录", "获取登录码"]
    assert page.runs("[document.documentElement.lang, document.title]") == ["zh-CN", "crossfoot 同步"]
    browser.does("type", label="令牌", text=served.token("li"))
    page.press("登录")
    page.sees("#status", "已登录：李娜")
    page.press("同步")
    page.sees("#status", "完成。 本表与服务器一致。")
    assert page.reads("#said li")[0] == "客户：0 行"


def test_what_the_server_refuses_is_said_in_chinese_where_office_speaks_it(
    served: Place, browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = Page(browser, served.address, served.workbook("li", "zh")).open("zh-CN")
    browser.does("type", label="令牌", text=served.token("li"))
    page.press("登录")
    page.sees("#status", "已登录：李娜")
    monkeypatch.setattr(sessions, "MOST_BYTES", 100)
    page.press("同步")
    page.sees("#trouble", "此次会话给出的内容超过 100 字节。请用命令行同步此工作簿，或减少行数。")
    said_by_an_older_server = "new Refused(403, { detail: 'No grant.' }).message"
    assert page.runs(f"import('./server.mjs').then(({{ Refused }}) => {said_by_an_older_server})") == "No grant."


def test_much_at_once_is_asked_about_and_goes_out_where_it_is_meant(served: Place, page: Page) -> None:
    facts = page.saved()
    with facts.hands() as sheet:
        for number in range(30):
            sheet.append(code=f"*{number}", name=f"Customer {number}")
    page.edits(facts)
    page.does("Sync")
    facts = page.saved()
    with facts.hands() as sheet:
        sheet.delete_rows(range(FIRST_ROW, FIRST_ROW + 25))
    page.edits(facts)
    page.press("Sync")
    page.sees("#trouble", "Nothing was sent")
    page.press("It is meant, go on")
    page.sees("#status", "Done.")


def test_a_workbook_of_another_server_is_not_sent_here(served: Place, browser: Browser) -> None:
    facts = served.workbook("li")
    manifest = facts.sheet(MANIFEST_SHEET)
    row = next(row for row in range(40) if manifest.cell(row, 0).value == "server")
    manifest.put(row, 1, CellFacts("https://other.example.com"))
    page = Page(browser, served.address, facts).open().signs_in(served.token("li"))
    page.press("Sync")
    page.sees("#trouble", "belongs to https://other.example.com")


def test_a_workbook_that_is_none_of_ours_is_told(served: Place, browser: Browser) -> None:
    facts = served.workbook("li")
    facts.sheets = [each for each in facts.sheets if each.name != MANIFEST_SHEET]
    page = Page(browser, served.address, facts).open().signs_in(served.token("li"))
    page.press("Sync")
    page.sees("#trouble", "not a crossfoot workbook")


def test_a_new_workbook_is_made_where_the_open_one_is_none_of_ours(served: Place, browser: Browser) -> None:
    page = Page(browser, served.address, Facts("Book1", [SheetFacts("Sheet1")])).open().signs_in(served.token("li"))
    page.press("Sync")
    page.sees("#new", "Ledger")
    page.press("Ledger")
    page.sees("#status", "opens in a window of its own")
    made = served.folder / "made.xlsx"
    made.write_bytes(base64.b64decode(page.runs("window.__host.created")))
    page.facts = from_file(made)
    with page.facts.hands() as sheet:
        sheet.append(code="*1", name="Acme Ltd")
    page.open().does("Sync")
    assert served.stored("customer", "code", "name") == [("KH-001", "Acme Ltd")]


def test_a_cell_that_is_being_typed_in_is_waited_for(served: Place, browser: Browser) -> None:
    page = Page(browser, served.address, with_customer(served), {"typing": 2}).open().signs_in(served.token("li"))
    page.press("Sync")
    page.sees("#status", "Finish the cell that you are typing in.")
    page.sees("#status", "Done.")
    assert served.stored("customer", "name") == [("Acme Ltd",)]


@pytest.mark.parametrize("answers", [False, True], ids=["requests", "answers"])
def test_what_is_lost_on_the_way_is_sent_again_and_taken_once(served: Place, page: Page, answers: bool) -> None:
    types(page, "name", "Acme Limited")
    page.browser.does("lose", times=3, answers=answers)
    page.does("Sync")
    assert served.stored("customer", "name") == [("Acme Limited",)]
    assert len(served.server("li").batches("ledger", 10).batches) == 2


def test_a_session_in_another_window_is_told_and_taken_over(served: Place, page: Page) -> None:
    page.runs(
        "import('./server.mjs').then(({ ask }) => ask('api/v1/grids/sync', localStorage.getItem("
        "'partition-of-a-test.crossfoot.token'), { session: 'a-session-in-another-window', begin: "
        f"{{ task: 'sync', workbook: '{served.pane('li', page.saved()).workbook}' }} }}, () => {{}})).then(() => 0)"
    )
    page.press("Sync")
    page.sees("#trouble", "Another window is syncing this workbook")
    page.press("Take over in this window")
    page.sees("#status", "Done.")


def test_what_excel_refuses_is_told_and_can_be_tried_again(served: Place, browser: Browser) -> None:
    page = Page(browser, served.address, with_customer(served), {"refuses": "AccessDenied"})
    page.open().signs_in(served.token("li"))
    page.press("Sync")
    page.sees("#trouble", "AccessDenied")
    page.does("Sync")
    assert served.stored("customer", "name") == [("Acme Ltd",)]


def test_a_pane_that_is_closed_at_any_call_of_excel_leaves_nothing_undone(served: Place, browser: Browser) -> None:
    page = Page(browser, served.address, with_customer(served)).open().signs_in(served.token("li"))
    page.does("Sync")
    for moment in (2, 5, 9, 12, 13, 14, 16, 18, 22):
        types(page, "name", f"Acme {moment}")
        with (facts := page.saved()).hands() as sheet:
            sheet.append(code=f"*{moment}", name=f"New {moment}")
        kept: list[Facts] = []

        def act(now: Facts, sync: int, moment: int = moment, kept: list[Facts] = kept) -> None:
            if sync >= moment and not kept:
                kept.append(now)
                raise ClosedError

        page.facts = facts
        page.open(act=act)
        try:
            page.does("Sync")
            page.saved()
        except ClosedError:
            browser.act = None
            browser.does("close")
            page.facts = kept[0]
        page.open()
        page.press("Sync")
        page.sees("body[aria-busy='false']", "")
        if page.reads("#trouble-way") == ["Take over in this window"]:
            page.does("Take over in this window")
        page.does("Sync")
        stored = dict(served.stored("customer", "code", "name"))
        assert stored["KH-001"] == f"Acme {moment}"
        assert sorted(stored.values()).count(f"New {moment}") == 1
        assert {str(code): name for code, name in shows(page.saved(), "customer", "code", "name")} == stored


class ClosedError(Exception):
    """Somebody closes the pane."""


def test_what_a_person_types_between_any_two_calls_is_kept(served: Place, browser: Browser) -> None:
    page = Page(browser, served.address, with_customer(served)).open().signs_in(served.token("li"))
    page.does("Sync")
    grace_renames(served, "Acme Limited")
    typed: list[str] = []

    def act(now: Facts, sync: int) -> None:
        if sync % 3 == 0 and len(typed) < 8:
            typed.append(f"note {sync}")
            with now.hands() as sheet:
                sheet.set(FIRST_ROW, "notes", typed[-1])

    page.facts = page.saved()
    page.open(act=act)
    page.does("Sync")
    assert shows(page.saved(), "customer", "notes") == [(typed[-1],)]
    page.open()
    page.does("Sync")
    assert served.stored("customer", "name", "notes") == [("Acme Limited", typed[-1])]
    assert shows(page.saved(), "customer", TICK, "name", "notes") == [("✓", "Acme Limited", typed[-1])]


def test_nothing_is_kept_from_the_page_by_its_own_policy(page: Page) -> None:
    page.does("Problems")
    assert page.browser.does("heard") == []


# For people who use a keyboard or a screen reader


def test_everything_has_a_role_and_a_name(page: Page) -> None:
    assert page.browser.does("tree").splitlines() == [
        "- main:",
        '  - heading "crossfoot" [level=1]',
        "  - status: Done. Sheets and store agree.",
        '  - group "What to do":',
        '    - button "Sync"',
        '    - button "Preview"',
        '    - button "Problems"',
        '  - group "For what is selected":',
        '    - heading "For what is selected" [level=2]',
        '    - button "Keep mine"',
        '    - button "Take theirs"',
        '    - button "History of the cell"',
        '  - region "Sync":',
        '    - heading "Sync" [level=2]',
        "    - list:",
        '      - listitem: "Customers: sent 1, taken 1, 1 row (✓1)"',
        '      - listitem: "Invoices: 0 rows"',
        '      - listitem: "Visits: 0 rows"',
        '      - listitem: "Control totals agree: the sheets have the rows and the money of the store."',
        "    - list:",
        "      - listitem:",
        f"        - 'button \"Go to Customers, row {FIRST_ROW}: ✓ KH-001\"': ✓ KH-001",
        "        - paragraph: It was given the number KH-001.",
        '  - button "Undo the last sync"',
        '  - button "Sign out"',
    ]


def test_the_tab_key_goes_from_button_to_button_in_the_order_in_which_they_stand(page: Page) -> None:
    page.runs("document.body.tabIndex = -1; document.body.focus(); 0")
    order = []
    for _ in range(6):
        page.browser.does("key", key="Tab")
        order.append(page.runs("document.activeElement.textContent"))
    assert order == ["Sync", "Preview", "Problems", "Keep mine", "Take theirs", "History of the cell"]
    outline = page.runs("getComputedStyle(document.activeElement).outlineWidth")
    assert outline == "3px"


def test_the_pane_works_from_the_keyboard_alone_and_the_focus_stays_where_it_was(served: Place, page: Page) -> None:
    types(page, "name", "Acme Limited")
    page.runs("document.getElementById('sync').focus(); 0")
    page.browser.does("key", key="Enter")
    page.sees("#said", "sent 1")
    assert page.runs("document.activeElement.id") == "sync"
    assert served.stored("customer", "name") == [("Acme Limited",)]


def test_trouble_is_an_alert_that_has_the_focus(page: Page) -> None:
    page.runs("window.__host.facts.sheets = window.__host.facts.sheets.filter((each) => each.name[0] !== '_'); 0")
    page.press("Sync")
    page.sees("#trouble", "not a crossfoot workbook")
    assert page.runs("[document.activeElement.id, document.activeElement.getAttribute('role')]") == ["trouble", "alert"]


CONTRAST = """
[...document.querySelectorAll("button, p, li, h1, h2, label, input")].map((each) => {
  const light = (colour) => {
    const [r, g, b] = colour.match(/[\\d.]+/g).map(Number).slice(0, 3).map((part) => {
      const share = part / 255;
      return share <= 0.03928 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  let behind = each;
  while (behind && /rgba\\(.*, 0\\)|transparent/.test(getComputedStyle(behind).backgroundColor)) {
    behind = behind.parentElement;
  }
  const back = behind ? getComputedStyle(behind).backgroundColor : "rgb(255, 255, 255)";
  const [one, other] = [light(getComputedStyle(each).color), light(back)].sort((a, b) => b - a);
  return [each.id || each.textContent, (one + 0.05) / (other + 0.05)];
})
"""


def test_every_text_stands_out_from_what_is_behind_it(page: Page) -> None:
    page.press("Undo the last sync")
    found: list[tuple[str, Any]] = page.runs(CONTRAST)
    assert len(found) > 15
    assert [name for name, ratio in found if ratio < 4.5] == []


def test_every_word_is_there_in_both_languages(page: Page) -> None:
    words = page.runs("import('./words.mjs').then(({ ALL }) => ALL)")
    assert [name for name, (zh, en) in words.items() if not zh or not en or zh == en] == []
