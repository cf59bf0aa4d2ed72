"""The files of the pages: each as it is, what every page has beside its own, and all that they load."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from crossfoot_server import browser, taskpane, web
from crossfoot_server.app import create_app
from crossfoot_server.settings import Settings
from crossfoot_tests.thin.place import company

KINDS = {".html": "text/html", ".mjs": "text/javascript", ".css": "text/css", ".png": "image/png"}
PAGES = {"files": (browser.FILES, "files.html"), "taskpane": (taskpane.FILES, "pane.html")}
FRAGMENTS = sorted(path for path in web.FILES.iterdir() if path.suffix == ".fragment")
SHARED = sorted(path for path in web.FILES.iterdir() if path.suffix != ".fragment")
SERVED = [(name, path) for name, (folder, _) in PAGES.items() for path in (*SHARED, *sorted(folder.iterdir()))]

_LOADED = re.compile(r"""(?:from |import\(|<link [^>]*href=|<script [^>]*src=)"(?:\./)?([\w.]+)\"""")
_FRAGMENT = re.compile(rb"<!-- (\w+\.fragment) -->")


@dataclass(frozen=True)
class Loading:
    """A file of a page, and one that it loads."""

    page: str
    name: str
    loads: str


@pytest.fixture
def client(tmp_path: Path) -> Iterator[FlaskClient]:
    with company(tmp_path) as place:
        yield create_app(place.store, Settings(), place.clock).test_client()


@pytest.mark.parametrize(("page", "path"), [pytest.param(*each, id=f"{each[0]}-{each[1].name}") for each in SERVED])
def test_every_file_is_served_as_what_it_is_to_whoever_asks(client: FlaskClient, page: str, path: Path) -> None:
    response = client.get(f"/{page}/{path.name}")
    expected = _FRAGMENT.sub(lambda named: (web.FILES / named[1].decode()).read_bytes(), path.read_bytes())
    assert (response.status_code, response.mimetype) == (200, KINDS[path.suffix])
    assert response.data == expected
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    again = client.get(f"/{page}/{path.name}", headers={"If-None-Match": response.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")


@pytest.mark.parametrize("page", PAGES)
def test_everything_that_a_page_loads_is_served_beside_it(client: FlaskClient, page: str) -> None:
    loaded = [
        Loading(page, path.name, name)
        for where, path in SERVED
        if where == page and path.suffix in {".html", ".mjs"}
        for name in _LOADED.findall(client.get(f"/{page}/{path.name}").text)
    ]
    assert {"page.css", "words.mjs", "keeping.mjs", "server.mjs"} <= {each.loads for each in loaded}
    assert [each for each in loaded if client.get(f"/{page}/{each.loads}").status_code != 200] == []


@pytest.mark.parametrize("page", PAGES)
def test_a_page_has_each_fragment_once_and_no_element_twice(client: FlaskClient, page: str) -> None:
    text = client.get(f"/{page}/{PAGES[page][1]}").data
    assert [text.count(path.read_bytes()) for path in FRAGMENTS] == [1] * len(FRAGMENTS)
    ids = re.findall(rb' id="([\w-]+)"', text)
    assert sorted(set(ids)) == sorted(ids)


@pytest.mark.parametrize("page", PAGES)
def test_no_file_of_a_page_hides_one_that_every_page_has(page: str) -> None:
    assert {path.name for path in PAGES[page][0].iterdir()} & {path.name for path in web.FILES.iterdir()} == set()
