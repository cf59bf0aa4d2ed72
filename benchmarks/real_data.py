"""Bring real lists in, take them through workbooks, and print what can be counted and added up at the other end.

    python benchmarks/real_data.py FOLDER

FOLDER holds ``crm_maven/``, ``ar_ibm/`` and ``bids_indot/`` as CSV files; they are not part of the project. The
mapping files are in ``benchmarks/real_data``. Nothing here knows what the figures should be.
"""

from __future__ import annotations

import csv
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import TypeVar

from crossfoot_sync.client.books import connect, new_book, open_desk
from crossfoot_sync.client.credentials import Credentials
from crossfoot_sync.client.desk import Desk
from crossfoot_sync.demo.hands import Hands
from crossfoot_sync.demo.server import ServerProcess, crossfoot
from crossfoot_sync.engine.manifest import Manifest
from crossfoot_sync.engine.workbook import Workbook, read_workbook
from crossfoot_templates.types import WireValue

MAPPINGS = Path(__file__).with_name("real_data")
ANALYST = "analyst"
EVERYTHING = ("sales_manager", "bid_manager", "finance")
T = TypeVar("T")


def main(data: Path) -> None:
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        with company(work, data) as (address, credentials):
            imports(address, credentials, data)
            through_workbooks(work, address, credentials)


@contextmanager
def company(work: Path, data: Path) -> Iterator[tuple[str, Callable[[str], Credentials]]]:
    """The sales organisation of the CRM example on a server of its own; the address, and each person's tokens."""
    overlay = str(MAPPINGS / "overlay")
    store = ("--store", str(work / "store.sqlite"))
    organisation = work / "organisation.toml"
    organisation.write_text(organisation_of(data / "crm_maven" / "sales_teams.csv"), encoding="utf-8")
    crossfoot("accounts", "apply", str(organisation), *store, "--overlay", overlay, config=work)
    server = ServerProcess(work / "store.sqlite", work / "server.log", 0, "--overlay", overlay)

    def credentials(login: str) -> Credentials:
        return Credentials(work / "config" / login)

    try:
        for login in (ANALYST, "dustin.brinkmann", "moses.frase"):
            token = crossfoot("accounts", "token", login, *store, "--overlay", overlay, config=work).strip()
            credentials(login).keep(server.address, token)
        yield server.address, credentials
    finally:
        server.stop()


def organisation_of(teams: Path) -> str:
    """An organisation file: a team for each regional office, below it one for each manager, the agents in these."""
    lines = ["[[entities]]", 'code = "HQ"', 'zh = "总部"', 'en = "Head office"']
    rows = list(csv.DictReader(teams.open(encoding="utf-8")))
    people = {(row["manager"], row["manager"], "sales_manager", "team") for row in rows}
    people |= {(row["sales_agent"], row["manager"], "sales", "own") for row in rows}
    for office in sorted({row["regional_office"] for row in rows}):
        lines += team(office, None)
    for manager, office in sorted({(row["manager"], row["regional_office"]) for row in rows}):
        lines += team(manager, office)
    for name, its_team, role, scope in sorted(people):
        lines += person(login_of(name), name, login_of(its_team), [(role, scope)])
    lines += person(ANALYST, "Analyst", None, [(role, "all") for role in EVERYTHING])
    return "\n".join(lines) + "\n"


def team(name: str, parent: str | None) -> list[str]:
    above = [f'parent = "{login_of(parent)}"'] if parent else []
    return ["[[teams]]", f'code = "{login_of(name)}"', f'zh = "{name}"', f'en = "{name}"', 'entity = "HQ"', *above]


def person(login: str, name: str, its_team: str | None, grants: list[tuple[str, str]]) -> list[str]:
    belongs = [f'team = "{its_team}"'] if its_team else []
    granted = ", ".join(f'{{role = "{role}", scope = "{scope}"}}' for role, scope in grants)
    own = [f'login = "{login}"', f'name = "{name}"', 'entity = "HQ"', 'language = "en"', *belongs]
    return ["[[users]]", *own, f"grants = [{granted}]"]


def login_of(name: str) -> str:
    return name.lower().replace(" ", ".")


def imports(address: str, credentials: Callable[[str], Credentials], data: Path) -> None:
    """Bring in the three sets with the command line, and print its reports."""
    crm, ar, bids = data / "crm_maven", next((data / "ar_ibm").glob("*.csv")), next((data / "bids_indot").glob("*.csv"))
    for mapping, files in (
        ("crm_maven.toml", [crm / "accounts.csv", crm / "sales_pipeline.csv"]),
        ("ar_customers.toml", [ar]),
        ("ar_ibm.toml", [ar]),
        ("bids_indot.toml", [bids]),
    ):
        start = time.perf_counter()
        command = ("import", str(MAPPINGS / mapping), *map(str, files), "--server", address, "--apply", "--partly")
        print(f"\n== {mapping}")
        print(crossfoot(*command, config=credentials(ANALYST).path.parent).rstrip())
        print(f"   {time.perf_counter() - start:.1f} s")


def through_workbooks(work: Path, address: str, credentials: Callable[[str], Credentials]) -> None:
    """Pull each book, edit some rows, sync, pull elsewhere; then count and add up what stands there."""
    edited = {
        "follow_up": ("opportunity", "next_action"),
        "receivables": ("receivable", "notes"),
        "bids": ("tender", "notes"),
    }
    for book, (table, column) in edited.items():
        first, second = work / f"{book}-1.xlsx", work / f"{book}-2.xlsx"
        print(f"\n== {book} through workbooks")
        timed("new book", lambda: new_book(first, book, connect(address, credentials(ANALYST)), "en"))  # noqa: B023
        hands = Hands(first)
        for position in (0, 3, 5):
            hands.type(table, position, column, f"edited in row {position}")
        with open_desk(first, credentials(ANALYST)) as desk:
            report = timed("sync of three edits", desk.sync)
            print(
                "   ", {each.name: dict(each.statuses) for each in report.tables if each.statuses}, "ties:", report.ties
            )
        timed("new book elsewhere", lambda: new_book(second, book, connect(address, credentials(ANALYST)), "zh"))  # noqa: B023
        with open_desk(second, credentials(ANALYST)) as desk:
            workbook = whole(desk)
        arrived = [
            row.wire[column] for row in workbook.tables[table].rows if str(row.wire[column]).startswith("edited")
        ]
        print("    arrived:", sorted(map(str, arrived)))
        FIGURES[book](workbook)
    manager = new_book(work / "m.xlsx", "follow_up", connect(address, credentials("dustin.brinkmann")))
    agent = new_book(work / "a.xlsx", "follow_up", connect(address, credentials("moses.frase")))
    print("\n== scope: rows of the analyst, a manager, an agent")
    print(
        "   ", [{each.name: each.totals.rows for each in report.tables if each.totals} for report in (manager, agent)]
    )


def whole(desk: Desk) -> Workbook:
    reading = desk.grid.read()
    manifest = Manifest.read(reading.manifest)
    return read_workbook(reading, manifest, desk.server.view(manifest.book))


def timed(what: str, work: Callable[[], T]) -> T:
    start = time.perf_counter()
    result = work()
    print(f"    {what}: {time.perf_counter() - start:.1f} s")
    return result


def amount(value: WireValue) -> Decimal:
    return Decimal(str(value or 0))


def pipeline(workbook: Workbook) -> None:
    rows = [row.wire for row in workbook.tables["opportunity"].rows]
    stages = Counter(str(row["stage"]) for row in rows)
    won = sum((amount(row["closed_amount"]) for row in rows if row["stage"] == "won"), Decimal(0))
    rate = Decimal(stages["won"]) / (stages["won"] + stages["lost"])
    print(f"    opportunities {len(rows)} {dict(stages)} win rate {rate:.6f} won value {won:,}")
    print(
        f"    without customer {sum(row['customer'] is None for row in rows)}, without product "
        f"{sum(row['product'] is None for row in rows)}, "
        f"noted {sum('product: GTXPro' in str(row['notes']) for row in rows)}"
    )


def receivables(workbook: Workbook) -> None:
    rows = [row.wire for row in workbook.tables["receivable"].rows]
    print(
        f"    receivables {len(rows)} sum {sum((amount(row['amount']) for row in rows), Decimal(0)):,}; "
        f"first number {rows[0]['number']}"
    )


def bids(workbook: Workbook) -> None:
    totals: dict[object, dict[object, Decimal]] = defaultdict(lambda: defaultdict(Decimal))
    off = 0
    for row in (each.wire for each in workbook.tables["bid_opening_item"].rows):
        totals[row["tender"]][row["bidder"]] += amount(row["extension"])
        exact = amount(row["quantity"]) * amount(row["unit_price"])
        off += exact.quantize(Decimal("0.01"), ROUND_HALF_UP) != amount(row["extension"])
    positions: dict[tuple[object, object], WireValue] = {
        (row.wire["tender"], row.wire["bidder"]): row.wire["notes"] for row in workbook.tables["bid_opening"].rows
    }
    lowest = {tender: min(by, key=by.__getitem__) for tender, by in totals.items()}
    first = sum(positions[tender, bidder] == "position 1" for tender, bidder in lowest.items())
    total = sum((totals[tender][bidder] for tender, bidder in lowest.items()), Decimal(0))
    print(
        f"    contracts {len(totals)}, lines {len(workbook.tables['bid_opening_item'].rows)}, lines off {off}, "
        f"lowest is position 1 in {first}, sum of lowest totals {total:,}"
    )


FIGURES: dict[str, Callable[[Workbook], None]] = {"follow_up": pipeline, "receivables": receivables, "bids": bids}

if __name__ == "__main__":
    main(Path(sys.argv[1]))
