"""The figures of a limit or a balance that does not hold: what a side comes to, what it is now, and what it may be.

They are told only to who sees the head, and of columns that they see in its sheet. A sum that stands in the rule itself
is told to who sees all rows that it adds up.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from crossfoot_server.services.calculating.rows import RowsInHand, listed
from crossfoot_server.services.open_book import OpenBook
from crossfoot_server.services.within_reach import seen
from crossfoot_templates.formula.kinds import Number
from crossfoot_templates.formula.typed import Call, Constant, Expression, OwnColumn, TableColumn, inputs, walk
from crossfoot_templates.formula.vectors import Failed
from crossfoot_templates.logic import Formula, JudgingRule, TableLogic
from crossfoot_templates.messages import Message, say
from crossfoot_templates.model import Column, Language
from crossfoot_templates.types import AnyType, Boolean, Money, Value, canonical

_TURNED = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "=": "=", "<>": "<>"}
_BOUNDS: dict[Language, dict[str, str]] = {
    "zh": {"<": "须小于", "<=": "不得超过", ">": "须大于", ">=": "不得低于", "=": "须等于", "<>": "不得等于"},
    "en": {
        "<": "must be below",
        "<=": "may be at most",
        ">": "must be above",
        ">=": "may be no less than",
        "=": "must be",
        "<>": "may not be",
    },
}
_TOLD: dict[Language, str] = {
    "zh": "{row}：{what}将为 {after}{now}，{bound} {limit}。",
    "en": "{row}: {what} would come to {after}{now} and {bound} {limit}.",
}
_NOW: dict[Language, str] = {"zh": "（目前 {before}）", "en": " (it is {before})"}
_NAMED: dict[Language, str] = {"zh": "{limit}（{label}）", "en": "{limit} ({label})"}
_SUM: dict[Language, str] = {"zh": "合计", "en": "the sum"}

Row = Mapping[str, Value]


@dataclass(frozen=True)
class Heads:
    """Some heads as formulas see them: their values by id, and what expressions come to at each."""

    values: Mapping[str, Row]
    rows: RowsInHand
    _known: dict[tuple[Expression, AnyType], dict[str, Value | Failed]] = field(default_factory=dict)

    def at(self, head: str, expression: Expression, kind: AnyType) -> Value | Failed:
        """What ``expression`` comes to at ``head``, as values of ``kind``; a blank where there is no such head."""
        if (expression, kind) not in self._known:
            vector = self.rows.of(Formula("", expression, inputs(expression)))
            found = listed(vector, kind, self.rows.count)
            self._known[expression, kind] = dict(zip(self.values, found, strict=True))
        return self._known[expression, kind].get(head)


@dataclass(frozen=True)
class Figures:
    """What does not hold at one head: ``what`` against its ``limit``, both amounts of the kind of ``column``."""

    head: str
    what: Expression
    sign: str
    limit: Expression
    column: Column
    after: Value | Failed
    bound: Value | Failed

    @property
    def tell(self) -> bool:
        """Whether both could be calculated."""
        return not any(each is None or isinstance(each, Failed) for each in (self.after, self.bound))


@dataclass(frozen=True)
class FiguresOf:
    """The figures of one rule over heads of one table, for whoever has ``opened`` the book."""

    opened: OpenBook
    logic: TableLogic
    rule: JudgingRule

    def found(self, heads: Heads) -> Iterator[Figures]:
        """Of each head the first comparison of amounts for which the rule does not hold, where it may be told."""
        within = seen(self.opened, self.logic.table.name, heads.values, heads.rows.context)
        for head in heads.values:
            figures = next(self._failing(self.rule.formula.expression, heads, head), None)
            if head in within and figures is not None and figures.tell and self._may_see(figures):
                yield figures

    def message(self, figures: Figures, head: Row, before: Value | Failed) -> Message:
        """The words of the rule with the figures; ``before`` is what that side comes to without the breaking row."""
        said = self.rule.rule.message
        zh, en = (self._told(language, figures, head, before) for language in ("zh", "en"))
        return say("limit_broken", zh=said.zh, en=said.en, figures_zh=zh, figures_en=en)

    def _failing(self, expression: Expression, heads: Heads, head: str) -> Iterator[Figures]:
        match expression:
            case Call("AND" | "OR", parts):
                for part in parts:
                    if heads.at(head, part, _TRUTH) is False:
                        yield from self._failing(part, heads, head)
            case Call("IF", (condition, then, otherwise)):
                holds = heads.at(head, condition, _TRUTH) is True
                yield from self._failing(then if holds else otherwise, heads, head)
            case Call(sign, (left, right)) if sign in _TURNED:
                yield from self._comparison(heads, head, (left, sign, right))

    def _comparison(self, heads: Heads, head: str, sides: tuple[Expression, str, Expression]) -> Iterator[Figures]:
        left, sign, right = sides
        if _typed(left) and not isinstance(right, Constant):
            left, sign, right = right, _TURNED[sign], left
        named = [column for each in (left, right) for column in self._amounts_of(each)]
        if named:
            column = self.logic.table.by_name[named[0]]
            after, bound = (heads.at(head, each, column.type) for each in (left, right))
            yield Figures(head, left, sign, right, column, after, bound)

    def _amounts_of(self, side: Expression) -> Iterator[str]:
        """The column of the heads' table whose amounts ``side`` is: one of the row's own, or one that it adds up."""
        match side:
            case OwnColumn(column, Number()):
                yield column
            case Call("SUMIFS", (TableColumn(table, column), *_)) if table == self.logic.table.name:
                yield column

    def _may_see(self, figures: Figures) -> bool:
        table, views = self.logic.table.name, self.opened.view.by_name
        if table not in views:
            return False
        seen = views[table].table.by_name
        for part in (*walk(figures.what), *walk(figures.limit)):
            if isinstance(part, OwnColumn) and part.column not in seen:
                return False
            if isinstance(part, TableColumn) and not self._sees_all(part):
                return False
        return True

    def _sees_all(self, part: TableColumn) -> bool:
        view, logic = self.opened.view.by_name.get(part.table), self.opened.store.logic[part.table]
        everything = self.opened.reach.everything and logic.visible is None
        return everything and view is not None and part.column in view.table.by_name

    def _told(self, language: Language, figures: Figures, head: Row, before: Value | Failed) -> str:
        label, now = self._label(figures.limit, language), self._amount(head, figures.column, before)
        after, limit = (self._amount(head, figures.column, each) for each in (figures.after, figures.bound))
        return _TOLD[language].format(
            row=self._name(head) or self.logic.table.label.in_(language),
            what=self._label(figures.what, language) or _SUM[language],
            after=after,
            now=_NOW[language].format(before=now) if now not in {"", after} else "",
            bound=_BOUNDS[language][figures.sign],
            limit=_NAMED[language].format(limit=limit, label=label) if label else limit,
        )

    def _label(self, side: Expression, language: Language) -> str:
        return self.logic.table.by_name[side.column].label.in_(language) if isinstance(side, OwnColumn) else ""

    def _name(self, head: Row) -> str:
        table = self.logic.table
        return " ".join(filter(None, (canonical(table.by_name[name].type, head.get(name)) for name in table.key)))

    def _amount(self, head: Row, column: Column, value: Value | Failed) -> str:
        if value is None or isinstance(value, Failed):
            return ""
        kind, seen = column.type, self.opened.view.by_name[self.logic.table.name].table.by_name
        currency = head.get(kind.currency) if isinstance(kind, Money) and kind.currency in seen else None
        return f"{currency} {kind.said(value)}" if currency else kind.said(value)


def without_figures(message: Message) -> Message:
    """What is said of a limit to anybody but who was told its figures: they may not see what these are of."""
    facts = {language: message.facts.get(language, "") for language in _TOLD}
    return say("rule_broken", **facts) if message.code == "limit_broken" else message


_TRUTH = Boolean()


def _typed(side: Expression) -> bool:
    """Whether a side is what somebody typed, and so is the bound rather than what comes to be."""
    return isinstance(side, Constant) or (isinstance(side, OwnColumn) and not side.computed)
