"""What is served for the page, and what it may load."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path
from urllib.parse import urljoin

import msgspec
import pytest

from crossfoot_server.browser.pages import POLICY
from crossfoot_sync.engine.wire import Problem
from crossfoot_tests.files.desk import Office

ROOT = Path(__file__).parents[3]


def test_the_page_is_found_with_and_without_its_slash(office: Office) -> None:
    client = office.app().test_client()
    page = client.get("/files/")
    assert page.data == client.get("/files/files.html").data
    assert b"<title>crossfoot</title>" in page.data
    bare = client.get("/files")
    assert (bare.status_code, urljoin("https://ledger.example.com/files", bare.headers["Location"])) == (
        308,
        "https://ledger.example.com/files/",
    )


BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8"


def test_a_browser_at_the_bare_address_is_sent_on_to_the_page(office: Office) -> None:
    sent = office.app().test_client().get("/", headers={"Accept": BROWSER})
    assert (sent.status_code, urljoin("https://ledger.example.com/", sent.headers["Location"])) == (
        302,
        "https://ledger.example.com/files/",
    )


@pytest.mark.parametrize("accept", ["*/*", "application/json", "application/problem+json, text/html;q=0.5", ""])
def test_a_program_at_the_bare_address_is_told_that_nothing_lives_there(office: Office, accept: str) -> None:
    told = office.app().test_client().get("/", headers={"Accept": accept})
    problem = msgspec.json.decode(told.data, type=Problem)
    assert (told.status_code, told.mimetype, problem.code) == (404, "application/problem+json", "unknown_address")


@pytest.mark.parametrize("path", ["pane.html", "__init__.py", "..%2fpages.py", "top.fragment", "sync"])
def test_nothing_else_is_served(office: Office, path: str) -> None:
    response = office.app().test_client().get(f"/files/{path}")
    assert (response.status_code, response.mimetype) == (404, "application/problem+json")


def test_the_page_may_talk_to_its_own_server_only_and_is_shown_in_no_other(office: Office) -> None:
    policy = office.app().test_client().get("/files/").headers["Content-Security-Policy"]
    rules = dict(each.split(" ", 1) for each in policy.split("; "))
    assert policy == POLICY
    assert rules == {
        "default-src": "'none'",
        "script-src": "'self'",
        "style-src": "'self'",
        "connect-src": "'self'",
        "base-uri": "'none'",
        "form-action": "'none'",
        "frame-ancestors": "'none'",
    }


def test_nothing_of_the_page_stands_in_its_markup_that_the_policy_forbids(office: Office) -> None:
    text = office.app().test_client().get("/files/").text
    assert re.findall(r"<script(?![^>]* src=)", text) == []
    assert re.findall(r"\s(?:on\w+|style)=", text) == []
    assert re.findall(r"https?:", text) == []


def test_a_page_of_another_origin_cannot_upload(office: Office) -> None:
    client = office.app().test_client()
    asked = client.options("/api/v1/files/sync", headers={"Origin": "https://evil.example.com"})
    assert (asked.status_code, "Access-Control-Allow-Origin" in asked.headers) == (405, False)


@pytest.mark.slow
def test_the_pages_code_fits_the_types_of_browsers() -> None:
    compiler = ROOT / "node_modules" / ".bin" / "tsc"
    command = [str(compiler), "--project", str(ROOT / "tsconfig.files.json")]
    checked = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (checked.stdout, checked.returncode) == ("", 0)
