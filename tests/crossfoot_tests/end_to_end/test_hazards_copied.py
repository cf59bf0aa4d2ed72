"""A row and a copy of it that kept its number (H02, H03)."""

from __future__ import annotations

from crossfoot_templates.layout import TICK
from crossfoot_tests.end_to_end.desks import INVOICE, Desks, row, terms


def test_h02_a_copy_with_its_originals_number_that_changed_places_with_it_overwrites_nothing(office: Desks) -> None:
    li, *_ = office.people
    sheet = li.sheet("invoice")
    li.type("invoice", INVOICE, "terms", "old")
    sheet.rows.append([*sheet.rows[0]])
    li.type("invoice", INVOICE, "terms", "new")
    li.desk.sync()
    li.type("invoice", INVOICE, "amount", 11.0)

    def change_places() -> None:
        first, copy = sheet.rows[0], sheet.rows[3]
        sheet.rows[0], sheet.rows[3] = [*copy[:-3], *first[-3:]], [*first[:-3], *copy[-3:]]

    change_places()
    li.desk.sync()
    assert terms(office) == ["new", None, None]
    assert [row(li, line)[:2] for line in (INVOICE, INVOICE + 3)] == [("✗", "old"), ("✗", "new")]
    change_places()
    li.type("invoice", INVOICE + 3, "number", None)
    assert li.desk.sync().tables[1].statuses == {"ok": 2}
    assert [(each["number"], each["amount"], each["terms"], each[TICK]) for each in li.rows("invoice")] == [
        ("FP-0001", 11.0, "new", "✓"),
        ("FP-0002", 20.0, None, "✓"),
        ("FP-0003", 30.0, None, "✓"),
        ("FP-0004", 10.0, "old", "✓"),
    ]
