"""Closing the books: no trouble any more, everybody syncs until nothing moves, and then all must agree."""

from __future__ import annotations

import datetime as dt
import sqlite3
from contextlib import closing as closed
from decimal import Decimal
from random import Random
from typing import Any

from crossfoot_sync.grids.memory_sheet import Formula
from crossfoot_templates.layout import BASE, CONFLICT, ID, IN_STEP, MESSAGE, OPEN, REFUSED, TICK, WAITING
from crossfoot_templates.model import Catalog, Column, Table
from crossfoot_templates.types import Boolean, CellValue, Choice, Date, DateTime, Money, Percent, Reference
from crossfoot_tests.crash.integrity import problems
from crossfoot_tests.simulation.books import FIRST, SECOND
from crossfoot_tests.simulation.court import Court
from crossfoot_tests.simulation.events import EVENTS
from crossfoot_tests.simulation.figures import FIGURES, Rows
from crossfoot_tests.simulation.judge import Violation, fate
from crossfoot_tests.simulation.ledger import Cell, mark_of
from crossfoot_tests.simulation.moment import Moment
from crossfoot_tests.simulation.office import Office
from crossfoot_tests.simulation.pending import STILL_WAITING
from crossfoot_tests.simulation.place import Place
from crossfoot_tests.simulation.rules import AT_REST, TOLD
from crossfoot_tests.simulation.shown import waits_as_shown
from crossfoot_tests.simulation.syncing import SYNCING

ROUNDS = 6

_CHOICES = {
    "CNY": ("人民币", "Yuan"),
    "USD": ("美元", "US dollar"),
    "open": ("未结", "Open"),
    "sent": ("已寄", "Sent"),
    "settled": ("已结清", "Settled"),
    "invoice": ("发票", "Invoices"),
    "sales_manager": ("销售经理", "Sales manager"),
    "pending": ("待审批", "Pending"),
    "approved": ("已批准", "Approved"),
    "rejected": ("未批准", "Rejected"),
    "withdrawn": ("已撤回", "Withdrawn"),
    "void": ("已作废", "Void"),
    "approve": ("批准", "Approve"),
    "reject": ("不批准", "Reject"),
    "withdraw": ("撤回", "Withdraw"),
}


def close_books(office: Office, dice: Random) -> None:
    """Finish what is under way, let everybody sync until nothing moves, and judge the end."""
    office.quiet, office.dice = True, dice
    office.processes.upgrade_all()
    while office.adrift:
        EVENTS["a late request arrives"].do(Moment(office, office.places[0], dice, 0))
    _settle(office, dice)
    for problem in problems(office.processes.store):
        raise Violation("integrity", problem)
    waiting = {place.workbook: told_of(place) for place in office.places}
    fate(office.ledger, office.judge.records, waiting)
    upgraded = office.editions == {True}
    for place in office.places:
        in_step(office, place, SECOND if upgraded else FIRST, upgraded=upgraded)
        office.counts[STILL_WAITING] += waits_as_shown(place, office.pending.waiting())
    office.counts[TOLD] += sum(place.page.told for place in office.places)


def _settle(office: Office, dice: Random) -> None:
    for number in range(ROUNDS):
        before = {place.workbook: screen(place) for place in office.places}
        seq = office.judge.records.last
        for place in office.places:
            office.log.append(f"closing round {number}: {place.workbook} of {place.login} syncs")
            SYNCING["sync"].do(Moment(office, place, dice, 0))
        if seq == office.judge.records.last and before == {place.workbook: screen(place) for place in office.places}:
            return
    raise Violation("convergence", f"after {ROUNDS} rounds in which nobody typed, something still moves")


def screen(place: Place) -> dict[str, list[list[Any]]]:
    return {table: [[*row] for row in sheet.rows] for table, sheet in place.grid.sheets.items()}


def told_of(place: Place) -> set[Cell]:
    """The followed values that stand in their cells with a reason beside them."""
    found = set()
    for table in place.tables:
        for line, row in place.rows(table):
            if row.get(TICK) in (CONFLICT, REFUSED, WAITING) and row.get(MESSAGE):
                for column in place.followed(table):
                    mark = mark_of(place.content(table, line, column))
                    if mark is not None:
                        found.add((table, column, mark))
    return found


def in_step(office: Court, place: Place, catalog: Catalog, *, upgraded: bool) -> None:
    """The workbook shows exactly what its person may see, fields apart that wait for them."""
    rows = office.rulings.rows()
    with closed(sqlite3.connect(office.store_file)) as connection:
        connection.row_factory = sqlite3.Row
        for table in place.tables:
            stored = {
                row["_id"]: dict(row)
                for row in connection.execute(f'SELECT * FROM "{table}" WHERE NOT _voided')  # noqa: S608
                if office.judge.sees(place.login, row["owner"], row["team"])
            }
            if not place.sheet(table).has(ID) or not place.sheet(table).has(BASE):
                continue
            known = place.known(table)
            unsure = _unsure(place, table)
            if {row_id: rev for row_id, rev in known.items() if row_id not in unsure} != {
                row_id: row["_rev"] for row_id, row in stored.items() if row_id not in unsure
            }:
                raise Violation(
                    "convergence",
                    f"{place.workbook} of {place.login} knows of {table} {sorted(known.items())}, and may see "
                    f"{sorted((row_id, row['_rev']) for row_id, row in stored.items())}",
                )
            calculated = {
                row_id: {**row, **_calculated(rows, table, row_id, upgraded=upgraded)} for row_id, row in stored.items()
            }
            _rows_agree(place, catalog.tables[table], calculated, connection)
            office.counts[AT_REST] += len(calculated) * len(catalog.tables[table].computed)


def _calculated(rows: Rows, table: str, row_id: str, *, upgraded: bool) -> dict[str, Any]:
    """What the computed columns of a row come to, as the store would give it."""
    row = rows[table][row_id]
    return {name: figure(rows, row_id, row) for (owner, name), figure in FIGURES[upgraded].items() if owner == table}


def _unsure(place: Place, table: str) -> set[CellValue]:
    """The ids of which a workbook that holds rows cannot tell what their rows are, or whether they were removed."""
    lines = _in_doubt(place, table)
    ids = {row.get(ID) for _, row in place.rows(table)}
    kept: set[CellValue] = {row.get(ID) for line, row in place.rows(table) if line in lines}
    return kept | (place.known(table).keys() - ids) if lines else set()


def _in_doubt(place: Place, table: str) -> set[int]:
    """The rows that are held, and beside them the emptied ones: what stood there may stand elsewhere."""
    held = {*place.held(table)}
    emptied = {
        line
        for line, row in place.rows(table)
        if all(value is None for name, value in row.items() if not name.startswith("_"))
    }
    return held | emptied if held else held


def _rows_agree(place: Place, table: Table, stored: dict[str, dict[str, Any]], connection: sqlite3.Connection) -> None:
    shown: set[CellValue] = set()
    held = _in_doubt(place, table.name)
    for line, row in place.rows(table.name):
        if all(value is None or _is_formula(place, table, line, name) for name, value in row.items()):
            # formulas that other rows have as well were filled down, and make no row by themselves
            continue
        tick = row.get(TICK)
        if tick not in (IN_STEP, CONFLICT, REFUSED, WAITING):
            raise Violation(
                "partial success", f"{place.workbook} {table.name} {line} is left at {tick!r} for no reason"
            )
        if tick != IN_STEP and not row.get(MESSAGE):
            raise Violation("reason", f"{place.workbook} {table.name} {line} says {tick} and not why")
        kept = stored.get(str(row[ID]))
        if kept is None or row[ID] in shown:
            continue
        shown.add(row[ID])
        if line not in held:
            _cells_agree(place, table, line, kept, connection)
    missing = stored.keys() - shown
    # while rows are held, removed ones are not sent
    if missing and not held and tick_free(place, table.name):
        raise Violation("convergence", f"{place.workbook} {table.name} does not show {sorted(missing)}")


def _is_formula(place: Place, table: Table, line: int, column: str) -> bool:
    return isinstance(place.content(table.name, line, column), Formula)


def _cells_agree(place: Place, table: Table, line: int, kept: dict[str, Any], connection: sqlite3.Connection) -> None:
    row, opened = dict(place.rows(table.name))[line], place.opened(table.name, line)
    free = place.uncalculated or (opened and place.calculates)
    live = {each.name for each in table.computed} if free else set()
    for column in table.columns:
        if column.name in live and isinstance(place.content(table.name, line, column.name), Formula):
            # it is calculated from what stands in the row, where something waits, or by nobody
            continue
        if column.name in row and column.name not in opened:
            expected = _display(place, column, kept[column.name], connection)
            if isinstance(place.content(table.name, line, column.name), Formula):
                expected = [*expected, *_names_here(place, column, kept[column.name])]
            if _as_shown(row[column.name], column) not in expected:
                raise Violation(
                    "convergence",
                    f"{place.workbook} {table.name} {line} shows {row[column.name]!r} for {column.name}, and the "
                    f"store holds {kept[column.name]!r}",
                )


def _as_shown(value: CellValue, column: Column) -> CellValue:
    """What a formula comes to, as spreadsheets show it: a difference of floats is a little beside the exact one."""
    if not isinstance(value, float):
        return value
    return round(value, column.type.scale + 3) if isinstance(column.type, Money | Percent) else float(f"{value:.15g}")


def tick_free(place: Place, table: str) -> bool:
    """Whether nothing keeps rows from the sheet."""
    return bool(place.tables) and place.sheet(table).has(OPEN)


def _names_here(place: Place, column: Column, row_id: str) -> list[CellValue]:
    """What a formula may show for a reference besides: what this very workbook calls the row.

    A name that waits for its user is not the store's, yet it names that row here and no other, and a formula that
    gives it stays. The name itself is judged where it stands.
    """
    if not isinstance(column.type, Reference) or column.type.table not in place.tables:
        return []
    rows = (row for _, row in place.rows(column.type.table) if row.get(ID) == row_id)
    return [name for row in rows for name in (row.get("name"), row.get("code")) if name is not None]


def _display(place: Place, column: Column, value: Any, connection: sqlite3.Connection) -> list[CellValue]:
    """What a cell may show for a stored value, written down once more apart from the engine."""
    return [None] if value is None else _shown(place, column, value, connection)


def _shown(place: Place, column: Column, value: Any, connection: sqlite3.Connection) -> list[CellValue]:
    zh = place.language == "zh"
    match column.type:
        case Money() | Percent():
            return [float(Decimal(value) / 10**column.type.scale)]
        case Boolean():
            return [("是" if value else "否") if zh else ("Yes" if value else "No")]
        case Choice():
            return [_CHOICES[value][0 if zh else 1]]
        case Reference(table="user"):
            return [connection.execute('SELECT name FROM "user" WHERE login = ?', (value,)).fetchone()[0], value]
        case Reference(table="team" | "entity" as target):
            name = "zh" if zh else "en"
            return [connection.execute(f"SELECT {name} FROM {target} WHERE code = ?", (value,)).fetchone()[0], value]  # noqa: S608
        case Reference():
            return [*connection.execute("SELECT name, code FROM customer WHERE _id = ?", (value,)).fetchone()]
        case Date():
            return [dt.date.fromisoformat(value), dt.datetime.fromisoformat(value)]
        case DateTime():
            # The store keeps UTC; people see the clock on the wall, which is China's.
            return [dt.datetime.fromisoformat(value) + dt.timedelta(hours=8)]
        case _:
            return [value, float(value)] if isinstance(value, int) else [value]
