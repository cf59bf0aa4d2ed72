"""What people do with the program: sync, pull, preview, decide by field, open an old copy, forward a workbook."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from copy import deepcopy
from dataclasses import replace

from crossfoot_sync.client.errors import (
    ChangedMeanwhileError,
    DefinitionsChangedError,
    NotABookError,
    ServerProblemError,
    SomebodyElsesBookError,
    UnreachableError,
)
from crossfoot_sync.client.report import SyncReport
from crossfoot_sync.engine.deciding import Decisions
from crossfoot_sync.engine.rows import Decision
from crossfoot_sync.grids.memory_sheet import MemorySheet
from crossfoot_templates.layout import ID, IN_STEP, MANAGED, OPEN, TICK
from crossfoot_templates.standard import SCOPE_COLUMNS
from crossfoot_templates.types import CellValue
from crossfoot_tests.simulation.acts import ACTS, HIDDEN, WHILE_WAITING, Act
from crossfoot_tests.simulation.figures import COMPUTED
from crossfoot_tests.simulation.fragile import ClientKilled
from crossfoot_tests.simulation.judge import Violation
from crossfoot_tests.simulation.ledger import FOLLOWED
from crossfoot_tests.simulation.moment import Moment
from crossfoot_tests.simulation.place import Place

Work = Callable[[], SyncReport]

SOME_COLUMNS = 0.6
"""How many of the sorts without the hidden columns are of some columns only."""

DRAWS = 5
"""How often the columns of such a sort are drawn until it can be told from edits."""


def sync(moment: Moment) -> bool:
    """Sync, and confirm at once what the program would ask about."""
    _sync(moment)
    return True


def pull(moment: Moment) -> bool:
    """Bring in what others changed."""
    _run(moment, lambda: moment.place.desk(moment.dice).pull())
    return True


def preview(moment: Moment) -> bool:
    """Look what a sync would do: nothing changes, here or in the store."""
    place, office = moment.place, moment.office
    before, seq = deepcopy(place.grid), office.judge.records.last
    report = _run(moment, lambda: place.desk(moment.dice).preview())
    calm = not place.line.typed_meanwhile and not place.line.others_meanwhile
    if report is not None and calm:
        same = {name: sheet.rows for name, sheet in before.sheets.items()} == {
            name: sheet.rows for name, sheet in place.grid.sheets.items()
        }
        if not same or office.judge.records.last != seq:
            raise Violation("preview", f"a preview of {place.workbook} changed something")
    return True


def decide_by_field(moment: Moment) -> bool:
    """Decide single open fields with the program."""
    place = moment.place
    decisions: dict[tuple[str, str, str], Decision] = {}
    for table in place.tables:
        if not place.sheet(table).has(OPEN) or not place.sheet(table).has(ID):
            continue
        for line in place.lines(table):
            row_id, mine = place.shows(table, line, ID), []
            for column in place.opened(table, line):
                choice: Decision | None = moment.dice.choice(("mine", "theirs", None))
                if choice is not None and isinstance(row_id, str) and column in FOLLOWED[table]:
                    decisions[table, row_id, column] = choice
                    _enter(moment, table, line, column, choice)
                    mine += [column] if choice == "mine" else []
            place.insist(table, line, *mine)
    if decisions:
        _sync(moment, decisions)
    return bool(decisions)


def sort_visible_columns(moment: Moment) -> bool:
    """Sort a selection without the hidden columns, or of some columns only, and sync.

    It is undone where the program says that it must be.
    """
    if moment.dice.random() < SOME_COLUMNS:
        orderly = [each for each in moment.office.places if any(_in_step(each, table) for table in each.tables)]
        return bool(orderly) and _sort_some_columns(_at(moment, moment.dice.choice(orderly)))
    place, table = moment.place, moment.table()
    sheet = place.sheet(table)
    if not all(sheet.has(each) for each in HIDDEN):
        return False
    if any(row[ID] is None for _, row in place.rows(table)):
        return False
    before, given_up = deepcopy(sheet), set(place.page.given_up)
    sheet.sort(moment.dice.choice(place.followed(table)), _movable(sheet))
    report = _sync(moment)
    if report is None or place.held(table):
        place.put_back(table, before, given_up)
        moment.office.counts["a sort was undone"] += 1
    return True


def _movable(sheet: MemorySheet) -> list[str]:
    """The columns that a selection of the visible cells takes along."""
    return [each.name or each.label for each in sheet.columns if each.name not in HIDDEN]


def _sort_some_columns(moment: Moment) -> bool:
    """Sort a selection of only some columns in a table that is in step, sync, and undo it once it was noticed."""
    place = moment.place
    if _sync(moment) is None or place.line.typed_meanwhile:
        # a cell that was typed in while the program ran is not in step, whatever its tick says of the time before
        return False
    in_step = [table for table in place.tables if _in_step(place, table)]
    sorts = ((table, *_selection(moment, table)) for table in in_step for _ in range(DRAWS))
    table, by, columns = next((each for each in sorts if _would_look_sorted(place, *each)), ("", "", []))
    if not table:
        return False
    before, given_up = deepcopy(place.sheet(table)), set(place.page.given_up)
    place.sheet(table).sort(by, columns)
    _sync(moment)
    place.put_back(table, before, given_up)
    moment.office.counts["only some columns were sorted"] += 1
    return True


def _selection(moment: Moment, table: str) -> tuple[str, list[str]]:
    """Some columns of a table, and which of them it is to be sorted by."""
    columns, by = _movable(moment.place.sheet(table)), moment.dice.choice(moment.place.followed(table))
    some = {by, *moment.dice.sample(columns, moment.dice.randint(1, len(columns) - 1))}
    return by, [column for column in columns if column in some]


def _would_look_sorted(place: Place, table: str, by: str, columns: list[str]) -> bool:
    after = deepcopy(place.sheet(table))
    after.sort(by, columns)
    return _looks_sorted(place.sheet(table), after)


def _in_step(place: Place, table: str) -> bool:
    """Whether a table has all its hidden columns and more than one row, and every one of them is in step."""
    sheet, rows = place.sheet(table), [row for _, row in place.rows(table)]
    return len(rows) > 1 and all(sheet.has(each) for each in HIDDEN) and all(row.get(TICK) == IN_STEP for row in rows)


def _looks_sorted(before: MemorySheet, after: MemorySheet) -> bool:
    """Whether it is a sort that the program says it notices: three values of one column, or two columns of the rows."""
    changed: list[tuple[int, ...]] = []
    for place, column in enumerate(after.columns):
        if column.name and column.name not in {*MANAGED, *SCOPE_COLUMNS, *COMPUTED[before.table]}:
            pairs = [(old[place], new[place]) for old, new in zip(before.rows, after.rows, strict=True)]
            rows = tuple(at for at, (old, new) in enumerate(pairs) if old != new)
            if len({pairs[at][0] for at in rows} - {None, ""}) > 2:
                return True
            changed += [rows] if rows else []
    return len(changed) > len({*changed})


def rename_heading(moment: Moment) -> bool:
    """Type over a heading, sync, and put it back when nothing could be sent."""
    place, table = moment.place, moment.table()
    sheet = place.sheet(table)
    column = moment.dice.choice([each.name for each in sheet.columns if each.name and not each.name.startswith("_")])
    label = sheet.columns[sheet.place(column)].label
    sheet.rename_header(column, f"{label} {moment.step}")
    if place.outbox.load() is not None:
        place.page.behind.add(table)
    _sync(moment)
    place.grid.sheets[table].rename_header(column, label)
    return True


def put_copy_away(moment: Moment) -> bool:
    """Copy the file, sometimes with a new row in it that was not sent yet."""
    place = moment.place
    if moment.dice.random() < 0.5:
        ACTS["add"].do(moment)
    place.copies.append((deepcopy(place.grid), deepcopy(place.outbox)))
    return True


def open_copy(moment: Moment) -> bool:
    """Go on with an old copy of the file. The outbox of then may lie beside it, or that of now."""
    place = moment.place
    if not place.copies:
        return False
    grid, outbox = moment.dice.choice(place.copies)
    place.give_up_everything()
    place.grid = deepcopy(grid)
    if moment.dice.random() < 0.5:
        place.outbox = deepcopy(outbox)
    place.page.doubtful = True
    place.look_again()
    return True


def forward(moment: Moment) -> bool:
    """Somebody else opens the workbook and syncs it: nothing is sent, nothing changes."""
    place, office = moment.place, moment.office
    other = moment.dice.choice([each for each in office.places if each.login != place.login])
    before, seq = deepcopy(place.grid), office.judge.records.last
    try:
        place.desk(moment.dice, login=other.login).sync(confirmed=True)
    except SomebodyElsesBookError:
        same = {name: sheet.rows for name, sheet in before.sheets.items()} == {
            name: sheet.rows for name, sheet in place.grid.sheets.items()
        }
        if not same or office.judge.records.last != seq:
            raise Violation("forwarded", f"{other.login} changed something with {place.workbook}") from None
        return True
    except UnreachableError:
        return False
    raise Violation("forwarded", f"{other.login} could sync {place.workbook}")


def tamper_with_manifest(moment: Moment) -> bool:
    """Change what the workbook says of itself, sync, and put it back where that is refused."""
    place = moment.place
    fact = moment.dice.choice(("cursor", "epoch", "layouts", "lists", "version", "shown"))
    place.page.doubtful = True
    if fact == "shown":
        table = moment.table()
        entries = place.grid.lists.get(f"shown.{table}", [])
        place.grid.lists[f"shown.{table}"] = [each for each in entries if moment.dice.random() < 0.7]
        _sync(moment)
        return True
    before = place.grid.manifest[fact]
    values = {"cursor": ("0", "7", "99999999", "x"), "epoch": ("", "0" * 16), "version": ("", "old")}
    place.grid.manifest[fact] = moment.dice.choice(values.get(fact, ("{}", '{"invoice": 7}', "[")))
    try:
        _sync(moment)
    except NotABookError:
        place.grid.manifest[fact] = before
        moment.office.counts["a damaged manifest was refused"] += 1
    return True


def set_clock(moment: Moment) -> bool:
    """Set a computer's clock wrong."""
    moment.place.skew = dt.timedelta(minutes=moment.dice.randint(-5000, 5000))
    return True


def _at(moment: Moment, place: Place) -> Moment:
    """The same step, and its trouble, at another place."""
    place.line.trouble, moment.place.line.trouble = moment.place.line.trouble, place.line.trouble
    place.fuse.left, moment.place.fuse.left = moment.place.fuse.left, place.fuse.left
    return replace(moment, place=place)


def _sync(moment: Moment, decisions: Decisions | None = None) -> SyncReport | None:
    place = moment.place
    return _run(moment, lambda: place.desk(moment.dice).sync(decisions=decisions, confirmed=True))


def _run(moment: Moment, work: Work) -> SyncReport | None:
    """Run the program, or have it run; ``None`` where nobody can tell what came of it."""
    if moment.place.synced_by is None:
        return _run_here(moment, work)
    moment.place.synced_by()
    return None


def _run_here(moment: Moment, work: Work) -> SyncReport | None:
    """Run the program; ``None`` where it was stopped by the trouble of this step, or runs already."""
    place, office = moment.place, moment.office
    if place.at_work:
        return None
    place.save()
    place.line.typed_meanwhile = place.line.others_meanwhile = False
    office.counts["program runs"] += 1
    notes = place.notes()
    place.page.behind |= _held_while_finishing(place)
    with _meanwhile(moment):
        report = _finished(moment, work)
    if report is None:
        return None
    if not place.line.typed_meanwhile:
        place.page.stepped_back &= report.preview
        office.judge.report(place.workbook, report)
        _notes_kept(moment, notes)
    for table in report.tables:
        office.counts.update(f"row {status}" for status in table.statuses.elements())
        office.counts["table held back"] += table.held_back
        office.counts["row held"] += len(place.held(table.name)) if table.name in place.tables else 0
    return report


def _finished(moment: Moment, work: Work) -> SyncReport | None:
    """What the program came to; ``None`` where it was stopped."""
    place, office = moment.place, moment.office
    place.at_work = True
    try:
        return work()
    except ClientKilled:
        office.struck(f"killed client {place.fuse.struck}")
    except UnreachableError:
        pass
    except DefinitionsChangedError:
        office.struck("definitions changed between two requests")
    except ChangedMeanwhileError:
        if not place.line.typed_meanwhile:
            raise
    except ServerProblemError as error:
        if error.problem.status != 400 or len(office.editions) == 1:
            raise
        office.struck("asked a server of other definitions")
    finally:
        place.at_work = False
        place.fuse.left = None
        place.line.trouble.kind = ""
        place.reload()
        office.news()
    return None


def _held_while_finishing(place: Place) -> set[str]:
    """The tables with held rows, where an earlier push is still to be finished."""
    return {table for table in place.tables if place.held(table)} if place.outbox.load() else set()


def _notes_kept(moment: Moment, before: dict[str, tuple[str, CellValue]]) -> None:
    """What stands in the person's own columns goes only with the row it stands beside."""
    place = moment.place
    after = place.notes()
    for note, (table, row_id) in before.items():
        if note not in after and any(row.get(ID) == row_id for _, row in place.rows(table)):
            raise Violation("one's own", f"{note!r} beside {table} {row_id} is gone from {place.workbook}")


@contextmanager
def _meanwhile(moment: Moment) -> Iterator[None]:
    """While a reply is on its way, the person goes on working, or somebody else syncs."""
    place, office = moment.place, moment.office

    def happens() -> None:
        others = [each for each in office.places if each is not place]
        if moment.dice.random() < 0.5:
            act = ACTS[moment.dice.choice(WHILE_WAITING)]
            place.line.typed_meanwhile |= act.do(moment)
            place.page.stepped_back |= place.line.typed_meanwhile
            return
        other = Moment(office, moment.dice.choice(others), moment.dice, moment.step, moment.count)
        place.line.others_meanwhile = True
        ACTS["edit"].do(other)
        _sync(other)
        moment.count = other.count

    place.line.meanwhile = happens
    place.line.ahead, place.line.behind = moment.race or _race(moment)
    yield
    place.line.meanwhile = place.line.ahead = place.line.behind = lambda: None


def _race(moment: Moment) -> tuple[Callable[[], None], Callable[[], None]]:
    """Somebody else changes a cell just before the request arrives; its user types in it, or chooses, just after."""
    place, office = moment.place, moment.office
    target: list[tuple[str, object, str]] = []

    def ahead() -> None:
        shared = [
            (other, table, line, row[ID])
            for other in office.places
            if other is not place and other.login != place.login
            for table in other.tables
            if table in place.tables and other.sheet(table).has(ID) and place.sheet(table).has(ID)
            for line, row in other.rows(table)
            if row[ID] in place.known(table)
        ]
        if not shared:
            return
        waiting = {row[ID] for table in place.tables for line, row in place.rows(table) if place.opened(table, line)}
        other, table, line, row_id = moment.dice.choice([each for each in shared if each[3] in waiting] or shared)
        column = moment.dice.choice([name for name in place.followed(table) if other.sheet(table).has(name)] or ["?"])
        if column == "?":
            return
        theirs = Moment(office, other, moment.dice, moment.step, moment.count)
        other.type(table, line, column, theirs.value(column))
        place.line.others_meanwhile = True
        _sync(theirs)
        moment.count = theirs.count
        target.append((table, row_id, column))

    def behind() -> None:
        for table, row_id, column in target:
            line = next((line for line, row in place.rows(table) if row.get(ID) == row_id), None)
            if line is None:
                continue
            place.line.typed_meanwhile = place.page.stepped_back = True
            if place.opened(table, line) and moment.dice.random() < 0.5:
                ACTS["decide"].do(moment)
            else:
                place.type(table, line, column, moment.value(column))

    return ahead, behind


def _enter(moment: Moment, table: str, line: int, column: str, choice: Decision) -> None:
    place = moment.place
    held = place.content(table, line, column) if place.sheet(table).has(column) else None
    place.ledger.bring_back(place.workbook, table, column, held)
    if place.sheet(table).has(TICK):
        # who decides field by field thinks no more of a choice made for the whole row
        place.sheet(table).set(line, TICK, None)
    if choice == "theirs":
        place.give_up(table, line, column)


SYNCING: dict[str, Act] = {
    "sync": Act(sync, 150),
    "pull": Act(pull, 12),
    "preview": Act(preview, 6),
    "decide by field": Act(decide_by_field, 12, "H32"),
    "sort the visible columns": Act(sort_visible_columns, 14, "H02"),
    "type over a heading": Act(rename_heading, 3, "H07"),
    "tamper with the manifest": Act(tamper_with_manifest, 4, "H18"),
}
"""What is done with the program; trouble may strike meanwhile."""

KEEPING: dict[str, Act] = {
    "put a copy away": Act(put_copy_away, 9),
    "open an old copy": Act(open_copy, 7, "H19"),
    "forward the workbook": Act(forward, 4, "H17"),
    "set the clock wrong": Act(set_clock, 4),
}
"""What is done with the file."""
