"""Answers that are kept for a while, and asked for again together.

Excel calls a function in one cell after the other and waits for each, so there is nothing to gather a request from. But
a sheet asks alike: in every row the same columns, and again and again. So a question brings along what other rows were
asked, and is asked of these as well; and once answers are too old, all that cells have asked for of late is asked in
one go.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice

import msgspec

from crossfoot_sync.client.errors import ClientError
from crossfoot_sync.engine.lookups import MOST, Answer, CellOf, Lookups, Question
from crossfoot_templates.label import Language

FRESH_SECONDS = 300
"""How long an answer counts, unless a sync or a refresh ends it earlier."""

QUIET_SECONDS = 30
"""How long nothing is asked after the server did not answer: cells would wait one after the other."""

REMEMBERED = 4 * MOST
"""How many questions are kept: those that cells asked last."""

ALIKE = 40
"""How many kinds of questions one brings along at most."""

Asking = Callable[[Lookups], Sequence[Answer]]


@dataclass
class Kept:
    """The answers of one server in one language.

    Attributes:
        ask: asks the server; raises ``ClientError`` or ``OSError``.
        clock: seconds, as ``renewed`` has them: when somebody last synced or refreshed.
    """

    ask: Asking
    language: Language
    clock: Callable[[], float]
    renewed: Callable[[], float]
    _answers: dict[Question, tuple[float, Answer]] = field(default_factory=dict)
    _asked: dict[Question, None] = field(default_factory=dict)
    _failed: tuple[float, ClientError | OSError] | None = None

    def answers(self, questions: Sequence[Question]) -> list[Answer]:
        """The answers to ``questions``, in their order.

        Raises:
            ClientError, OSError: the server did not answer, just now or within the last :data:`QUIET_SECONDS`.
        """
        for question in questions:
            self._asked.pop(question, None)
            self._asked[question] = None
        oldest = max(self.clock() - FRESH_SECONDS, self.renewed())
        missing = [each for each in dict.fromkeys(questions) if not self._is_fresh(each, oldest)]
        if missing:
            self._renew(missing, oldest)
        found = [self._answers[each][1] for each in questions]
        self._forget(len(questions))
        return found

    def _is_fresh(self, question: Question, oldest: float) -> bool:
        return question in self._answers and self._answers[question][0] > oldest

    def _renew(self, missing: Sequence[Question], oldest: float) -> None:
        now = self.clock()
        if self._failed is not None:
            at, error = self._failed
            if now - at < QUIET_SECONDS and self.renewed() <= at:
                raise error.with_traceback(None)
        known = set(missing)
        # What only may be asked next is no reason for another request.
        spare = (each for each in self._alike(missing) if each not in known and not self._is_fresh(each, oldest))
        alike = islice(spare, max(0, MOST - len(missing)))
        again = (each for each in self._answers if each in self._asked and not self._is_fresh(each, oldest))
        wanted = list(dict.fromkeys((*missing, *alike, *again)))
        try:
            for start in range(0, len(wanted), MOST):
                some = wanted[start : start + MOST]
                self._answers |= zip(
                    some, ((now, each) for each in self.ask(Lookups(some, self.language))), strict=True
                )
        except (ClientError, OSError) as error:
            self._failed = now, error
            raise
        self._failed = None

    def _alike(self, missing: Sequence[Question]) -> Iterator[Question]:
        """What was asked of other rows, asked of the rows of ``missing``; then what is missing, of the other rows."""
        asked = list(reversed(self._asked))
        for question in missing:
            family = [each for each in asked if _family(each) == _family(question)]
            kinds = list(dict.fromkeys(_of(each, "") for each in family))[:ALIKE]
            yield from (_of(kind, _row(question)) for kind in kinds)
            yield from (_of(question, row) for row in dict.fromkeys(map(_row, family)))

    def _forget(self, at_least: int) -> None:
        """Let go of the questions that were not asked for the longest time, and of answers that nobody asked for."""
        for question in list(self._asked)[: -max(REMEMBERED, at_least)]:
            del self._asked[question]
        if len(self._answers) > 4 * REMEMBERED + at_least:
            self._answers = {each: found for each, found in self._answers.items() if each in self._asked}


def _family(question: Question) -> str:
    """What rows are of: customers, or the table that is looked into."""
    return f"cell {question.table}" if isinstance(question, CellOf) else "customer"


def _row(question: Question) -> str:
    return question.key if isinstance(question, CellOf) else question.customer


def _of(question: Question, row: str) -> Question:
    """The same question of another row."""
    name = "key" if isinstance(question, CellOf) else "customer"
    return msgspec.structs.replace(question, **{name: row})
