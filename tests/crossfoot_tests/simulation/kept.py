"""A long run that may be stopped and taken up: what came of each seed is kept in a file as it ends."""

from __future__ import annotations

import hashlib
import json
import os
from collections import Counter
from functools import cache
from pathlib import Path

import crossfoot_server
import crossfoot_sync
import crossfoot_templates
from crossfoot_tests.simulation.run import Outcome

PLAYED = (crossfoot_templates.__file__, crossfoot_sync.__file__, crossfoot_server.__file__, __file__)
"""A file of each package whose code decides what comes of a seed."""


class OtherCode(ValueError):
    """What was kept came of other code: it says nothing of the code that is here now."""


class Kept:
    """The file of a run: the code it was played with, then a line for each seed that ended."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def outcomes(self) -> dict[int, tuple[Outcome, float]]:
        """What came of each seed so far, and the seconds it added to the run. Makes the file where there is none.

        Raises:
            OtherCode: the code has changed since.
        """
        if not self.path.exists():
            self.path.write_text(json.dumps({"code": code()}) + "\n", encoding="utf-8")
        whole, _, torn = self.path.read_bytes().rpartition(b"\n")
        if torn:  # the run was stopped in the middle of a line
            os.truncate(self.path, len(whole) + 1)
        first, *lines = whole.splitlines()
        if json.loads(first) != {"code": code()}:
            raise OtherCode(f"the seeds in {self.path} were played with other code; name another file")
        return {each["seed"]: _read(**each) for each in map(json.loads, lines)}

    def add(self, outcome: Outcome, seconds: float) -> None:
        """Keep what came of one more seed. Its log is left out: the seed can be played again."""
        line = json.dumps({**vars(outcome), "log": [], "took": round(seconds, 3)})
        with self.path.open("a", encoding="utf-8") as file:
            file.write(line + "\n")


def _read(*, took: float, counts: dict[str, int], **outcome: object) -> tuple[Outcome, float]:
    return Outcome(counts=Counter(counts), **outcome), took  # type: ignore[arg-type]  # as it was written


@cache
def code() -> str:
    """A digest of the code that decides what comes of a seed."""
    digest = hashlib.blake2b(digest_size=8)
    for folder in (Path(file).parent for file in PLAYED):
        for file in sorted(each for each in folder.rglob("*") if each.suffix in {".py", ".toml"}):
            digest.update(f"{file.relative_to(folder)}\n".encode() + file.read_bytes())
    return digest.hexdigest()
