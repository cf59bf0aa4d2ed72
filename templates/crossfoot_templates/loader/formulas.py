"""What must hold of the formulas of every table: each is right by itself, and none depends on itself."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from crossfoot_templates.formula.checking import Purpose, Scope
from crossfoot_templates.formula.errors import FormulaError
from crossfoot_templates.formula.kinds import Kind
from crossfoot_templates.keeping import circle_over_tables, looked_at, of_today, over_tables, written
from crossfoot_templates.label import joined
from crossfoot_templates.loader.drafts import Drafts, TableDraft
from crossfoot_templates.loader.errors import Place, Problems
from crossfoot_templates.logic import Formula, checked, circle, naming_columns, scope_of
from crossfoot_templates.model import Column
from crossfoot_templates.querying import IN_QUERIES, not_by_reference, outside_of_queries
from crossfoot_templates.standard import SCOPE_COLUMNS

NOT_BESIDE_COMPUTE = ("required", "recommended", "write", "default", "required_when")
"""What a column whose value a formula makes cannot have: nobody types into it."""


QUERIED: tuple[Purpose, ...] = ("visible_when", "editable_when")
"""What the formulas are for that become parts of queries; they are keys of a table."""


@dataclass(frozen=True)
class Stated:
    """A formula as a definition states it, by the names of its place: ``column due_on``, ``compute``."""

    place: tuple[str, ...]
    text: str
    purpose: Purpose
    expected: Kind | None = None


def formulas(drafts: Drafts, problems: Problems) -> None:
    """Every formula is one, of the right kind, over columns and tables that exist."""
    columns = {name: table.columns for name, table in drafts.tables.items()}
    keys = {name: naming_columns(table.key, table.display) for name, table in drafts.tables.items()}
    labels = {name: table.label for name, table in drafts.tables.items()}
    sound: list[tuple[str, Stated, Formula]] = []
    circles = False
    for table in drafts.tables.values():
        scope = scope_of(table.name, columns, keys, drafts.choices, labels)
        named: dict[str, dict[str, tuple[str, ...]]] = {"compute": {}, "default": {}}
        for each in _stated(table, scope):
            place = drafts.origins.at("table", table.name, *each.place)
            try:
                formula = checked(each.text, scope, each.purpose, each.expected)
            except FormulaError as error:
                if not table.broken:
                    problems.add_formula(place, each.text, error)
                continue
            if each.purpose in QUERIED:
                _queried(place, formula, problems)
            sound.append((table.name, each, formula))
            if each.purpose in named:
                named[each.purpose][each.place[1]] = formula.names
        for purpose, needed in named.items():
            found = circle(needed)
            if found:
                circles = True
                place = drafts.origins.at("table", table.name, "column", found[0], purpose)
                _add_circle(place, found, problems)
    if not circles:
        _over_tables(sound, drafts, problems)


def _add_circle(place: Place, found: Sequence[str], problems: Problems) -> None:
    """Tell of columns that need each other, the first of them named at the end again."""
    problem = "needs_itself" if found[0] == found[1] else "circular"
    problems.add(place, problem, found=found[0] if problem == "needs_itself" else " → ".join(found))


def _queried(place: Place, formula: Formula, problems: Problems) -> None:
    """What becomes a part of queries has what all databases have, and is quick."""
    outside, slow = outside_of_queries(formula.expression), not_by_reference(formula.expression)
    if outside:
        problems.add(place, "not_in_query", found=outside, expected=" ".join(IN_QUERIES))
    elif slow:
        problems.add(place, "not_by_reference", found=slow)


def _over_tables(sound: list[tuple[str, Stated, Formula]], drafts: Drafts, problems: Problems) -> None:
    """What tables look at of each other can be calculated in some order, and does not change from day to day."""
    computed = {(table, each.place[1]): formula for table, each, formula in sound if each.purpose == "compute"}
    found = circle_over_tables(computed)
    if found:
        place = drafts.origins.at("table", found[0][0], "column", found[0][1], "compute")
        _add_circle(place, [*map(written, found)], problems)
        return
    changing, figures = of_today(computed), over_tables(computed)
    for table, each, formula in sound:
        if each.purpose == "check":
            for name in sorted(name for name in formula.names if (table, name) in figures):
                place = drafts.origins.at("table", table, *each.place)
                problems.add(place, "check_over_figure", found=f"[@{name}]")
        for named in dict.fromkeys(looked_at(formula.expression)):
            if named in changing:
                place = drafts.origins.at("table", table, *each.place)
                problems.add(place, "looks_at_today", found="{}[{}]".format(*named))
            if each.purpose in QUERIED and named in computed:
                place = drafts.origins.at("table", table, *each.place)
                problems.add(place, "computed_in_query", found="{}[{}]".format(*named))


def _stated(table: TableDraft, scope: Scope) -> Iterator[Stated]:
    for column in (each for each in table.columns if each.name in scope.columns):
        kind = scope.columns[column.name].kind
        place = ("column", column.name)
        if column.compute is not None:
            yield Stated((*place, "compute"), column.compute, "compute", kind)
        if column.default is not None:
            yield Stated((*place, "default"), column.default, "default", kind)
        if column.required_when is not None:
            yield Stated((*place, "required_when"), column.required_when, "required_when")
    for purpose in QUERIED:
        text = getattr(table, purpose)
        if text is not None:
            yield Stated((purpose,), text, purpose)
    for rule in table.rules.values():
        yield Stated(("rule", rule.name, rule.kind), rule.formula, rule.kind)
        if rule.when is not None:
            yield Stated(("rule", rule.name, "when"), rule.when, "when")


def computed_columns(drafts: Drafts, problems: Problems) -> None:
    """What a formula makes nobody types: no key, no scope, nothing that is filled in or given another way."""
    for table in drafts.tables.values():
        keys = {name for columns in (table.key, *table.unique) for name in columns} | {table.display}
        for column in table.columns:
            place = ("table", table.name, "column", column.name)
            if column.computed:
                for stated in _beside(column):
                    problems.add(drafts.origins.at(*place, stated), "computed_with", found=stated)
                if column.name in keys:
                    problems.add(drafts.origins.at(*place, "compute"), "computed_in", found=column.name, expected="key")
                if column.name in SCOPE_COLUMNS:
                    problems.add(
                        drafts.origins.at(*place, "compute"),
                        "computed_in",
                        found=column.name,
                        expected=joined(SCOPE_COLUMNS),
                    )
            elif column.default is not None and (column.numbered or column.name in SCOPE_COLUMNS):
                problems.add(drafts.origins.at(*place, "default"), "default_in", found=column.name)


def _beside(column: Column) -> Iterator[str]:
    yield from (key for key in NOT_BESIDE_COMPUTE if getattr(column, key))
    if column.numbered:
        yield "numbering"


def rule_columns(drafts: Drafts, problems: Problems) -> None:
    """The columns that a rule names exist."""
    for table in drafts.tables.values():
        known = {column.name for column in table.columns}
        for rule in table.rules.values():
            for name in rule.columns:
                if name not in known | table.broken:
                    place = drafts.origins.at("table", table.name, "rule", rule.name, "columns")
                    problems.add(place, "unknown_column", found=name, among=sorted(known))
