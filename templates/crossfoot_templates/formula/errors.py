"""What is wrong with a formula: values that say where, what was found and what was expected."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from crossfoot_templates.formula.nodes import Span
from crossfoot_templates.formula.problems import AT, NEAREST, PROBLEMS
from crossfoot_templates.label import Fact, Label, Language, in_language, joined

LONGEST_FACT = 60


@dataclass(frozen=True, slots=True)
class FormulaProblem:
    """One thing that is wrong.

    Attributes:
        code: one of :data:`~crossfoot_templates.formula.problems.PROBLEMS`.
        span: where in the formula.
        found: what stands there.
        expected: what should, or what it clashes with.
        nearest: the right name that is nearest to the one found; empty where none is near.
    """

    code: str
    span: Span
    found: Fact = ""
    expected: Fact = ""
    nearest: str = ""

    def text(self, language: Language = "en") -> str:
        """One line: the place, counted in characters from 1, and the sentence in ``language``."""
        which = 0 if language == "zh" else 1
        found = _shortened(in_language(self.found, language))
        line = AT[which].format(place=self.span.start + 1)
        line += PROBLEMS[self.code][which].format(found=found, expected=in_language(self.expected, language))
        if self.nearest:
            line += NEAREST[which].format(nearest=self.nearest)
        return "".join(character if character.isprintable() else "·" for character in line)


class FormulaError(ValueError):
    """A formula that cannot be used. ``problems`` holds what is wrong, in the order of the formula."""

    def __init__(self, problems: Iterable[FormulaProblem]) -> None:
        self.problems = tuple(sorted(problems, key=lambda problem: problem.span.start))
        super().__init__(self.text())

    def text(self, language: Language = "en") -> str:
        """Every problem on a line of its own."""
        return "\n".join(problem.text(language) for problem in self.problems)


def wrong(  # noqa: PLR0913 - the parts of a problem
    code: str,
    span: Span,
    found: Fact = "",
    expected: Fact = "",
    *,
    among: Iterable[str] = (),
    labels: Mapping[str, Label] | None = None,
) -> FormulaError:
    """The error of one problem.

    ``among`` are the names that would have been right, and ``labels`` what people are shown for them; the nearest is
    suggested.
    """
    names = list(among)
    nearest = _nearest(found, names, labels or {}) if isinstance(found, str) else ""
    return FormulaError([FormulaProblem(code, span, found, expected or joined(names), nearest)])


def _nearest(found: str, names: list[str], labels: Mapping[str, Label]) -> str:
    """The name nearest to ``found``, or shown as what is, whatever is in capitals; empty where none is near."""
    shown = {text: name for name in names if name in labels for text in (labels[name].zh, labels[name].en)}
    folded = {text.casefold(): name for text, name in (shown | {name: name for name in names}).items()}
    close = difflib.get_close_matches(found.casefold(), folded, n=1)
    return folded[close[0]] if close else ""


def _shortened(fact: str) -> str:
    return fact if len(fact) <= LONGEST_FACT else fact[: LONGEST_FACT - 1] + "…"
