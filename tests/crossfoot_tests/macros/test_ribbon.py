from __future__ import annotations

import re

import pytest
from lxml import etree

from crossfoot_addin.commands.pressing import COMMANDS
from crossfoot_macros.excel import buttons, ribbon_xml
from crossfoot_macros.excel.building import AddinFaultError, own_modules
from crossfoot_macros.excel.ribbon import CALLBACKS, NAMESPACE, problems
from crossfoot_macros.excel.texts import read_texts
from crossfoot_tests.docs.places import ROOT

LABEL, PRESS = CALLBACKS["getLabel"], CALLBACKS["onAction"]


def faults(old: str = "", new: str = "") -> list[str]:
    xml = ribbon_xml().decode()
    assert old in xml
    return problems(xml.replace(old, new, 1).encode(), read_texts(), own_modules())


def test_the_tab_is_as_excel_wants_it() -> None:
    assert faults() == []


def test_every_button_has_its_command_and_every_command_its_button() -> None:
    assert sorted(buttons(ribbon_xml())) == sorted(COMMANDS)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('id="sync"', "", "button: id is missing."),
        ('id="refresh"', 'id="sync"', "button sync: its id is there twice."),
        ('id="sync"', 'id="1 sync"', "button 1 sync: 1 sync is no id."),
        ('keytip="S"', 'keytip="SYNC"', "button sync: keytip has 4 characters, and may have 1 to 3."),
        ('size="large"', 'size="huge"', "button sync: huge is no size."),
        ('imageMso="RefreshAll"', 'image="a" imageMso="b"', "button sync: image and imageMso exclude each other."),
        ('imageMso="RefreshAll"', 'icon="a"', "button sync: icon is not known."),
        ("<group ", "<menu ", "menu group_sync is not known."),
        ('onAction="CrossfootPress"', "", "button sync: onAction is missing."),
        ('onAction="CrossfootPress"', 'onAction="Crossfoot"', "button sync: no macro Crossfoot for onAction."),
        (
            'onAction="CrossfootPress"',
            'onAction="CrossfootLabel"',
            f"button sync: CrossfootLabel({LABEL}) is called for onAction with ({PRESS}).",
        ),
        ('id="sync"', 'id="synchronise"', "button synchronise: no text synchronise.label."),
    ],
)
def test_what_excel_would_not_show_is_found(old: str, new: str, said: str) -> None:
    xml = ribbon_xml().decode().replace(old, new, 1)
    if old == "<group ":
        xml = xml.replace("</group>", "</menu>", 1)
    assert said in problems(xml.encode(), read_texts(), own_modules())


def test_a_group_outside_a_tab_is_found() -> None:
    xml = b'<customUI xmlns="http://schemas.microsoft.com/office/2009/07/customui"><group id="a"/></customUI>'
    assert problems(xml, {}, {}) == ["customUI: group may not stand in it."]
    assert "The root is customUI." in problems(b"<customUI/>", {}, {})[0]


def test_a_text_that_excel_would_cut_is_found() -> None:
    long = read_texts() | {"sync.supertip": ("好", "x" * 1025)}
    said = ["button sync: sync.supertip is longer than 1024 characters."]
    assert problems(ribbon_xml(), long, own_modules()) == said
    assert said[0] in str(AddinFaultError(said))


def test_key_tips_differ_within_the_tab() -> None:
    tips = [part.partition('"')[0] for part in ribbon_xml().decode().split('keytip="')[1:]]
    assert len(tips) == len(set(tips)) == len(COMMANDS) + 1


def test_the_page_on_the_ribbon_tells_every_button_in_its_order() -> None:
    page = (ROOT / "docs" / "reference" / "ribbon.md").read_text("utf-8")
    root = etree.fromstring(ribbon_xml())
    texts = read_texts()
    shown = re.findall(r"^\| \*\*(.+?)\*\* \((.+?)\) \| ([A-Z]+) \|", page, re.MULTILINE)
    assert shown == [
        (*reversed(texts[f"{button.get('id')}.label"]), str(button.get("keytip")))
        for button in root.iter(f"{{{NAMESPACE}}}button")
    ]
