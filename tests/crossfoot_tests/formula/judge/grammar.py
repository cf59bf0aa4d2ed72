"""Draws formulas by kind. What a function takes is written once, as patterns with the kinds of their gaps."""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from crossfoot_templates.formula.formats import DATE_FORMATS, NUMBER_FORMATS

LEAVES: Mapping[str, tuple[str, ...]] = {
    "whole": ("[@qty]", "[@months]", "0", "1", "2", "3", "7", "12", "100"),
    "plain": ("[@rate]", "[@factor]", "[@share]", "[@long]", "[@qty]", "0.5", "2.5", "1.005", "0.1", "0.3", "10%"),
    "ratio": ("[@qty]/[@months]", "[@net]/[@paid]", "[@factor]/3", "1/[@months]"),
    "amount": ("[@net]", "[@paid]", "[@margin]"),
    "text": ("[@name]", "[@note]", "[@code]", "[@title]", '"abc"', '"001"', '"a b"', '"甲"', '""'),
    "flag": ("[@urgent]", "[@approved]", "[@late]", "TRUE", "FALSE"),
    "day": ("[@starts]", "[@ends]", "[@due]", "DATE(2024,2,29)", "DATE(2023,12,31)", "TODAY()"),
    "moment": ("[@seen]", "[@closed]"),
    "stage": ("[@stage]", "[@goal]"),
    "region": ("[@region]", "[@market]"),
    "person": ("[@owner]", "[@seller]"),
    "digits": ("0", "1", "2", "2", "3", "-1", "-2"),
    "week": ("1", "2", "3"),
    "letter": ('"a"', '"A"', '"B"', '" "', '"甲"', '"00"', '"ς"', "[@code]", "[@name]"),
    "number_format": tuple(f'"{each}"' for each in NUMBER_FORMATS),
    "date_format": tuple(f'"{each}"' for each in DATE_FORMATS),
    "stage_code": ('"lead"', '"offer"', '"won"', '"lost"'),
    "region_code": ('"north"', '"south"', '"001"'),
    "position": ("1", "2", "4"),
    "year": ("2024", "2023", "1999", "24", "YEAR({day})", "2024+{whole}"),
    "sign": ("=", "<>", "<", "<=", ">", ">="),
    "equality": ("=", "<>"),
}
"""What stands for a kind by itself."""

_SAME_KIND = (
    "IF({flag},{self},{self})",
    "IFS({flag},{self},{flag},{self})",
    "IFS({flag},{self},TRUE,{self})",
    "IFERROR({self},{self})",
    "SWITCH({whole},1,{self},{whole},{self},{self})",
    "SWITCH({text},{text},{self},{text},{self})",
    "SWITCH({stage},{stage_code},{self},{stage_code},{self},{self})",
    'IF({flag},{self},"")',
)
_OF_NUMBERS = (
    "{self}+{self}",
    "{self}-{self}",
    "{self}-({self}-{self})",
    "-{self}",
    "+{self}",
    "ABS({self})",
    "SUM({self},{self})",
    "SUM({self})",
    "MIN({self},{self})",
    "MAX({self},{self},{self})",
    "ROUND({self},{digits})",
    "ROUNDUP({self},{digits})",
    "ROUNDDOWN({self},{digits})",
)

PATTERNS: Mapping[str, tuple[str, ...]] = {
    "whole": (
        *_SAME_KIND,
        *(pattern.replace("{digits}", "-1") for pattern in _OF_NUMBERS),
        "{whole}*{whole}",
        "MOD({whole},{whole})",
        "INT({plain})",
        "INT({ratio})",
        "ROUND({plain},0)",
        "LEN({text})",
        "SEARCH({letter},{text})",
        "SEARCH({letter},{text},{whole})",
        'SEARCH({letter},"Aa b甲00"&{text})',
        "YEAR({day})",
        "MONTH({day})",
        "DAY({day})",
        "YEAR({moment})",
        "DAY({moment})",
        "DAYS({day},{day})",
        "{day}-{day}",
        "WEEKDAY({day})",
        "WEEKDAY({day},{week})",
        "NETWORKDAYS({day},{day})",
    ),
    "plain": (
        *_SAME_KIND,
        *_OF_NUMBERS,
        "{plain}*{whole}",
        "{whole}*{plain}",
        "[@rate]*[@factor]",
        "{whole}%",
        "-{whole}%",
        "{plain}%",
        "MOD({plain},{plain})",
        "MOD({plain},{whole})",
        "ROUND({ratio},{digits})",
        "ROUNDUP({ratio},{digits})",
        "ROUNDDOWN({ratio},{digits})",
    ),
    "ratio": (
        *_SAME_KIND,
        *_OF_NUMBERS,
        "{plain}/{whole}",
        "{whole}/{plain}",
        "{amount}/{amount}",
        "{ratio}*{plain}",
        "{ratio}/{whole}",
        "{moment}-{moment}",
        "{ratio}%",
        "MOD({ratio},{whole})",
    ),
    "amount": (
        *_SAME_KIND,
        *_OF_NUMBERS,
        "{amount}*{plain}",
        "{amount}*(1+[@rate])",
        "ROUND({amount}*[@rate],2)",
        "{amount}/{whole}",
        "ROUND({amount}/(1+[@rate]),2)",
        "{amount}%",
        "MOD({amount},{whole})",
        "INT({amount})",
    ),
    "text": (
        *_SAME_KIND,
        "{text}&{text}",
        "{text}&{whole}",
        "{plain}&{text}",
        "{amount}&{amount}",
        "LEFT({text},{whole})",
        "LEFT({text})",
        "RIGHT({text},{whole})",
        "RIGHT({text})",
        "MID({text},{whole},{whole})",
        "MID({text},1,{whole})",
        "TRIM({text})",
        "UPPER({text})",
        "LOWER({text})",
        "SUBSTITUTE({text},{letter},{text})",
        "SUBSTITUTE({text},{letter},{letter},{whole})",
        "TEXT({whole},{number_format})",
        "TEXT({plain},{number_format})",
        "TEXT({amount},{number_format})",
        "TEXT({ratio},{number_format})",
        "TEXT({day},{date_format})",
    ),
    "flag": (
        *_SAME_KIND,
        "{whole}{sign}{whole}",
        "{plain}{sign}{plain}",
        "{amount}{sign}{amount}",
        "{amount}{sign}{whole}",
        "{ratio}{sign}{plain}",
        "{text}{equality}{text}",
        "{day}{sign}{day}",
        "{moment}{sign}{moment}",
        "{flag}{equality}{flag}",
        "{person}{equality}{person}",
        "{stage}{sign}{stage}",
        "{stage}{sign}{stage_code}",
        "{stage}{sign}{position}",
        "{region}{equality}{region}",
        "{region}{equality}{region_code}",
        "AND({flag},{flag})",
        "AND({flag},{flag},{flag})",
        "OR({flag},{flag})",
        "OR({flag},{flag},{flag})",
        "NOT({flag})",
        "EXACT({text},{text})",
        *(f"ISBLANK({{{kind}}})" for kind in ("amount", "text", "day", "stage", "flag", "person", "whole")),
        *(f'{{{kind}}}{{equality}}""' for kind in ("amount", "text", "day", "region", "moment")),
    ),
    "day": (
        *_SAME_KIND,
        "DATE({year},{whole},{whole})",
        "DATE(YEAR({day}),MONTH({day})+{whole},DAY({day}))",
        "EDATE({day},{whole})",
        "EOMONTH({day},{whole})",
        "{day}+{whole}",
        "{day}-{whole}",
        "MIN({day},{day})",
        "MAX({day},{day})",
        "INT({moment})",
    ),
    "moment": ("IF({flag},{moment},{moment})",),
    "stage": (*_SAME_KIND, "IF({flag},{stage},{stage_code})"),
    "region": (*_SAME_KIND, "IF({flag},{region},{region_code})"),
}
"""What a kind is made of. ``{self}`` is the kind itself."""

ROOTS = ("whole", "plain", "plain", "ratio", "amount", "amount", "text", "text", "flag", "flag", "flag", "day", "day")

_EVERYTHING = tuple((kind, pattern) for kind, patterns in PATTERNS.items() for pattern in patterns)
_GAP = re.compile(r"\{(\w+)\}")
_SIMPLE = re.compile(r'\[@\w+\]|[\w.]+|"[^"]*"|\w+\(.*\)')


@dataclass
class Grammar:
    """Draws formulas; functions that were drawn less often before are drawn rather than others."""

    dice: random.Random
    drawn: Counter[str] = field(default_factory=Counter)

    def formula(self) -> str:
        """A formula. Every other one begins with a function that was drawn little so far."""
        depth = self.dice.choice((1, 1, 2, 2, 3))
        if self.dice.random() < 0.5:
            return "=" + self._filled(*self._rarest(_EVERYTHING), depth)
        return "=" + self._made(self.dice.choice((*ROOTS, "stage", "region", "moment")), depth)

    def _made(self, kind: str, depth: int) -> str:
        if depth == 0 or kind not in PATTERNS:
            leaf = self.dice.choice(LEAVES[kind])
            return _GAP.sub(lambda gap: self._part(gap[1], 0), leaf)
        return self._filled(*self._rarest([(kind, pattern) for pattern in PATTERNS[kind]]), depth)

    def _rarest(self, patterns: Sequence[tuple[str, str]]) -> tuple[str, str]:
        """Of a few ``patterns`` the one whose function was drawn least."""
        few = self.dice.sample(patterns, min(8, len(patterns)))
        return min(few, key=lambda each: self.drawn[_name(each[1])])

    def _filled(self, kind: str, pattern: str, depth: int) -> str:
        self.drawn[_name(pattern)] += 1
        whole = pattern.replace("{self}", f"{{{kind}}}")
        return _GAP.sub(lambda gap: self._part(gap[1], max(depth - self.dice.choice((1, 1, 2)), 0)), whole)

    def _part(self, kind: str, depth: int) -> str:
        """A part for a gap, in brackets where the signs around it might bind it otherwise."""
        made = self._made(kind, depth)
        return made if kind in {"sign", "equality"} or _is_closed(made) else f"({made})"


def _name(pattern: str) -> str:
    """The function of ``pattern``, or the operator with what it takes."""
    called = re.match(r"[A-Z]+(?=\()", pattern)
    return called[0] if called else pattern


def _is_closed(made: str) -> bool:
    """Whether ``made`` is a name, a literal or one call, which nothing around it can take apart."""
    if not _SIMPLE.fullmatch(made):
        return False
    depth = 0
    for at, sign in enumerate(re.sub(r'"[^"]*"', lambda text: "." * len(text[0]), made)):
        depth += (sign == "(") - (sign == ")")
        if sign == ")" and depth == 0 and at < len(made) - 1:
            return False
    return True
