"""Mapping files: which column of a file becomes which column of which table."""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from string import Formatter
from typing import Literal

import msgspec

from crossfoot_sync.client.errors import UnusableFileError
from crossfoot_templates.label import Label, joined
from crossfoot_templates.model import BookView, DateOrder, Table
from crossfoot_templates.toml_hints import toml_problem


class ColumnMapping(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Where one column's values come from: exactly one of the first four.

    Attributes:
        source: a column of the file (``from`` in the mapping).
        constant: the same text for every row.
        template: text with source columns in braces, such as ``{ProjectID}/{Pos}``.
        count_by: a running number from 1 within rows that agree in these source columns.
        values: what is written in the file and what it means here; anything not named stays as it is.
        numbers: what becomes of a number where a code belongs, which may have lost its leading zeros: ``refuse`` it, or
            take it as the ``text`` that it shows.
        unmatched: what becomes of a value that cannot be taken: ``refuse`` the row, or leave the field blank and
            keep the value in the row's ``notes``.
    """

    name: str
    source: str | None = msgspec.field(default=None, name="from")
    constant: str | None = None
    template: str | None = None
    count_by: tuple[str, ...] | None = None
    values: dict[str, str] = {}
    numbers: Literal["refuse", "text"] = "refuse"
    unmatched: Literal["refuse", "note"] = "refuse"

    def source_columns(self) -> Iterator[str]:
        """The source columns it reads."""
        yield from [self.source] if self.source is not None else []
        yield from self.count_by or ()
        yield from (name for _, name in parts(self.template or "") if name)


def parts(template: str) -> list[tuple[str, str]]:
    """A template as texts, each with the source column whose value follows it, or ``""``.

    Raises:
        ValueError: a brace has no partner, or holds more than a column's name.
    """
    found = []
    for text, name, form, conversion in Formatter().parse(template):
        if name == "" or form or conversion:
            raise ValueError("between braces stands the name of a source column and nothing else")
        found.append((text, name or ""))
    return found


class Target(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The rows of one table.

    Attributes:
        file: the name of the source file where several are given; the first one when left out.
        sheet: the sheet of an .xlsx source; its first one when left out.
        distinct: make one row for each distinct set of values of these source columns, not for each row.
        where: take only source rows whose columns hold these texts; an empty text stands for a blank, ``*`` for
            anything but a blank.
    """

    table: str
    columns: tuple[ColumnMapping, ...] = msgspec.field(name="column")
    file: str | None = None
    sheet: str | None = None
    distinct: tuple[str, ...] = ()
    where: dict[str, str] = {}

    def source_columns(self) -> set[str]:
        """The source columns it reads."""
        return {*self.distinct, *self.where, *(name for column in self.columns for name in column.source_columns())}


class Mapping(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A mapping file: targets in the order in which they are brought in, referenced tables first."""

    book: str
    targets: tuple[Target, ...] = msgspec.field(name="target")
    date_order: DateOrder | None = None
    encoding: str = "utf-8-sig"
    delimiter: str = ","


class MappingError(UnusableFileError):
    """A mapping file that cannot be used; the message names the entry too."""


_ORDER = Label(
    "先写映射文件，再写数据文件：crossfoot import 映射文件 数据文件",
    "The mapping comes first, then the files: crossfoot import MAPPING FILES",
)


def load_mapping(path: Path) -> Mapping:
    """The mapping written in the TOML file at ``path``.

    Raises:
        MappingError: it is no TOML, or an entry is missing, unknown or of the wrong kind.
    """
    text = ""
    try:
        text = path.read_text(encoding="utf-8")
        return msgspec.convert(tomllib.loads(text), Mapping)
    except UnicodeDecodeError as error:
        problem = Label(
            f"不是映射文件；映射文件是 UTF-8 编码的 TOML 文本。{_ORDER.zh}",
            f"it is no mapping file, which is TOML text in UTF-8. {_ORDER.en}",
        )
        raise MappingError(path, problem) from error
    except tomllib.TOMLDecodeError as error:
        found = toml_problem(text, error)
        problem = Label(f"不是有效的 TOML：{found.zh}", found.en)
        if path.suffix.lower() != ".toml":
            problem = Label(
                f"{problem.zh}。这是映射文件吗？{_ORDER.zh}", f"{problem.en}. Is it the mapping? {_ORDER.en}"
            )
        raise MappingError(path, problem) from error
    except msgspec.ValidationError as error:
        raise MappingError(path, Label(f"内容不符合要求：{error}", str(error))) from error
    except RecursionError as error:
        raise MappingError(path, Label("嵌套过深", "it is nested too deeply")) from error


def check_mapping(mapping: Mapping, view: BookView, path: Path) -> None:
    """Hold a mapping against the book it is for.

    Raises:
        MappingError: a table, a column or the encoding does not exist, a column has not exactly one origin or is
            filled twice, or a template cannot be read.
    """
    _check_reading(mapping, path)
    for target in mapping.targets:
        if target.table not in view.by_name:
            there = _names(view.by_name)
            problem = Label(
                f"工作簿 {view.book.name} 没有表“{target.table}”；其中有：{there.zh}",
                f"book {view.book.name} has no table “{target.table}”; it has {there.en}",
            )
            raise MappingError(path, problem)
        table = view.by_name[target.table].table
        for column in target.columns:
            _check_column(column, table, path)
        twice = [name for name, count in Counter(column.name for column in target.columns).items() if count > 1]
        if twice:
            problem = Label(
                f"{table.name}.{twice[0]} 被填写了两次；请只保留一项",
                f"{table.name}.{twice[0]} is filled twice; keep one of the entries",
            )
            raise MappingError(path, problem)


_NO_DELIMITERS = '"\r\n\0'


def _check_reading(mapping: Mapping, path: Path) -> None:
    try:
        "".encode(mapping.encoding)  # not every codec is one of text
    except (LookupError, ValueError):
        problem = Label(
            f"没有编码“{mapping.encoding}”；常用的有：utf-8、gb18030",
            f"there is no encoding “{mapping.encoding}”; common ones: utf-8, gb18030",
        )
        raise MappingError(path, problem) from None
    if len(mapping.delimiter) != 1:
        problem = Label(
            f"分隔符只能是一个字符，不能是“{mapping.delimiter}”",
            f"the delimiter is one character, not “{mapping.delimiter}”",
        )
        raise MappingError(path, problem)
    if mapping.delimiter in _NO_DELIMITERS:
        problem = Label(
            "引号和换行不能作分隔符；常用的有：, ; 和制表符",
            "a quote or the end of a line cannot be the delimiter; common ones: , ; and a tab",
        )
        raise MappingError(path, problem)


def _check_column(column: ColumnMapping, table: Table, path: Path) -> None:
    if column.name not in table.by_name:
        there = _names(table.by_name)
        problem = Label(
            f"表 {table.name} 没有列“{column.name}”；其中有：{there.zh}",
            f"table {table.name} has no column “{column.name}”; it has {there.en}",
        )
        raise MappingError(path, problem)
    named = f"{table.name}.{column.name}"
    if table.by_name[column.name].computed:
        problem = Label(
            f"{named} 由服务器计算，不能填写；请去掉此项",
            f"{named} is calculated by the server, so nothing can fill it; leave it out",
        )
        raise MappingError(path, problem)
    origins = (column.source, column.constant, column.template, column.count_by)
    if sum(origin is not None for origin in origins) != 1:
        problem = Label(
            f"{named} 须有 from、constant、template、count_by 中的一项，且只能有一项",
            f"{named} needs exactly one of from, constant, template and count_by",
        )
        raise MappingError(path, problem)
    try:
        parts(column.template or "")
    except ValueError as error:
        problem = Label(
            f"{named} 的 template“{column.template}”有误：花括号须成对，其中只能写来源列的名称",
            f"the template of {named}, “{column.template}”: {error}",
        )
        raise MappingError(path, problem) from error


def _names(names: Iterable[str]) -> Label:
    return joined(sorted(names))
