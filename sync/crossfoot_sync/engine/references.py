"""Rows that cells may point at: finding one by what a person wrote, and what to show for one."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from difflib import get_close_matches

from crossfoot_sync.engine.wire import ReferenceList
from crossfoot_templates.label import BETWEEN, Language
from crossfoot_templates.messages import Message, say

_BRACKETS = str.maketrans("（）【】［］「」", "()[][][]")
UNKNOWN = ("unknown_reference", "unknown_reference_near", "unknown_reference_among")
"""What is said of a name that no list holds."""
NAMES_NONE = (*UNKNOWN, "ambiguous_reference")
"""What is said of a name that names no row, or not one alone."""
_SHOWN, _CANDIDATES, _BEGINNING, _COMPARED = 60, 4, 3, 2000


def loosely(text: str) -> str:
    """``text`` without what people vary without meaning it: width, case, blanks, shapes of brackets."""
    return "".join(unicodedata.normalize("NFKC", text).translate(_BRACKETS).casefold().split())


@dataclass
class ReferenceIndex:
    """The entries of one table by natural key, by label and loosely; and every entry's label by id."""

    shown: dict[str, str] = field(default_factory=dict)
    by_key: dict[str, set[str]] = field(default_factory=dict)
    by_label: dict[str, set[str]] = field(default_factory=dict)
    by_loose: dict[str, set[str]] = field(default_factory=dict)
    _suggested: dict[str, list[str]] = field(default_factory=dict, repr=False)

    @classmethod
    def of(cls, listed: ReferenceList) -> ReferenceIndex:
        """The index of a list as the server sends it."""
        index = cls()
        for row_id, key, label in zip(listed.ids, listed.keys, listed.labels, strict=True):
            index.add(row_id, key, label)
            index.shown[row_id] = label
        return index

    def add(self, row_id: str, *names: str) -> None:
        """Let ``names`` find ``row_id``: the key first, then labels."""
        for name, found in zip(names, (self.by_key, self.by_label), strict=False):
            if name:
                found.setdefault(name, set()).add(row_id)
                self.by_loose.setdefault(loosely(name), set()).add(row_id)

    def resolve(self, text: str, language: Language = "zh") -> str | Message:
        """The id that ``text`` names, or the finding that it names none, or several."""
        for found in (self.by_key.get(text), self.by_label.get(text), self.by_loose.get(loosely(text))):
            if found:
                return next(iter(found)) if len(found) == 1 else self._ambiguous(text, found, language)
        match self._nearest(loosely(text)):
            case []:
                return say("unknown_reference", value=text[:_SHOWN])
            case [nearest]:
                return say("unknown_reference_near", value=text[:_SHOWN], suggestion=nearest)
            case several:
                return say("unknown_reference_among", value=text[:_SHOWN], candidates=BETWEEN[language].join(several))

    def _nearest(self, loose: str) -> list[str]:
        """The first few keys or labels that begin with ``loose``, or the one most like it.

        In a long list nobody waits for the comparison.
        """
        if loose not in self._suggested and len(self.by_loose) <= _COMPARED:
            begin = {each for each in self.by_loose if each.startswith(loose)}
            alike = begin or {*get_close_matches(loose, self.by_loose, n=1, cutoff=0.75)}
            names = dict.fromkeys((*self.by_key, *self.by_label)) if alike else ()
            found = [name for name in names if loosely(name) in alike]
            self._suggested[loose] = found[: _BEGINNING if begin else 1]
        return self._suggested.get(loose, [])

    def _ambiguous(self, text: str, found: Iterable[str], language: Language) -> Message:
        names = sorted(self._name(each) for each in found)[:_CANDIDATES]
        return say("ambiguous_reference", value=text[:_SHOWN], candidates=BETWEEN[language].join(names))

    def _name(self, row_id: str) -> str:
        keys = (name for name, ids in self.by_key.items() if row_id in ids)
        return self.shown.get(row_id) or next(keys, row_id)


NO_LIST = ReferenceIndex()
"""What stands in for a list that the workbook does not hold: nothing can be found in it."""
