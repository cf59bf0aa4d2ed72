"""What is wrong with definitions: values that say where, what was found and what was expected."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass

from crossfoot_templates.formula.errors import FormulaError, FormulaProblem
from crossfoot_templates.label import Fact, in_language, joined
from crossfoot_templates.loader.problems import NEAREST, PROBLEMS
from crossfoot_templates.model import Language


@dataclass(frozen=True)
class Place:
    """A place in a definition file, by line (1-based; 0 means the file as a whole) and by name."""

    file: str
    line: int
    path: tuple[str, ...] = ()

    def __str__(self) -> str:
        return f"{self.file}:{self.line}" if self.line else self.file

    @property
    def named(self) -> str:
        """File, line and the path by name."""
        return ": ".join(part for part in (str(self), " › ".join(self.path)) if part)


@dataclass(frozen=True)
class DefinitionError:
    """One thing that is wrong.

    Attributes:
        place: the file, the line, and the path by name (``book receivables``, ``table receivable``, ``key max``).
        problem: a code from :data:`~crossfoot_templates.loader.problems.PROBLEMS`.
        found: what stands there.
        expected: what should, or what it clashes with.
        nearest: the right name that is nearest to the one found; empty where none is near.
        formula: what is wrong inside a formula, where it is one; it says where in the formula, and the rest itself.
        stated: that formula.
    """

    place: Place
    problem: str
    found: Fact = ""
    expected: Fact = ""
    nearest: str = ""
    formula: FormulaProblem | None = None
    stated: str = ""

    def text(self, language: Language = "en") -> str:
        """One line: file and line, the path by name, the sentence in ``language``."""
        return printable(f"{self.place.named}: {self.sentence(language)}")

    def sentence(self, language: Language = "en") -> str:
        """What is wrong, without the place."""
        if self.formula is not None:
            return self.formula.text(language)
        which = 0 if language == "zh" else 1
        found, expected = in_language(self.found, language), in_language(self.expected, language)
        sentence = PROBLEMS[self.problem][which].format(found=found, expected=expected)
        return sentence + NEAREST[which].format(nearest=self.nearest) if self.nearest else sentence


class DefinitionErrors(ValueError):
    """Definitions that cannot be used. ``errors`` holds everything that is wrong, in the order it was found."""

    def __init__(self, errors: Iterable[DefinitionError]) -> None:
        self.errors = tuple(errors)
        super().__init__(self.text())

    def text(self, language: Language = "en") -> str:
        """Every error on a line of its own."""
        return "\n".join(error.text(language) for error in self.errors)


class Problems:
    """Collects what is wrong during one load, so that a person sees all of it at once."""

    def __init__(self) -> None:
        self.errors: list[DefinitionError] = []

    def add(
        self, place: Place, problem: str, *, found: Fact = "", expected: Fact = "", among: Iterable[str] = ()
    ) -> None:
        """Record a problem. ``among`` are the names that would have been right; the nearest is suggested."""
        names = list(among)
        nearest = difflib.get_close_matches(found, names, n=1) if isinstance(found, str) else []
        self.errors.append(
            DefinitionError(place, problem, found, expected or joined(names), nearest[0] if nearest else "")
        )

    def add_formula(self, place: Place, stated: str, error: FormulaError) -> None:
        """Record all that is wrong with the formula ``stated`` at ``place``."""
        self.errors += [
            DefinitionError(place, f"formula_{each.code}", formula=each, stated=stated) for each in error.problems
        ]

    def raise_any(self) -> None:
        """Raise what has been collected.

        Raises:
            DefinitionErrors: something has.
        """
        if self.errors:
            raise DefinitionErrors(self.errors)


def printable(line: str) -> str:
    """``line`` with a dot for each control character, which a terminal would obey."""
    return "".join(character if character.isprintable() else "·" for character in line)
