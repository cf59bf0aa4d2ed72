"""What looks at the cells of a table in a spreadsheet: formats, validations, conditional formats."""

from __future__ import annotations

from openpyxl.utils import get_column_letter

from crossfoot_sync.emulator.json_types import Json
from crossfoot_templates.layout import CONFLICT, EDITED, LISTS_SHEET, NEW, REFUSED, WAITING
from crossfoot_templates.render.look import (
    COMPUTED_FILL,
    FAILED_FILL,
    FAILED_INK,
    HIGHLIGHT,
    MISSING_FILL,
    OPEN_FILL,
    OPEN_INK,
    QUIET,
    READ_ONLY_FILL,
    ROW_FILL,
    TICK_INK,
)
from crossfoot_tests.templates.computed_views import ORDER
from crossfoot_tests.templates.sheets.damage import ROWS
from crossfoot_tests.templates.sheets.laid import Laid

FILLED = "COUNTA($B3:$J3)>0"
OURS = 'N("crossfoot")=0'
RANK = '($C3="客户开发")*1+($C3="立项")*2+($C3="方案")*3+($C3="投标")*4'


def first_data_row(made: Laid, title: str, field: str) -> list[Json]:
    """A field of each cell of the first data row."""
    (data,) = made.sheet(title, f"data.rowData.values.{field}", "A4:Z4")["data"]
    found: list[Json] = data["rowData"][0]["values"]
    return found


def test_formats_are_those_of_the_columns(invoices: Laid) -> None:
    cells = first_data_row(invoices, "Invoices", "userEnteredFormat(numberFormat,horizontalAlignment,wrapStrategy)")
    formats = [each["userEnteredFormat"].get("numberFormat", {}) for each in cells]
    text = {"type": "TEXT"}
    money = {"type": "NUMBER", "pattern": "#,##0.00"}
    date = {"type": "DATE", "pattern": "yyyy-mm-dd"}
    assert formats == [
        *(text, text, text, date, money, text),
        *({"type": "PERCENT", "pattern": "0.00%"}, {"type": "NUMBER", "pattern": "#,##0.00#"}),
        *({"type": "NUMBER", "pattern": "0"}, text, date, money, text),
        *({"type": "DATE_TIME", "pattern": "yyyy-mm-dd hh:mm"}, text),
        *(text, text, text, text, text, text, text, text),
    ]
    last = invoices.sheet("Invoices", "data.rowData.values.userEnteredFormat", f"A{ROWS}:W{ROWS}")["data"][0]
    assert last["rowData"][0]["values"] == first_data_row(invoices, "Invoices", "userEnteredFormat")


def test_a_formula_in_a_column_of_text_is_not_shown_as_it_is_typed(orders: Laid) -> None:
    formats = first_data_row(orders, "订单", "userEnteredFormat(numberFormat,wrapStrategy)")
    shown = {column.name: formats[at]["userEnteredFormat"] for at, column in enumerate(ORDER.columns, start=1)}
    assert "numberFormat" not in shown["title"]
    assert shown["buyer"]["numberFormat"] == {"type": "TEXT"}


def test_validations_warn_over_whole_columns_and_say_what_belongs_there(invoices: Laid) -> None:
    cells = first_data_row(invoices, "Invoices", "dataValidation")
    rules = [each.get("dataValidation", {}) for each in cells]
    assert [asked(each) for each in rules] == [
        ("ONE_OF_RANGE", f"='{LISTS_SHEET}'!$A$2:$A"),
        ("CUSTOM_FORMULA", "=LEN(B4)=8"),
        ("ONE_OF_RANGE", f"='{LISTS_SHEET}'!$H$2:$H"),
        ("DATE_BETWEEN", "=DATE(1950,1,1)", "=DATE(2149,12,31)"),
        ("CUSTOM_FORMULA", wan("E4", "0", "999999999999999")),
        ("ONE_OF_RANGE", f"='{LISTS_SHEET}'!$C$2:$C"),
        ("NUMBER_BETWEEN", "0", "1"),
        ("NUMBER_BETWEEN", "-999999999999999", "999999999999999"),
        ("CUSTOM_FORMULA", "=AND(ISNUMBER(I4),I4=INT(I4),I4>=0,I4<=365)"),
        ("ONE_OF_RANGE", f"='{LISTS_SHEET}'!$D$2:$D"),
        ("DATE_BETWEEN", "=DATE(2020,1,1)", "=DATE(2149,12,31)"),
        # nobody types there: what the server puts in must not be marked
        ("CUSTOM_FORMULA", "=TRUE"),
        ("CUSTOM_FORMULA", "=TRUE"),
        ("DATE_BETWEEN", "=DATE(1950,1,1)", "=DATE(2149,12,31)+1"),
        ("CUSTOM_FORMULA", "=LEN(O4)<=80"),
        *(("ONE_OF_RANGE", f"='{LISTS_SHEET}'!${letter}$2:${letter}") for letter in ("L", "P", "T")),
        ("CUSTOM_FORMULA", "=LEN(S4)<=4000"),
    ]
    assert {each.get("strict", False) for each in rules} == {False}
    assert rules[0]["showCustomUi"] is True
    assert rules[1]["inputMessage"] == (
        "Required. A code of 8 characters; leading zeros are kept. No two rows may have the same.\n"
        "The eight digits at the top right of the invoice."
    )


def asked(rule: Json) -> tuple[str, ...]:
    """The type of a condition and its values."""
    condition = rule.get("condition", {})
    if not condition:
        return ()
    return condition["type"], *(each["userEnteredValue"] for each in condition["values"])


def wan(cell: str, low: str, high: str) -> str:
    """A number, or one with 万 or 亿 behind it."""
    number = f"AND(ISNUMBER({cell}),{cell}>={low},{cell}<={high})"
    return f'=OR({number},AND(ISTEXT({cell}),ISNUMBER(FIND(RIGHT({cell}),"万亿"))))'


def test_a_text_is_judged_by_its_rule(orders: Laid) -> None:
    buyer = first_data_row(orders, "订单", "dataValidation")[9]["dataValidation"]
    assert asked(buyer) == ("CUSTOM_FORMULA", '=OR($J4="",LEN($J4)>1)')


def test_conditional_formats_stand_in_the_order_of_their_strength(orders: Laid) -> None:
    open_cells = [
        (f"{letter}3:{letter}", f'ISNUMBER(SEARCH("|{column.name}=",$Y3))', (OPEN_FILL, OPEN_INK, True))
        for letter, column in zip(map(get_column_letter, range(2, 99)), ORDER.columns, strict=False)
    ]
    signs = {EDITED: 'OR(EXACT($A3,"●"),LEN($A3)>1)'} | {
        each: f'EXACT($A3,"{each}")' for each in (NEW, CONFLICT, WAITING, REFUSED)
    }
    assert [conditional(each) for each in orders.sheet("订单", "conditionalFormats")["conditionalFormats"]] == [
        *open_cells,
        ("D3:D", f'AND({FILLED},NOT(OR($D3="",$D3>0)))', (FAILED_FILL, FAILED_INK, True)),
        ("J3:J", f'AND({FILLED},NOT(OR($J3="",LEN($J3)>1)))', (FAILED_FILL, FAILED_INK, True)),
        ("B3:B", f'AND(B3="",{FILLED})', (MISSING_FILL, None, False)),
        # no other sheet is asked for the order of the choices: a conditional format cannot look there
        ("J3:J", f'AND(J3="",{FILLED},{RANK}>=3)', (MISSING_FILL, None, False)),
        ("N3:N", f'AND({FILLED},AND($N3<>"",N($N3)<TODAY(),N($M3)>0))', (*HIGHLIGHT["red"], False)),
        *(("A3:A V3:V", formula, (ROW_FILL[sign], TICK_INK[sign], True)) for sign, formula in signs.items()),
        *(("B3:U", formula, (ROW_FILL[sign], None, False)) for sign, formula in signs.items()),
        ("D3:E", f"AND({FILLED},AND(N($K3)>0,N($M3)=0))", (READ_ONLY_FILL, QUIET, False)),
        ("K3:U", FILLED, (COMPUTED_FILL, None, False)),
    ]


def conditional(rule: Json) -> tuple[str, str, tuple[str | None, str | None, bool]]:
    """The ranges of a conditional format, its look, and its formula without what all of ours have.

    That is the part that leaves out the headings, and the one that says whose it is.
    """
    ranges = " ".join(
        f"{get_column_letter(each['startColumnIndex'] + 1)}{each['startRowIndex'] + 1}"
        f":{get_column_letter(each['endColumnIndex'])}{each.get('endRowIndex', '')}"
        for each in rule["ranges"]
    )
    formula = rule["booleanRule"]["condition"]["values"][0]["userEnteredValue"]
    look = rule["booleanRule"]["format"]
    letters = look.get("textFormat", {})
    face = digits(look.get("backgroundColorStyle")), digits(letters.get("foregroundColorStyle"))
    below = f"=AND(ROW()>ROW({ranges[0]}$3),"
    inner = formula.removeprefix(below).removesuffix(f",{OURS})")
    assert formula == f"{below}{inner},{OURS})"
    return ranges, inner, (*face, letters.get("bold", False))


def digits(style: Json | None) -> str | None:
    """A colour as six digits."""
    if style is None:
        return None
    return "".join(f"{round(style['rgbColor'].get(part, 0) * 255):02X}" for part in ("red", "green", "blue"))
