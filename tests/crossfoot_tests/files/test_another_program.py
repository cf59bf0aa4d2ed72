"""Workbooks that another program saved, in its own way, before they are uploaded."""

from __future__ import annotations

import pytest

from crossfoot_templates.layout import FIRST_ROW, TICK
from crossfoot_tests.files.desk import Office, said
from crossfoot_tests.office.person import LibreOffice

pytestmark = pytest.mark.slow


def test_a_file_that_libreoffice_saved_is_taken_and_worked_on_again(office: Office, libreoffice: LibreOffice) -> None:
    li = office.person("li")
    for others, (name, number) in enumerate((("Acme Ltd", "KH-001"), ("上海电气", "KH-002"))):
        with libreoffice.opened(li.path) as screen:
            screen.do(("type", "Customers", f"C{FIRST_ROW + others}", name))
            screen.save()
        lost = li.sends()
        assert lost.trouble is None
        assert said(li.uploads()).splitlines()[:2] == [
            "This file was uploaded before. What it sent then counts once; what was changed since is sent now.",
            f"Customers: {others + 1} {'rows' if others else 'row'} (✓{others + 1})",
        ]
        assert li.book.rows("customer", TICK, "code", "name")[-1] == ("✓", number, name)
    assert office.stored("customer", "code", "name") == [("KH-001", "Acme Ltd"), ("KH-002", "上海电气")]
