"""What people do in a spreadsheet that they share, beyond what everybody does in a workbook."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from crossfoot_sync.emulator import Hands
from crossfoot_sync.emulator.grid import a1
from crossfoot_sync.emulator.json_types import Json
from crossfoot_templates.layout import HEADER_ROW, TICK
from crossfoot_tests.sheets_hour.team import TeamPlace
from crossfoot_tests.simulation.acts import ACTS, Act
from crossfoot_tests.simulation.approving import APPROVING
from crossfoot_tests.simulation.business import BUSINESS
from crossfoot_tests.simulation.ledger import AMOUNTS, FOLLOWED
from crossfoot_tests.simulation.moment import Moment
from crossfoot_tests.sync.grids.google_books import SheetHands

NAMES = {
    "zh": {"sales": "销售", "east": "华东", "south": "华南"},
    "en": {"sales": "Sales", "east": "East", "south": "South"},
}


def place_of(moment: Moment) -> TeamPlace:
    """The team's place at which this happens."""
    if not isinstance(moment.place, TeamPlace):
        raise TypeError("only a team shares a spreadsheet")
    return moment.place


def undo(moment: Moment) -> bool:
    """Take back one's own last step in a sheet, wherever its cells are by now."""
    place, hands = _hands_with(moment, "done")
    if hands is None:
        return False
    with place.noticing.by_itself():
        hands.undo()
    return True


def redo(moment: Moment) -> bool:
    """Do again what was taken back."""
    place, hands = _hands_with(moment, "undone")
    if hands is None:
        return False
    with place.noticing.by_itself():
        hands.hand.redoes()
        hands.look()
    return True


def cut(moment: Moment) -> bool:
    """Cut a cell and paste it into another row."""
    return _into_another_row(moment, Hands.cuts)


def copy_cell(moment: Moment) -> bool:
    """Copy a cell over that of another row."""
    return _into_another_row(moment, Hands.copies)


def _into_another_row(moment: Moment, move: Callable[[Hands, str, str], object]) -> bool:
    found = _column_and_rows(moment)
    if found is None:
        return False
    place, hands, column, source, target = found
    with place.noticing.by_itself():
        move(hands.hand, f"{column}{source}", f"{column}{target}")
        hands.look()
    return True


def fill_down(moment: Moment) -> bool:
    """Drag a cell down over the ones below it."""
    found = _column_and_rows(moment)
    if found is None:
        return False
    place, hands, column, source, _ = found
    last = source + moment.dice.randint(1, 3)
    hands.reach(last)
    with place.noticing.by_itself():
        hands.hand.copies(f"{column}{source}", f"{column}{source + 1}:{column}{last}")
        hands.look()
    return True


def paste_block(moment: Moment) -> bool:
    """Paste a block of texts from another program over several rows of a column."""
    found = _column_and_rows(moment, texts=True)
    if found is None:
        return False
    place, hands, column, source, _ = found
    table = hands.table
    name = next(each.name for each in hands.columns if each.name and hands.letter(each.name) == column)
    for line in range(source, source + moment.dice.randint(2, 4)):
        place.type(table, line, name, moment.text())
    return True


def descend(moment: Moment) -> bool:
    """Sort from the last to the first."""
    place, table = place_of(moment), moment.table()
    if not place.lines(table):
        return False
    hands = place.screen.hands(table)
    last = a1.letters(len(hands.columns) - 1)
    column = hands.letter(moment.dice.choice(place.followed(table)))
    hands.hand.sorts(f"A{hands.header + 1}:{last}{hands.below - 1}", column, descending=True)
    hands.look()
    return True


def filter_rows(moment: Moment) -> bool:
    """Hide by a filter the rows that are in step, or switch the filter off."""
    place, table = place_of(moment), moment.table()
    hands = place.screen.hands(table)
    if not hands.has(TICK) or moment.dice.random() < 0.4:
        hands.hand.stops_filtering()
        return True
    last = a1.letters(len(hands.columns) - 1)
    hands.hand.filters(f"A{hands.header}:{last}{hands.below}", hands.letter(TICK), ["✓"])
    return True


def hide(moment: Moment) -> bool:
    """Hide a row or a column by hand."""
    place, table = place_of(moment), moment.table()
    hands = place.screen.hands(table)
    by_rows = moment.dice.random() < 0.5
    at = (
        moment.dice.randrange(HEADER_ROW, HEADER_ROW + 8)
        if by_rows
        else hands.place(moment.dice.choice(place.followed(table)))
    )
    span = {"sheetId": hands.hand.sheet_id, "dimension": "ROWS" if by_rows else "COLUMNS"}
    span |= {"startIndex": at, "endIndex": at + 1}
    hidden = {"hiddenByUser": moment.dice.random() < 0.6}
    hands.hand.asks({"updateDimensionProperties": {"range": span, "properties": hidden, "fields": "hiddenByUser"}})
    return True


def hand_over(moment: Moment) -> bool:
    """Give a row to another team: it may leave a spreadsheet, or come into one."""
    spot = moment.spot()
    if spot is None or not moment.place.sheet(spot[0]).has("team"):
        return False
    team = moment.dice.choice(("sales", "east", "east", "south"))
    moment.place.type(*spot, "team", NAMES[moment.place.language][team])
    return True


def ask_for_sync(moment: Moment) -> bool:
    """Choose Sync now in the menu."""
    if moment.place.synced_by is not None:
        moment.place.synced_by()
    return True


def get_in_the_way(moment: Moment, body: Json) -> bool:
    """Type into a cell just before it is written."""
    place = place_of(moment)
    spots = [*_about_to_be_written(place, body)]
    if not spots:
        return False
    table, line, column = moment.dice.choice(spots)
    place.type(table, line, column, moment.value(column))
    return True


def _about_to_be_written(place: TeamPlace, body: Json) -> Iterator[tuple[str, int, str]]:
    """The followed cells that a batch is about to write, by table, line and column."""
    tables = {place.screen.hands(table).hand.sheet_id: table for table in place.tables}
    for asked in body.get("requests", ()):
        start = asked.get("updateCells", {}).get("start", {})
        table = tables.get(start.get("sheetId", -1))
        if table is None:
            continue
        columns = place.sheet(table).columns
        for down, row in enumerate(asked["updateCells"].get("rows", ())):
            for right, _ in enumerate(row.get("values", ())):
                at, line = start.get("columnIndex", 0) + right, start.get("rowIndex", 0) + down + 1
                name = columns[at].name if at < len(columns) else None
                if name in FOLLOWED[table] and line in place.lines(table):
                    yield table, line, name


def _hands_with(moment: Moment, memory: str) -> tuple[TeamPlace, SheetHands | None]:
    """The hands of who sits there, in a sheet in which they have steps to take back."""
    place = place_of(moment)
    able = [table for table in place.tables if getattr(place.screen.hands(table).hand, memory)]
    return place, place.screen.hands(moment.dice.choice(able)) if able else None


def _column_and_rows(moment: Moment, *, texts: bool = False) -> tuple[TeamPlace, SheetHands, str, int, int] | None:
    place, table = place_of(moment), moment.table()
    lines = place.lines(table)
    names = [each for each in place.followed(table) if not (texts and each in AMOUNTS)]
    if len(lines) < 2 or not names:
        return None
    source, target = moment.dice.sample(lines, 2)
    hands = place.screen.hands(table)
    return place, hands, hands.letter(moment.dice.choice(names)), source, target


SHARED: dict[str, Act] = {
    "undo": Act(undo, 14),
    "redo": Act(redo, 5),
    "cut a cell": Act(cut, 6, "H04"),
    "copy a cell": Act(copy_cell, 6),
    "fill down": Act(fill_down, 6),
    "paste a block": Act(paste_block, 8),
    "sort descending": Act(descend, 5, "H01"),
    "filter": Act(filter_rows, 5, "H08"),
    "hide": Act(hide, 4, "H08"),
    "hand a row over": Act(hand_over, 14, "H25"),
    "ask for a sync": Act(ask_for_sync, 10),
}

_LEFT_OUT = {
    "delete a column",
    "tamper with hidden cells",
    "type over a figure",
    "approve one's own",
    "decide what others ask",
}
_OF_TEAMS = ACTS | BUSINESS | APPROVING
TEAM_ACTS: dict[str, Act] = {name: each for name, each in _OF_TEAMS.items() if name not in _LEFT_OUT} | SHARED
"""What people do in a shared spreadsheet."""

FILE_ACTS: dict[str, Act] = {
    name: each
    for name, each in (ACTS | BUSINESS | APPROVING).items()
    if name not in _LEFT_OUT - {"decide what others ask"}
} | {"hand a row over": SHARED["hand a row over"]}
"""What the person with the file does before they sync."""
