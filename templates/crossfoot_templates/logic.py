"""The formulas of a table, checked: what computes its columns, fills its blanks and judges its rows."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from crossfoot_templates.formula.checking import ColumnKind, Headings, Purpose, Scope, check, kind_of
from crossfoot_templates.formula.kinds import Kind
from crossfoot_templates.formula.parsing import parse
from crossfoot_templates.formula.typed import Expression, inputs
from crossfoot_templates.model import Catalog, ChoiceList, Column, Label, Rule, RuleKind, Table
from crossfoot_templates.questions import Question, questions
from crossfoot_templates.types import Percent


@dataclass(frozen=True)
class Formula:
    """A checked formula. ``names`` are the columns of the row itself that it names."""

    text: str
    expression: Expression
    names: tuple[str, ...]


@dataclass(frozen=True)
class JudgingRule:
    """A rule with its formula.

    Attributes:
        sources: the columns people fill in that the formula comes to depend on.
        questions: what it comes to ask of tables.
        when: the formula of the rows that it is asked of; ``None`` is all.
    """

    rule: Rule
    formula: Formula
    sources: frozenset[str]
    questions: tuple[Question, ...] = ()
    when: Formula | None = None

    def blamed(self, changed: Iterable[str]) -> tuple[str, ...]:
        """Of the ``changed`` columns those that a row is refused for: the ones that the rule names, else any it needs.

        None where nothing that the rule looks at has changed: what was stored before stays.
        """
        changes = frozenset(changed)
        touched = self.sources & changes
        named = tuple(name for name in self.rule.columns if name in changes)
        return (named or tuple(sorted(touched))) if touched else ()


@dataclass(frozen=True, eq=False)
class TableLogic:
    """All formulas of one table.

    Attributes:
        computed: by computed column, each after those that it names.
        defaults: by column, each after those that it names.
        required_when: by column.
        rules: the rules in the order of the definition.
        visible, editable: of which rows in somebody's reach they see, and which they may change; ``None`` is all.
    """

    table: Table
    choices: Mapping[str, ChoiceList]
    computed: Mapping[str, Formula]
    defaults: Mapping[str, Formula]
    required_when: Mapping[str, Formula]
    rules: tuple[JudgingRule, ...]
    visible: Formula | None = None
    editable: Formula | None = None

    def formulas(self) -> Iterator[Formula]:
        """Every formula of the table."""
        for each in (self.computed, self.defaults, self.required_when):
            yield from each.values()
        for rule in self.rules:
            yield rule.formula
            if rule.when is not None:
                yield rule.when
        yield from (each for each in (self.visible, self.editable) if each is not None)

    def of_kind(self, kind: RuleKind) -> tuple[JudgingRule, ...]:
        """The rules of one kind."""
        return tuple(each for each in self.rules if each.rule.kind == kind)

    @cached_property
    def kinds(self) -> dict[str, Kind]:
        """What formulas take each column for."""
        return {name: kind_of(column_type, self.choices) for name, column_type in self.table.types()}

    @cached_property
    def checks(self) -> tuple[JudgingRule, ...]:
        """The rules that refuse a row."""
        return self.of_kind("check")

    @cached_property
    def set_rules(self) -> tuple[JudgingRule, ...]:
        """The rules that look at rows of other tables."""
        return (*self.of_kind("limit"), *self.of_kind("balance"))

    @cached_property
    def locks(self) -> tuple[JudgingRule, ...]:
        """The rules that keep cells as they are."""
        return self.of_kind("lock_when")

    @cached_property
    def approvals(self) -> tuple[JudgingRule, ...]:
        """The rules that make a change wait until others have approved it."""
        return self.of_kind("approve_when")

    def sources(self, names: Iterable[str]) -> frozenset[str]:
        """The columns people fill in behind ``names``: themselves, or what they are computed from."""
        return sources(names, {name: formula.names for name, formula in self.computed.items()})


def sources(names: Iterable[str], computed: Mapping[str, tuple[str, ...]]) -> frozenset[str]:
    """Of ``names`` those that are not computed, and what the others are computed from in the end.

    ``computed`` holds what each computed column names; no column may come to depend on itself.
    """
    found: set[str] = set()
    waiting = [*names]
    while waiting:
        name = waiting.pop()
        if name in computed:
            waiting += computed[name]
        else:
            found.add(name)
    return frozenset(found)


def scope_of(
    name: str,
    columns: Mapping[str, Iterable[Column]],
    keys: Mapping[str, tuple[str, ...]],
    choices: Mapping[str, ChoiceList],
    labels: Mapping[str, Label] | None = None,
) -> Scope:
    """What formulas of table ``name`` may speak of, given the columns, naming columns and label of every table.

    What they are for, :func:`checked` adds. A column of a choice list that does not exist is none.
    """
    known = {None, *choices}
    kinds = {
        table: {
            each.name: kind_of(each.type, choices) for each in listed if getattr(each.type, "choices", None) in known
        }
        for table, listed in columns.items()
    }
    return Scope(
        table=name,
        columns={
            each.name: ColumnKind(kinds[name][each.name], each.computed, isinstance(each.type, Percent))
            for each in columns[name]
            if each.name in kinds[name]
        },
        purpose="compute",
        tables=kinds,
        keys=keys,
        choices={each.name: tuple(choice.code for choice in each.choices) for each in choices.values()},
        headings=Headings(
            tables=labels or {},
            columns={table: {each.name: each.label for each in stated} for table, stated in columns.items()},
            choices={each.name: {one.code: one.label for one in each.choices} for each in choices.values()},
        ),
    )


def naming_columns(key: tuple[str, ...], display: str | None) -> tuple[str, ...]:
    """The columns of a table each of which names one of its rows to people: its key, and what references show."""
    named = (*(key if len(key) == 1 else ()), *(() if display is None else (display,)))
    return tuple(dict.fromkeys(named))


def checked(text: str, scope: Scope, purpose: Purpose, expected: Kind | None = None) -> Formula:
    """The formula ``text``, which is to be used for ``purpose`` and to come to ``expected``.

    Raises:
        FormulaError: it cannot; the error says where and why.
    """
    expression = check(parse(text), replace(scope, purpose=purpose, expected=expected))
    return Formula(text, expression, inputs(expression))


def in_order(formulas: Mapping[str, tuple[str, ...]]) -> tuple[str, ...] | None:
    """The names of ``formulas`` (each with the names it needs), each after those of them that it needs.

    ``None`` where some come to need themselves; :func:`circle` says which.
    """
    order: list[str] = []
    if circle(formulas):
        return None

    def place(name: str) -> None:
        for needed in formulas[name]:
            if needed in formulas and needed not in order:
                place(needed)
        if name not in order:
            order.append(name)

    for name in formulas:
        place(name)
    return tuple(order)


def circle(formulas: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    """Names that come to need themselves, from one to itself again; none where there is no such circle."""
    sound: set[str] = set()

    def walk(name: str, above: tuple[str, ...]) -> tuple[str, ...]:
        if name in above:
            return (*above[above.index(name) :], name)
        if name in sound or name not in formulas:
            return ()
        for needed in formulas[name]:
            found = walk(needed, (*above, name))
            if found:
                return found
        sound.add(name)
        return ()

    return next((found for found in (walk(name, ()) for name in formulas) if found), ())


def logic_of(catalog: Catalog) -> dict[str, TableLogic]:
    """The formulas of every table of ``catalog``, which the loader has found right."""
    columns = {name: table.columns for name, table in catalog.tables.items()}
    keys = {name: naming_columns(table.key, table.display) for name, table in catalog.tables.items()}
    labels = {name: table.label for name, table in catalog.tables.items()}
    return {
        name: _table_logic(table, catalog.choices, scope_of(name, columns, keys, catalog.choices, labels))
        for name, table in catalog.tables.items()
    }


def _table_logic(table: Table, choices: Mapping[str, ChoiceList], scope: Scope) -> TableLogic:
    computed = _ordered(table, scope, "compute", lambda column: column.compute)
    defaults = _ordered(table, scope, "default", lambda column: column.default)
    return TableLogic(
        table=table,
        choices=choices,
        computed=computed,
        defaults=defaults,
        required_when={
            column.name: checked(column.required_when, scope, "required_when")
            for column in table.columns
            if column.required_when is not None
        },
        rules=tuple(_judging(rule, scope, computed) for rule in table.rules),
        visible=None if table.visible_when is None else checked(table.visible_when, scope, "visible_when"),
        editable=None if table.editable_when is None else checked(table.editable_when, scope, "editable_when"),
    )


def _ordered(
    table: Table, scope: Scope, purpose: Purpose, stated: Callable[[Column], str | None]
) -> dict[str, Formula]:
    found = {column.name: formula for column, formula in _stated(table, scope, purpose, stated)}
    order = in_order({name: formula.names for name, formula in found.items()})
    if order is None:
        raise ValueError(f"columns of table {table.name} are computed from each other in a circle")
    return {name: found[name] for name in order}


def _stated(
    table: Table, scope: Scope, purpose: Purpose, stated: Callable[[Column], str | None]
) -> Iterator[tuple[Column, Formula]]:
    for column in table.columns:
        text = stated(column)
        if text is not None:
            yield column, checked(text, scope, purpose, scope.columns[column.name].kind)


def _judging(rule: Rule, scope: Scope, computed: Mapping[str, Formula]) -> JudgingRule:
    formula = checked(rule.formula, scope, rule.kind)
    when = None if rule.when is None else checked(rule.when, scope, "when")
    named = {name: each.names for name, each in computed.items()}
    asked = (formula, *(computed[name] for name in _computed_behind(formula.names, named)))
    return JudgingRule(
        rule,
        formula,
        sources((*formula.names, *(when.names if when else ())), named),
        tuple(dict.fromkeys(question for each in asked for question in questions(each.expression))),
        when,
    )


def _computed_behind(names: Iterable[str], computed: Mapping[str, tuple[str, ...]]) -> frozenset[str]:
    """The computed columns among ``names``, and those that they come from."""
    found: set[str] = set()
    waiting = [*names]
    while waiting:
        name = waiting.pop()
        if name in computed and name not in found:
            found.add(name)
            waiting += computed[name]
    return frozenset(found)
