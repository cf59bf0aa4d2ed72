"""What people do to their workbooks with their hands: the hazards of every day. Each says whether it did anything."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from crossfoot_sync.grids.memory_sheet import Content, ErrorValue, Formula, Uncalculated
from crossfoot_templates.approvals import APPROVAL
from crossfoot_templates.layout import BASE, ID, KEEP_MINE, MESSAGE, OPEN, TAKE_THEIRS, TICK
from crossfoot_tests.simulation.ledger import AMOUNTS, FOLLOWED, mark_of
from crossfoot_tests.simulation.moment import Moment
from crossfoot_tests.simulation.place import OWN_COLUMN

HIDDEN = (ID, BASE, OPEN)
MANAGED = (*HIDDEN, TICK, MESSAGE)
FAULTS: tuple[Content, ...] = (ErrorValue("#N/A"), Uncalculated())
TEXTS = {table: tuple(name for name in names if name not in AMOUNTS) for table, names in FOLLOWED.items()}


@dataclass(frozen=True)
class Act:
    """Something people do, how often, and the hazard that it is."""

    do: Callable[[Moment], bool]
    weight: int
    hazard: str = ""


def edit(moment: Moment) -> bool:
    """Type over a text."""
    spot = moment.spot()
    return spot is not None and _type_text(moment, *spot, moment.text())


def think_again(moment: Moment) -> bool:
    """Type once more over what was typed last."""
    place = moment.place
    times = place.page.typed
    spots = [
        (times[table, column, mark], table, line, column)
        for table in place.tables
        for line in place.lines(table)
        for column in place.followed(table)
        if (mark := mark_of(place.content(table, line, column))) and (table, column, mark) in times
    ]
    if not spots:
        return False
    _, table, line, column = max(spots)
    place.type(table, line, column, moment.value(column))
    return True


def edit_amount(moment: Moment) -> bool:
    """Type over an amount."""
    return _type_in_invoice(moment, "amount", moment.amount())


def empty(moment: Moment) -> bool:
    """Empty a cell."""
    spot = moment.spot()
    return spot is not None and _type_text(moment, *spot, None)


def odd_text(moment: Moment) -> bool:
    """Type a text that programs stumble over."""
    spot = moment.spot()
    odd = ("=1+1", "😀 ü ﷽", "\u200fשלום", "x" * 400, "+44 20", "@SUM(A1)", "a\nb", "\x07", "''", "<b>&amp;")
    return spot is not None and _type_text(moment, *spot, f"{moment.text()} {moment.dice.choice(odd)}")


def bad_value(moment: Moment) -> bool:
    """Type what is no amount and no date."""
    column = moment.dice.choice(("amount", "issued_on"))
    return _type_in_invoice(moment, column, f"{moment.text()} or so")


def number_as_text(moment: Moment) -> bool:
    """Type an amount as people write one."""
    amount = moment.amount()
    wide = str.maketrans("0123456789.", "０１２３４５６７８９．")
    forms = (f"¥{amount:,.2f}", f"{amount:.2f}".translate(wide), f"{amount:,.2f}", f" {amount:.2f}元 ")
    return _type_in_invoice(moment, "amount", moment.dice.choice(forms))


def date_text(moment: Moment) -> bool:
    """Type a date in one of many ways; some are none."""
    day = dt.date(2026, 1, 1) + dt.timedelta(days=moment.dice.randrange(300))
    forms: tuple[Content, ...] = (
        day,
        day.isoformat(),
        f"{day.year}.{day.month}.{day.day}",
        f"{day.year}年{day.month}月{day.day}日",
        f"{day.day}/{day.month}/{day.year}",
        2017.1,
        None,
    )
    spot = moment.spot()
    column = {"invoice": "issued_on", "visit": "day"}.get(spot[0] if spot else "")
    if spot is None or column is None:
        return False
    moment.place.type(*spot, column, moment.dice.choice(forms))
    return True


def code_as_number(moment: Moment) -> bool:
    """Type a number where a code belongs."""
    return _type_in_invoice(moment, "number", moment.dice.choice((7.0, 12345678901234567.0, "FP-0001", None)))


def other_value(moment: Moment) -> bool:
    """Type into a column of few values: allowed ones and others."""
    choices: dict[str, list[tuple[str, list[Content]]]] = {
        "customer": [("limit", [30.0, 60.0, -1.0, "a lot"])],
        "invoice": [
            ("currency", ["Yuan", "US dollar", "人民币", "yen"]),
            ("disputed", ["Yes", "No", "是", None]),
            ("called_at", [dt.datetime(2026, 3, 2, 9, 30), "yesterday", None]),
        ],
        "visit": [],
        APPROVAL: [("decision", ["Approve", "不批准", "Withdraw", "perhaps"])],
    }
    spot = moment.spot()
    offered = choices[spot[0]] if spot else []
    if spot is None or not offered:
        return False
    column, values = moment.dice.choice(offered)
    if not moment.place.sheet(spot[0]).has(column):
        return False
    moment.place.type(*spot, column, moment.dice.choice(values))
    return True


def give_away(moment: Moment) -> bool:
    """Give a row to somebody else."""
    spot = moment.spot()
    if spot is None or not moment.place.sheet(spot[0]).has("owner"):
        return False
    moment.place.type(*spot, "owner", moment.dice.choice(["李娜", "王伟", "Grace Chen", "赵敏"]))
    return True


def point(moment: Moment) -> bool:
    """Point a row at another customer, or at nobody who is known."""
    spot = moment.spot()
    if spot is None or not moment.place.sheet(spot[0]).has("customer"):
        return False
    moment.place.type(*spot, "customer", moment.dice.choice([*_customers(moment), "nobody"]))
    return True


def add(moment: Moment) -> bool:
    """Type a new row."""
    table = moment.table()
    line = moment.place.sheet(table).append()
    type_row(moment, table, line)
    return True


def add_customer_with_invoices(moment: Moment) -> bool:
    """Type a new customer, and invoices that point at it by its provisional number."""
    place = moment.place
    if not place.sheet("customer").has("code"):
        return False
    number = f"*{moment.step}"
    line = place.sheet("customer").append()
    place.type("customer", line, "name", moment.text())
    place.type("customer", line, "code", number)
    for _ in range(2):
        below = place.sheet("invoice").append()
        type_row(moment, "invoice", below)
        place.type("invoice", below, "customer", number)
    return True


def duplicate_key(moment: Moment) -> bool:
    """Give a customer the name of another."""
    lines = moment.place.lines("customer")
    if len(lines) < 2:
        return False
    one, other = moment.dice.sample(lines, 2)
    name = moment.place.content("customer", one, "name")
    moment.place.ledger.copy("customer", "name", name)
    moment.place.type("customer", other, "name", name)
    return True


def delete(moment: Moment) -> bool:
    """Delete a row."""
    spot = moment.spot()
    if spot is None:
        return False
    delete_line(moment, *spot)
    return True


def delete_line(moment: Moment, table: str, line: int) -> None:
    """Delete this row."""
    moment.place.give_up(table, line)
    moment.place.sheet(table).delete_rows([line])


def delete_most(moment: Moment) -> bool:
    """Delete more than half of the rows: by a filter, or by a slip."""
    table = moment.table()
    lines = moment.place.lines(table)
    chosen = moment.dice.sample(lines, (2 * len(lines) + 2) // 3)
    for line in chosen:
        moment.place.give_up(table, line)
    moment.place.sheet(table).delete_rows(chosen)
    return bool(chosen)


def clear(moment: Moment) -> bool:
    """Empty a whole row with the Delete key."""
    spot = moment.spot()
    if spot is None:
        return False
    moment.place.empty(*spot, _visible(moment, spot[0]))
    return True


def copy(moment: Moment) -> bool:
    """Copy a row, hidden cells and all, below the last one."""
    spot = moment.spot()
    if spot is None:
        return False
    table, line = spot
    moment.place.copied(table, line)
    moment.place.sheet(table).copy_row(line, max(moment.place.lines(table)) + 1)
    return True


def paste_over(moment: Moment) -> bool:
    """Copy a row, hidden cells and all, over another."""
    found = moment.two_rows()
    if found is None:
        return False
    table, source, target = found
    moment.place.paste(table, source, target)
    return True


def paste_values(moment: Moment) -> bool:
    """Copy the visible cells of a row over another's."""
    found = moment.two_rows()
    if found is None:
        return False
    table, source, target = found
    moment.place.copied(table, source)
    for column in _visible(moment, table):
        # its number went with it, so that a row that was copied from it may take its place
        moment.place.ledger.remove(moment.place.workbook, table, column, moment.place.content(table, target, column))
        moment.place.type(table, target, column, moment.place.content(table, source, column))
    return True


def move(moment: Moment) -> bool:
    """Cut a row and insert it elsewhere."""
    spot = moment.spot()
    if spot is None:
        return False
    moment.place.sheet(spot[0]).move_row(spot[1], moment.dice.choice(moment.place.lines(spot[0])))
    return True


def insert_blanks(moment: Moment) -> bool:
    """Insert blank rows."""
    spot = moment.spot()
    if spot is None:
        return False
    moment.place.sheet(spot[0]).insert_rows(spot[1], moment.dice.randint(1, 3))
    return True


def sort(moment: Moment) -> bool:
    """Sort a table as spreadsheets do, hidden columns and all."""
    table = moment.table()
    moment.place.sheet(table).sort(moment.dice.choice(_visible(moment, table)))
    return bool(moment.place.lines(table))


def formula(moment: Moment) -> bool:
    """Type a formula where a value belongs."""
    spot = moment.spot()
    if spot is None:
        return False
    if spot[0] == "invoice" and moment.dice.random() < 0.5:
        moment.place.type(*spot, "amount", Formula(moment.amount()))
        return True
    return _type_text(moment, *spot, Formula(moment.text()))


def fault(moment: Moment) -> bool:
    """A formula that shows an error, or was not calculated."""
    spot = moment.spot()
    return spot is not None and _type_text(moment, *spot, moment.dice.choice(FAULTS))


def note(moment: Moment) -> bool:
    """Write something into one's own column."""
    spot = moment.spot()
    if spot is None or not any(each.label == OWN_COLUMN for each in moment.place.sheet(spot[0]).columns):
        return False
    moment.place.sheet(spot[0]).set(*spot[1:], OWN_COLUMN, f"note {moment.text()}")
    return True


def move_column(moment: Moment) -> bool:
    """Drag a column elsewhere."""
    table = moment.table()
    one, other = moment.dice.sample(_visible(moment, table), 2)
    moment.place.sheet(table).move_column(one, other)
    return True


def insert_column(moment: Moment) -> bool:
    """Insert one more column of one's own."""
    table = moment.table()
    moment.place.sheet(table).insert_column(moment.dice.choice(_visible(moment, table)), f"Own {moment.step}")
    return True


def delete_column(moment: Moment) -> bool:
    """Delete a column; what stood in it is given up here."""
    table = moment.table()
    column = moment.dice.choice(("notes", "owner"))
    if not moment.place.sheet(table).has(column):
        return False
    for line in moment.place.lines(table):
        moment.place.give_up(table, line, column)
    moment.place.page.unseen.add((table, column))
    moment.place.sheet(table).delete_column(column)
    return True


def decide(moment: Moment) -> bool:
    """Choose in the tick column of rows that wait: mine, theirs, or neither for now."""
    place, decided = moment.place, False
    for table in place.tables:
        held = place.held(table)
        for line in place.lines(table):
            opened = place.followed(table) if line in held else list(place.opened(table, line))
            if opened and place.sheet(table).has(TICK):
                decided = True
                choose(moment, table, line, opened, moment.dice.choice(("mine", "theirs", "neither")))
    return decided


def choose(moment: Moment, table: str, line: int, opened: list[str], choice: str) -> None:
    """Choose in the tick of a row in which fields are ``opened``: mine, theirs or neither."""
    place = moment.place
    labels = {"mine": KEEP_MINE[place.language], "theirs": TAKE_THEIRS[place.language]}
    if choice == "neither" and place.shows(table, line, TICK) not in labels.values():
        # nothing is taken back: what was decided with the program stands
        place.sheet(table).set(line, TICK, None)
        return
    waiting = [column for column in opened if place.sheet(table).has(column) and column in FOLLOWED[table]]
    for column in waiting:
        place.ledger.bring_back(place.workbook, table, column, place.content(table, line, column))
        if choice == "theirs":
            place.give_up(table, line, column)
    if choice == "mine":
        place.insist(table, line, *waiting)
    place.sheet(table).set(line, TICK, labels.get(choice))


def tamper(moment: Moment) -> bool:
    """Damage hidden cells of a row, or swap them with another's."""
    spot = moment.spot()
    if spot is None:
        return False
    table, line = spot
    sheet = moment.place.sheet(table)
    column = moment.dice.choice((*HIDDEN, ID))
    moment.place.copied(table, line)
    moment.place.page.doubtful = True
    other = moment.dice.choice([each for each in moment.place.lines(table) if each != line] or [line])
    moment.place.copied(table, other)
    held, others = moment.place.content(table, line, column), moment.place.content(table, other, column)
    match moment.dice.randrange(4):
        case 0:
            sheet.set(line, column, None)
        case 1:
            sheet.set(line, column, f"{str(held)[:-1]}?" if held else "?")
        case _:
            sheet.set(line, column, others)
            sheet.set(other, column, held)
    return True


def _visible(moment: Moment, table: str) -> list[str]:
    return [each.name for each in moment.place.sheet(table).columns if each.name and each.name not in MANAGED]


def _type_text(moment: Moment, table: str, line: int, content: Content) -> bool:
    columns = [name for name in TEXTS[table] if moment.place.sheet(table).has(name)]
    if not columns:
        return False
    moment.place.type(table, line, moment.dice.choice(columns), content)
    return True


def _type_in_invoice(moment: Moment, column: str, content: Content) -> bool:
    lines = moment.place.lines("invoice")
    if not lines:
        return False
    moment.place.type("invoice", moment.dice.choice(lines), column, content)
    return True


def _customers(moment: Moment) -> list[Content]:
    place = moment.place
    return [place.content("customer", line, "name") for line in place.lines("customer")]


def type_row(moment: Moment, table: str, line: int) -> None:
    """Type what a new row of a table needs."""
    place, dice = moment.place, moment.dice
    place.type(table, line, TEXTS[table][0], moment.text())
    values: dict[str, Content] = {}
    if table == "invoice":
        day = dt.date(2026, 1, 1) + dt.timedelta(days=dice.randrange(200))
        values = {"amount": moment.amount(), "currency": dice.choice(("Yuan", "美元")), "issued_on": day}
        if dice.random() < 0.3:
            values["discount"] = moment.small()
    if table == "visit":
        values = {"day": dt.date(2026, 2, 1) + dt.timedelta(days=dice.randrange(300))}
    if table in ("invoice", "visit"):
        values["customer"] = dice.choice(_customers(moment) or ["nobody"])
    for column, value in values.items():
        place.type(table, line, column, value)


ACTS: dict[str, Act] = {
    "edit": Act(edit, 60, "H20"),
    "think again": Act(think_again, 15, "H20"),
    "edit an amount": Act(edit_amount, 25, "H20"),
    "add": Act(add, 30),
    "add a customer with invoices": Act(add_customer_with_invoices, 10),
    "decide": Act(decide, 25, "H32"),
    "empty a cell": Act(empty, 8),
    "sort": Act(sort, 8, "H01"),
    "copy a row": Act(copy, 8, "H03"),
    "paste over a row": Act(paste_over, 5, "H03"),
    "paste values over a row": Act(paste_values, 5, "H03"),
    "cut and insert": Act(move, 5, "H04"),
    "insert blank rows": Act(insert_blanks, 5, "H05"),
    "delete a row": Act(delete, 10, "H06"),
    "clear a row": Act(clear, 6, "H06"),
    "delete most rows": Act(delete_most, 2, "H06"),
    "write an own note": Act(note, 6, "H07"),
    "move a column": Act(move_column, 3, "H07"),
    "insert a column": Act(insert_column, 2, "H07"),
    "delete a column": Act(delete_column, 1, "H07"),
    "type a formula": Act(formula, 5, "H10"),
    "leave an error": Act(fault, 4, "H11"),
    "type a number as text": Act(number_as_text, 6, "H12"),
    "type a date": Act(date_text, 6, "H13"),
    "type a number for a code": Act(code_as_number, 5, "H14"),
    "double a key": Act(duplicate_key, 5, "H15"),
    "type a bad value": Act(bad_value, 8),
    "choose a value": Act(other_value, 8),
    "point at a customer": Act(point, 6),
    "give a row away": Act(give_away, 8, "H25"),
    "type odd text": Act(odd_text, 6, "H26"),
    "tamper with hidden cells": Act(tamper, 9, "H18"),
}

WHILE_WAITING = (
    "edit",
    "edit an amount",
    "add",
    "delete a row",
    "sort",
    "insert blank rows",
    "decide",
    "cut and insert",
)
"""What people do while a sync is under way."""
