"""What is served for the task pane, and the manifest that tells Excel where it is."""

from __future__ import annotations

import re
import struct

import pytest
from flask.testing import FlaskClient
from lxml import etree

from crossfoot_server import web
from crossfoot_server.app import create_app
from crossfoot_server.settings import Settings
from crossfoot_server.taskpane import FILES
from crossfoot_server.taskpane.manifest import manifest
from crossfoot_server.taskpane.pages import OFFICE_PAGES, POLICY
from crossfoot_tests.thin.place import SERVER, Place

NS = {
    "o": "http://schemas.microsoft.com/office/appforoffice/1.1",
    "v": "http://schemas.microsoft.com/office/taskpaneappversionoverrides",
    "bt": "http://schemas.microsoft.com/office/officeappbasictypes/1.0",
}


@pytest.fixture
def client(place: Place) -> FlaskClient:
    return create_app(place.store, Settings(address=SERVER), place.clock).test_client()


def xpath(found: str) -> list[etree._Element]:
    """Elements of the manifest."""
    elements = etree.fromstring(manifest(SERVER).encode()).xpath(found, namespaces=NS)
    assert isinstance(elements, list)
    return [each for each in elements if isinstance(each, etree._Element)]


@pytest.mark.parametrize("path", ["nothing.mjs", "__init__.py", "..%2fpages.py", "top.fragment", "files", ""])
def test_nothing_else_is_served(client: FlaskClient, path: str) -> None:
    response = client.get(f"/taskpane/{path}")
    assert (response.status_code, response.mimetype) == (404, "application/problem+json")


def test_the_page_may_load_office_js_and_talk_to_its_own_server_only(client: FlaskClient) -> None:
    policy = client.get("/taskpane/pane.html").headers["Content-Security-Policy"]
    rules = dict(each.split(" ", 1) for each in policy.split("; "))
    assert policy == POLICY
    assert rules["default-src"] == "'none'"
    assert rules["script-src"] == "'self' https://appsforoffice.microsoft.com"
    assert rules["connect-src"] == "'self'"
    assert rules["frame-ancestors"].split(" ") == [*OFFICE_PAGES]
    assert "unsafe" not in policy


def test_other_replies_are_shown_in_no_frame_and_read_by_no_other_origin(client: FlaskClient) -> None:
    for path in ("/api/v1/me", "/health", "/taskpane/pane.mjs"):
        response = client.get(path, headers={"Origin": "https://evil.example.com"})
        assert "frame-ancestors 'none'" in response.headers["Content-Security-Policy"]
        assert response.headers["Cross-Origin-Resource-Policy"] == "same-origin"
        assert [name for name in response.headers.keys() if name.startswith("Access-Control")] == []  # noqa: SIM118
    icon = client.get("/taskpane/icon-32.png")
    assert icon.headers["Cross-Origin-Resource-Policy"] == "cross-origin"


def test_a_page_of_another_origin_cannot_send_a_grid(client: FlaskClient) -> None:
    asked = client.options("/api/v1/grids/sync", headers={"Origin": "https://evil.example.com"})
    assert (asked.status_code, "Access-Control-Allow-Origin" in asked.headers) == (405, False)
    plain = client.post("/api/v1/grids/sync", data="{}", headers={"Content-Type": "text/plain"})
    assert plain.status_code == 401


def test_nothing_of_the_page_stands_in_its_markup_that_the_policy_forbids(client: FlaskClient) -> None:
    for name in ("pane.html", "commands.html", "help.html"):
        text = client.get(f"/taskpane/{name}").text
        assert re.findall(r"<script(?![^>]* src=)", text) == []
        assert re.findall(r"\s(?:on\w+|style)=", text) == []


def test_office_js_is_loaded_from_microsoft_and_not_shipped() -> None:
    scripts = re.findall(r'src="(https:[^"]+)"', (FILES / "pane.html").read_text("utf-8"))
    assert scripts == ["https://appsforoffice.microsoft.com/lib/1/hosted/office.js"]
    assert [path.name for path in (*web.FILES.iterdir(), *FILES.iterdir()) if "office" in path.name.lower()] == []


def test_the_manifest_is_served_for_the_address_that_the_server_was_told(place: Place, client: FlaskClient) -> None:
    response = client.get("/taskpane/manifest.xml", headers={"Host": "evil.example.com"})
    assert (response.mimetype, response.text) == ("application/xml", manifest(SERVER))
    untold = create_app(place.store, Settings(), place.clock).test_client().get("/taskpane/manifest.xml")
    assert untold.status_code == 404
    assert "--address" in untold.get_json()["detail"]


def test_the_manifest_has_what_excel_needs_in_the_order_of_its_schema() -> None:
    tags = [etree.QName(each).localname for each in xpath("/o:OfficeApp/*")]
    assert tags == [
        "Id",
        "Version",
        "ProviderName",
        "DefaultLocale",
        "DisplayName",
        "Description",
        "IconUrl",
        "HighResolutionIconUrl",
        "SupportUrl",
        "AppDomains",
        "Hosts",
        "Requirements",
        "DefaultSettings",
        "Permissions",
        "VersionOverrides",
    ]
    (root,) = xpath("/o:OfficeApp")
    assert re.fullmatch(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", root.findtext("o:Id", "", NS))
    assert re.fullmatch(r"\d+\.\d+\.\d+\.\d+", root.findtext("o:Version", "", NS))
    assert root.get("{http://www.w3.org/2001/XMLSchema-instance}type") == "TaskPaneApp"


def test_every_address_of_the_manifest_is_one_of_the_server_and_is_there(client: FlaskClient) -> None:
    found = re.findall(r'DefaultValue="(http[^"]+)"', manifest(SERVER))
    assert len(found) == 10
    for each in found:
        assert each.startswith(f"{SERVER}/taskpane/")
        assert client.get(each.removeprefix(SERVER)).status_code == 200


def test_whoever_asks_for_help_finds_a_page_in_both_languages_that_needs_no_office_js(client: FlaskClient) -> None:
    (support,) = xpath("/o:OfficeApp/o:SupportUrl")
    text = client.get(str(support.get("DefaultValue")).removeprefix(SERVER)).text
    assert re.findall(r"<h2>(.*)</h2>", text) == ["窗格打不开时", "Where the pane does not open"]
    assert re.findall(r"<script", text) == []
    assert set(re.findall(r'href="([^"]*/)"', text)) == {"../files/"}


def test_every_resource_that_is_named_is_there_and_short_enough() -> None:
    named = {str(each.get("resid")) for each in xpath("//*[@resid]")}
    there = {str(each.get("id")): each for each in xpath("//v:Resources//*[@id]")}
    assert named <= there.keys()
    assert [each for each in there if len(each) > 32] == []
    for kind, most in (("ShortStrings", 125), ("LongStrings", 250)):
        for text in xpath(f"//bt:{kind}//*"):
            assert len(text.get("DefaultValue") or text.get("Value") or "") <= most
    assert len(xpath("/o:OfficeApp/o:Description")[0].get("DefaultValue") or "") <= 250


def test_everything_that_is_shown_is_said_in_chinese_too() -> None:
    for each in (*xpath("/o:OfficeApp/o:DisplayName"), *xpath("/o:OfficeApp/o:Description"), *xpath("//bt:String")):
        (override,) = each
        assert (override.get("Locale"), override.get("Value")) != ("zh-CN", each.get("DefaultValue"))


@pytest.mark.parametrize("size", [16, 32, 64, 80])
def test_icons_have_the_size_that_they_are_named_by(size: int) -> None:
    data = (FILES / f"icon-{size}.png").read_bytes()
    assert data[:8] == b"\x89PNG\r\n\x1a\n"
    assert struct.unpack(">II", data[16:24]) == (size, size)


def test_two_servers_are_two_add_ins_and_one_stays_the_same() -> None:
    ids = [re.findall(r"<Id>(.+)</Id>", manifest(each)) for each in (SERVER, SERVER, "https://other.example.com")]
    assert ids[0] == ids[1] != ids[2]
