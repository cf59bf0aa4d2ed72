"""Takes away each defence in turn and tells which tests fail: ``python -m crossfoot_tests.planted [NAME …] [--write]``.

Ends with 1 where a test did not fail as it should, or fails with every defence in place.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

from crossfoot_tests.planted.checking import Checked, check, fates
from crossfoot_tests.planted.defences import DEFENCES
from crossfoot_tests.planted.page import PAGE, page, table


def main(arguments: Sequence[str] | None = None) -> int:
    """Check the defences named, or all; the exit code."""
    parser = argparse.ArgumentParser(prog="python -m crossfoot_tests.planted")
    parser.add_argument("names", nargs="*", metavar="NAME", help="defences to take away; all without any")
    parser.add_argument("--write", action="store_true", help="write the page of the documentation")
    asked = parser.parse_args(arguments)
    chosen = [each for each in DEFENCES if not asked.names or each.plant.name in asked.names]
    whole = fates(test for each in chosen for test in each.tests)
    wrong = [f"{case}: {fate} with every defence in place" for case, fate in whole.items() if fate != "passed"]
    wrong += [] if whole else ["no test could be run with every defence in place"]
    checked: list[Checked] = []
    for defence in chosen:
        checked.append(check(defence))
        verdict = "bites" if checked[-1].bites else "DOES NOT BITE"
        print(f"{defence.plant.hazard}  {defence.plant.name}: {verdict}", flush=True)
    print(table(checked))
    wrong += [
        f"{each.defence.plant.name}: {test} {fate}"
        for each in checked
        for test, fate in each.fates.items()
        if fate != "failed"
    ]
    print("\n".join(wrong), file=sys.stderr)
    if asked.write and not asked.names and not wrong:
        PAGE.write_text(page(checked), encoding="utf-8")
    return bool(wrong)


if __name__ == "__main__":
    sys.exit(main())
