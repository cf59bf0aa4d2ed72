"""The check of all limits and balances of a push: who breaks one is refused, until all hold."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection

from crossfoot_server.services.pushing.plan import PushPlan
from crossfoot_server.services.pushing.rules import words_of
from crossfoot_server.services.pushing.sets.figures import FiguresOf
from crossfoot_server.services.pushing.sets.groups import Contributor, Groups
from crossfoot_server.services.pushing.sets.overlay import Place
from crossfoot_server.services.pushing.sets.touched import stages_behind, touched_by
from crossfoot_server.services.pushing.sets.verdicts import Judge
from crossfoot_templates.formula.vectors import Failed
from crossfoot_templates.logic import TableLogic
from crossfoot_templates.messages import Message, say

Group = Sequence[Contributor]


@dataclass(frozen=True)
class BrokenGroup:
    """The group of a head that breaks a rule, and the verdict on it.

    ``breakers`` are who must go: of a balance everybody.
    """

    asked: _SetRule
    head: str
    group: Group
    verdict: bool | Failed
    breakers: Group

    @property
    def places(self) -> frozenset[Place]:
        """The rows of the group."""
        return frozenset(each.place for each in self.group)

    def without(self, *, breaker: bool) -> set[Place]:
        """The rows of the group that come after those that break the rule, and with ``breaker`` these too."""
        first, last = self.group.index(self.breakers[0]), self.group.index(self.breakers[-1])
        return {each.place for each in self.group[first if breaker else last + 1 :]}


def set_rules_check(connection: Connection, plan: PushPlan) -> Callable[[PushPlan], bool]:
    """The check that every limit and balance holds of every head that the push concerns."""
    asked = [each for logic in plan.opened.store.logic.values() for each in _asked(connection, plan, logic)]
    order = {(table.name, row.id): place for place, (table, row) in enumerate(plan.rows())}

    def check(plan: PushPlan) -> bool:
        broken = [group for each in asked if each.kind == "limit" for group in each.broken()]
        broken = broken or [group for each in asked if each.kind == "balance" for group in each.broken()]
        _refuse_all(plan, list(_earliest(broken, order)))
        return bool(broken)

    return check


def _asked(connection: Connection, plan: PushPlan, logic: TableLogic) -> Iterator[_SetRule]:
    """The rules of one table, where the push has rows that they look at, or that figures come from which they see."""
    if not logic.set_rules:
        return
    stages = stages_behind(plan.opened.store, logic.set_rules)
    tables = {logic.table.name, *(question.table for rule in logic.set_rules for question in rule.questions)}
    behind = {stage.table for stage in stages} | {
        looking.question.table for stage in stages for column in stage.columns for looking in column.lookings
    }
    if (tables | behind).isdisjoint(plan.tables):
        return
    touched = touched_by(connection, plan, stages)
    judge = Judge(connection, plan, logic, touched)
    for rule in logic.set_rules:
        groups = Groups(connection, plan, logic, rule, touched)
        yield _SetRule(groups, judge, FiguresOf(plan.opened, logic, rule))


def _earliest(broken: Iterable[BrokenGroup], order: dict[Place, int]) -> Iterator[BrokenGroup]:
    """Of broken groups that have rows in common, through others too, those of the breaker that comes first.

    Once that is refused, the others may hold: a row that may not be takes no room from those after it.
    """
    first: dict[Place, Place] = {}

    def root(place: Place) -> Place:
        while first.setdefault(place, place) != place:
            place = first[place]
        return place

    ordered = sorted(broken, key=lambda each: order[each.breakers[0].place])
    for each in ordered:
        for place in each.places:
            first[root(place)] = root(each.breakers[0].place)
    refused: dict[Place, Place] = {}
    for each in ordered:
        breaker = each.breakers[0].place
        if refused.setdefault(root(breaker), breaker) == breaker:
            yield each


def _refuse_all(plan: PushPlan, broken: Sequence[BrokenGroup]) -> None:
    # What is said of each is settled before anything is taken out of the plan.
    by_rule: dict[int, list[BrokenGroup]] = {}
    for each in broken:
        by_rule.setdefault(id(each.asked), []).append(each)
    said = [(each, message) for same in by_rule.values() for each, message in same[0].asked.messages(same)]
    for each, message in said:
        _refuse(plan, each, message)


def _refuse(plan: PushPlan, broken: BrokenGroup, message: Message) -> None:
    for each in broken.breakers:
        if each.row.leaves:
            words = broken.asked.rule.rule.message
            each.row.stay(say("removed_ruled", zh=words.zh, en=words.en))
        else:
            named = each.columns[:1] if each.row.arrives else each.columns
            for column in named or tuple(each.row.taken):
                if column not in each.row.open:
                    plan.refuse(each.table, each.row, column, message)


class _SetRule:
    """One rule over the rows of a push."""

    def __init__(self, groups: Groups, judge: Judge, figures: FiguresOf) -> None:
        self.rule = figures.rule
        self.kind = self.rule.rule.kind
        self._groups = groups
        self._judge = judge
        self._figures = figures

    def broken(self) -> Iterator[BrokenGroup]:
        """The groups that break the rule as the push is planned now.

        Where it was broken before, whoever does not mend it is to go, but for rows that leave.
        """
        groups: dict[str, Group] = {**self._groups.found()}
        verdicts = self._judge.broken(self.rule, groups)
        if not verdicts:
            return
        before = self._judge.broken(self.rule, verdicts, {each.place for head in verdicts for each in groups[head]})
        for head in before:
            groups[head] = [each for each in groups[head] if not each.row.leaves]
        waiting = {head: groups[head] for head in verdicts if groups[head]}
        while waiting:
            together = apart(waiting)
            for head in together:
                del waiting[head]
            breakers = self._first_breakers(together) if self.kind == "limit" else together
            for head, group in together.items():
                yield BrokenGroup(self, head, group, verdicts[head], breakers[head])

    def messages(self, broken: Sequence[BrokenGroup]) -> Iterator[tuple[BrokenGroup, Message]]:
        """What is said of groups that have no rows in common, with the figures of each where they may be told."""
        heads = [each.head for each in broken]
        after = self._judge.heads(heads, {place for each in broken for place in each.without(breaker=False)})
        found = {each.head: each for each in self._figures.found(after)}
        before = self._judge.heads(found, {place for each in broken for place in each.without(breaker=True)})
        for each in broken:
            figures = found.get(each.head)
            if figures is None or isinstance(each.verdict, Failed):
                yield each, words_of(self.rule, each.verdict)
            else:
                was = before.at(each.head, figures.what, figures.column.type) if before.values else None
                yield each, self._figures.message(figures, after.values[each.head], was)

    def _first_breakers(self, groups: dict[str, Group]) -> dict[str, Group]:
        """Of each group the change after which, in order, its rule does not hold any more.

        The middle is tried, and the middle of the half that holds the end of what is right, for all groups at once.
        """
        right = dict.fromkeys(groups, 0)
        wrong = {head: len(group) for head, group in groups.items()}
        while open_heads := [head for head in groups if wrong[head] - right[head] > 1]:
            middles = {head: (right[head] + wrong[head]) // 2 for head in open_heads}
            left_out = {each.place for head, middle in middles.items() for each in groups[head][middle:]}
            still = self._judge.broken(self.rule, open_heads, left_out)
            for head, middle in middles.items():
                (wrong if head in still else right)[head] = middle
        return {head: group[wrong[head] - 1 : wrong[head]] for head, group in groups.items()}


def apart(groups: dict[str, Group]) -> dict[str, Group]:
    """As many of ``groups`` as have no contributor in common: what is left out of one is none of another's."""
    taken: set[Place] = set()
    found = {}
    for head, group in groups.items():
        places = {each.place for each in group}
        if taken.isdisjoint(places):
            taken |= places
            found[head] = group
    return found
