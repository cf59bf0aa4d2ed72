"""Write the pages that are made from the code: ``python -m crossfoot_tests.docs.generate``."""

from __future__ import annotations

from pathlib import Path

from crossfoot_tests.docs import command_line, hazards, language, sentences
from crossfoot_tests.docs.places import REFERENCE

SYNC = REFERENCE / "sync.md"
FORMULAS = REFERENCE / "formulas.md"


def generated() -> dict[Path, str]:
    """Every generated page and what it should hold."""
    return {
        REFERENCE / "command-line.md": command_line.page(),
        REFERENCE / "messages.md": sentences.page(),
        FORMULAS: language.laid_into(FORMULAS.read_text(encoding="utf-8")),
        SYNC: hazards.laid_into(SYNC.read_text(encoding="utf-8")),
    }


def main() -> None:
    """Write them."""
    for path, text in generated().items():
        path.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
