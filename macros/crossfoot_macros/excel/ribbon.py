"""The tab in the ribbon, held against Excel's rules: Excel shows a tab that breaks one of them not at all.

The rules are those of the schema of ``customUI`` of 2009 (MS-CUSTOMUI2), as far as our tab uses it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib.resources import files
from typing import Final

from lxml import etree

from crossfoot_macros.excel.texts import Texts

NAMESPACE: Final = "http://schemas.microsoft.com/office/2009/07/customui"

_LABELLED = {"label", "getLabel", "keytip", "getKeytip"}
_TIPS = {"screentip", "getScreentip", "supertip", "getSupertip"}
_PLACED = {"insertAfterMso", "insertBeforeMso"}


@dataclass(frozen=True)
class Element:
    """What may stand in an element of the tab, and what must: attributes, and the elements within."""

    attributes: frozenset[str] = frozenset()
    required: frozenset[str] = frozenset()
    within: frozenset[str] = frozenset()


ELEMENTS: Final[Mapping[str, Element]] = {
    "customUI": Element(frozenset({"onLoad"}), within=frozenset({"ribbon"})),
    "ribbon": Element(within=frozenset({"tabs"})),
    "tabs": Element(within=frozenset({"tab"})),
    "tab": Element(frozenset({"id"} | _LABELLED | _PLACED), frozenset({"id"}), frozenset({"group"})),
    "group": Element(frozenset({"id"} | _LABELLED), frozenset({"id"}), frozenset({"button", "separator"})),
    "separator": Element(frozenset({"id"}), frozenset({"id"})),
    "button": Element(
        frozenset({"id", "size", "imageMso", "image", "onAction"} | _LABELLED | _TIPS), frozenset({"id", "onAction"})
    ),
}

EITHER: Final = (
    ("label", "getLabel"),
    ("keytip", "getKeytip"),
    ("screentip", "getScreentip"),
    ("supertip", "getSupertip"),
    ("image", "imageMso"),
    ("insertAfterMso", "insertBeforeMso"),
)
"""Attributes of which an element may have one."""

CALLBACKS: Final[Mapping[str, str]] = {
    "onAction": "control As IRibbonControl",
    "getLabel": "control As IRibbonControl, ByRef returned",
    "getScreentip": "control As IRibbonControl, ByRef returned",
    "getSupertip": "control As IRibbonControl, ByRef returned",
}
"""What Excel calls a macro with, by the attribute that names it."""

TEXT_OF: Final[Mapping[str, str]] = {"getLabel": "label", "getScreentip": "screentip", "getSupertip": "supertip"}
"""The text that each of these callbacks looks up."""

_ID = re.compile(r"[A-Za-z_][\w.-]*", re.ASCII)
_SUB = re.compile(r"^Public Sub (\w+)\(([^)]*)\)", re.MULTILINE)
_KEYTIP, _LONGEST = 3, 1024


def ribbon_xml() -> bytes:
    """The tab, as it goes into the add-in."""
    return files("crossfoot_macros.excel").joinpath("ribbon.xml").read_bytes()


def buttons(xml: bytes) -> list[str]:
    """The ids of the buttons, in their order: each is the name of a command."""
    return [str(each.get("id")) for each in etree.fromstring(xml).iter(f"{{{NAMESPACE}}}button")]


def problems(xml: bytes, texts: Texts, modules: Mapping[str, str]) -> list[str]:
    """What Excel would refuse, or would find missing when somebody presses a button; empty where all is well.

    ``modules`` are the sources of the macros by name.
    """
    root = etree.fromstring(xml)
    macros = {name: given for source in modules.values() for name, given in _SUB.findall(source)}
    found = [] if root.tag == f"{{{NAMESPACE}}}customUI" else [f"The root is {root.tag}."]
    seen: set[str] = set()
    for element in root.iter(etree.Element):
        name = etree.QName(element).localname
        place = f"{name} {element.get('id', '')}".strip()
        if name not in ELEMENTS:
            found.append(f"{place} is not known.")
            continue
        found += [f"{place}: {each}" for each in _of_element(element, ELEMENTS[name])]
        found += [f"{place}: {each}" for each in _of_callbacks(element, texts, macros)]
        if element.get("id", place) in seen:
            found.append(f"{place}: its id is there twice.")
        seen.add(element.get("id", place))
    return found


def _of_element(element: etree._Element, rules: Element) -> Iterator[str]:
    attributes = {str(name): str(value) for name, value in element.attrib.items()}
    yield from (f"{name} is not known." for name in sorted(attributes.keys() - rules.attributes))
    yield from (f"{name} is missing." for name in sorted(rules.required - attributes.keys()))
    inner = {etree.QName(each).localname for each in element.iterchildren(etree.Element)}
    yield from (f"{name} may not stand in it." for name in sorted(inner - rules.within))
    for one, other in EITHER:
        if one in attributes and other in attributes:
            yield f"{one} and {other} exclude each other."
    for name, value in attributes.items():
        longest = _KEYTIP if name == "keytip" else _LONGEST
        if not 1 <= len(value) <= longest:
            yield f"{name} has {len(value)} characters, and may have 1 to {longest}."
    if not _ID.fullmatch(attributes.get("id", "_")):
        yield f"{attributes['id']} is no id."
    if attributes.get("size", "normal") not in {"normal", "large"}:
        yield f"{attributes['size']} is no size."


def _of_callbacks(element: etree._Element, texts: Texts, macros: Mapping[str, str]) -> Iterator[str]:
    for attribute, arguments in CALLBACKS.items():
        macro = element.get(attribute)
        if macro is None:
            continue
        if macro not in macros:
            yield f"no macro {macro} for {attribute}."
        elif macros[macro] != arguments:
            yield f"{macro}({macros[macro]}) is called for {attribute} with ({arguments})."
        key = f"{element.get('id')}.{TEXT_OF[attribute]}" if attribute in TEXT_OF else ""
        if key and key not in texts:
            yield f"no text {key}."
        elif key and max(map(len, texts[key])) > _LONGEST:
            yield f"{key} is longer than {_LONGEST} characters."
