"""Wrong definitions as a person reads them at a terminal: by file and line, formulas with the wrong places marked."""

from __future__ import annotations

import itertools
import unicodedata
from collections.abc import Iterator, Sequence

from crossfoot_templates.formula.nodes import Span
from crossfoot_templates.loader.errors import DefinitionError, DefinitionErrors, printable
from crossfoot_templates.model import Language

LONGEST = 90
"""Characters of a formula in one line; a longer one is shown in parts."""
INDENT = "    "


def told(errors: DefinitionErrors, language: Language = "en") -> str:
    """All of ``errors``, those of one place together, in the order of the files."""
    ordered = sorted(errors.errors, key=lambda each: (each.place.file, each.place.line, each.place.path))
    places = itertools.groupby(ordered, key=lambda each: each.place)
    return "\n\n".join("\n".join(_lines([*found], language)) for _, found in places)


def _lines(found: Sequence[DefinitionError], language: Language) -> Iterator[str]:
    """The lines on what is wrong at one place."""
    yield printable(found[0].place.named)
    yield from _marked(found[0].stated, [each.formula.span for each in found if each.formula is not None])
    for each in found:
        yield printable(f"  {each.sentence(language)}")


def _marked(formula: str, spans: Sequence[Span]) -> Iterator[str]:
    """The parts of ``formula`` in which something wrong begins, each over a line of marks."""
    shown = printable(formula.replace("\n", " "))
    marked = {place for span in spans for place in range(span.start, max(span.end, span.start + 1))}
    for start in range(0, len(shown) + 1, LONGEST) if shown.strip() else ():
        end = start + LONGEST
        if not any(start <= span.start < end for span in spans):
            continue
        before, after = "…" * (start > 0), "…" * (end < len(shown))
        # what is missing at the end has its mark behind the last character
        marks = ((" ", "^")[place in marked] * _width(shown[place : place + 1]) for place in range(start, end))
        yield f"{INDENT}{before}{shown[start:end]}{after}"
        yield f"{INDENT}{' ' * len(before)}{''.join(marks)}".rstrip()


def _width(character: str) -> int:
    """How many columns of a terminal ``character`` takes."""
    return 2 if character and unicodedata.east_asian_width(character) in "WF" else 1
