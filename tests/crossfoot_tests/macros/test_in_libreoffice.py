from __future__ import annotations

from collections.abc import Iterator

import pytest
import xlwings as xw

from crossfoot_addin.libreoffice import libreoffice
from crossfoot_macros.excel import buttons, ribbon_xml
from crossfoot_macros.excel.texts import read_texts
from crossfoot_tests.macros.recorded import open_addin, python_of

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Iterator[xw.Book]:
    with libreoffice(macros=True) as app:
        yield open_addin(app, tmp_path_factory.mktemp("addin"))


@pytest.mark.parametrize("button", buttons(ribbon_xml()))
def test_each_button_tells_python_its_command(opened: xw.Book, button: str) -> None:
    assert python_of(opened, button) == f"import crossfoot_addin.commands; crossfoot_addin.commands.{button}()"


def test_the_texts_are_found(opened: xw.Book) -> None:
    text = opened.macro("CrossfootTexts.CrossfootText")
    assert [text("sync.label"), text("nothing")] == [read_texts()["sync.label"][1], "nothing"]


def test_what_failed_is_told_by_its_last_line(opened: xw.Book) -> None:
    said = opened.macro("CrossfootPython.CrossfootWhatFailed")("Traceback\nKeyError: 'a'\n")
    assert said == read_texts()["failed"][1].replace("{said}", "KeyError: 'a'")
