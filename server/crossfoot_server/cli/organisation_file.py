"""Reading an organisation file, with mistakes told by the entry that they are in."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec
from msgspec import inspect

from crossfoot_server.accounts import Organisation
from crossfoot_server.accounts.errors import OrganisationError
from crossfoot_server.cli.opening import Refused
from crossfoot_templates.label import Label
from crossfoot_templates.terminal import terminal_language
from crossfoot_templates.toml_hints import toml_problem

NOT_UTF8 = Label(
    "{file} 第 {line} 行：文件不是 UTF-8 编码。请另存为 UTF-8（记事本：“另存为”，“编码”选 UTF-8）后重新应用；"
    "文件内容尚未录入。",
    "{file}, line {line}: it is not saved as UTF-8. Save it so (in Notepad: Save as, Encoding: UTF-8) and apply it "
    "again; nothing of it was taken.",
)
UNREADABLE = Label(
    "{file}：{why}。文件内容尚未录入；请修改后重新应用。",
    "{file}: {why}. Nothing of the file was taken; mend it and apply it again.",
)

_NAMED_BY: Mapping[str, tuple[str, str]] = {
    "entities": ("entity", "code"),
    "teams": ("team", "code"),
    "users": ("user", "login"),
    "grants": ("grant of", "role"),
}
"""What an entry of a list is called, and the key that tells it from the others."""

_KINDS: Mapping[str, Label] = {
    "str": Label("加引号的文本", "text in quotes"),
    "bool": Label("true 或 false", "true or false"),
    "int": Label("数字", "a number"),
    "float": Label("数字", "a number"),
    "array": Label("列表", "a list"),
    "object": Label("表", "a table"),
}


@dataclass(frozen=True)
class _Place:
    """Where a mistake is: the words for its entry, the key in it, what stands there, and what may."""

    entry: str
    key: str
    value: Any
    type: inspect.Type


def read_organisation(file: Path) -> Organisation:
    """What ``file`` says. A byte order mark, as editors on Windows write it, is no mistake.

    Raises:
        Refused: it cannot be read, or is no TOML.
        OrganisationError: an entry is not as it should be.
    """
    content, text = b"", ""
    try:
        content = file.read_bytes()
        text = content.decode("utf-8-sig")
        values = tomllib.loads(text)
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise Refused(NOT_UTF8.in_(terminal_language()).format(file=file, line=line)) from error
    except OSError as error:
        raise Refused(UNREADABLE.in_(terminal_language()).format(file=file, why=error)) from error
    except tomllib.TOMLDecodeError as error:
        spoken = terminal_language()
        why = toml_problem(text, error).in_(spoken)
        raise Refused(UNREADABLE.in_(spoken).format(file=file, why=why)) from error
    try:
        return msgspec.convert(values, Organisation)
    except msgspec.ValidationError as error:
        problem, _, path = str(error).partition(" - at ")
        place = _place(str(file), values, path)
        raise OrganisationError(place.entry, _told(problem, place)) from error


def _place(file: str, value: Any, path: str) -> _Place:
    """What ``path``, as msgspec writes it (``$.users[0].grants[1].scope``), leads to."""
    entry, key, kind = "", "", inspect.type_info(Organisation)
    for name, number in re.findall(r"\.(\w+)|\[(\d+)\]", path):
        if name:
            assert isinstance(kind, inspect.StructType)  # noqa: S101  # msgspec names a key of a struct
            key, value = name, value[name]
            kind = next(each.type for each in kind.fields if each.encode_name == name)
            kind = kind.types[0] if isinstance(kind, inspect.UnionType) else kind
        else:
            assert isinstance(kind, inspect.VarTupleType)  # noqa: S101  # as above, of a list
            what, known_by = _NAMED_BY[key]
            value, kind = value[int(number)], kind.item_type
            known = value.get(known_by) if isinstance(value, dict) else None
            words = f"{what} {known!r}" if isinstance(known, str) else f"{key}, number {int(number) + 1}"
            entry, key = ", ".join(filter(None, (entry, words))), ""
    return _Place(entry or file, key, value, kind)


def _told(problem: str, place: _Place) -> Label:
    """A problem that msgspec found, in the words of the file."""
    for pattern, told in _PROBLEMS.items():
        found = re.fullmatch(pattern, problem)
        if found:
            return told(found, place)
    return Label(f"{place.key}：{problem}", f"{place.key}: {problem}") if place.key else Label(problem, problem)


def _keys(place: _Place) -> str:
    assert isinstance(place.type, inspect.StructType)  # noqa: S101  # only a struct has keys
    return ", ".join(field.encode_name for field in place.type.fields)


def _choices(place: _Place) -> str:
    assert isinstance(place.type, inspect.LiteralType)  # noqa: S101  # only a choice has an invalid value
    return ", ".join(map(str, sorted(place.type.values, key=str)))


def _wrong_kind(found: re.Match[str], place: _Place) -> Label:
    wanted, given = (_KINDS.get(each.split(" | ")[0], Label(each, each)) for each in found.groups())
    what = Label(f"{place.key} ", f"its {place.key}") if place.key else Label("此处", "it")
    return Label(f"{what.zh}应为{wanted.zh}，现在是{given.zh}", f"{what.en} should be {wanted.en} and is {given.en}")


def _missing(found: re.Match[str], _place: _Place) -> Label:
    return Label(f"缺少 {found[1]}，必须填写", f"it has no {found[1]}; {found[1]} is needed")


def _unknown(found: re.Match[str], place: _Place) -> Label:
    keys = _keys(place)
    return Label(f"不能有 {found[1]!r}；可以有：{keys}", f"it cannot have {found[1]!r}; it may have {keys}")


def _no_choice(_found: re.Match[str], place: _Place) -> Label:
    choices = _choices(place)
    return Label(
        f"{place.key} 的值 {place.value!r} 不在可选范围内：{choices}",
        f"its {place.key} {place.value!r} is none of {choices}",
    )


_PROBLEMS: Mapping[str, Callable[[re.Match[str], _Place], Label]] = {
    r"Object missing required field `(.+)`": _missing,
    r"Object contains unknown field `(.+)`": _unknown,
    r"Invalid enum value .*": _no_choice,
    r"Expected `(.+)`, got `(.+)`": _wrong_kind,
}
"""What msgspec says, and how it is told."""
