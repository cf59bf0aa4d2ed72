from __future__ import annotations

import pytest

from crossfoot_sync.engine.cells import AppendRow, Edits
from crossfoot_sync.grids.memory import MemoryGrid
from crossfoot_templates.layout import ID
from crossfoot_tests.sync.grids.books import book, row_id, sheet
from crossfoot_tests.sync.grids.conformance import GridConformance, Lay
from crossfoot_tests.thin.bench import ThinBench
from crossfoot_tests.thin.host import PlainClient
from crossfoot_tests.thin.workbooks import laid


class TestThinGrid(GridConformance):
    @pytest.fixture
    def lay(self) -> Lay:
        def made(book: MemoryGrid) -> ThinBench:
            return ThinBench(PlainClient(laid(book)))

        return made


def test_of_a_formula_that_names_a_column_beside_the_excel_table_a_new_row_gets_the_value() -> None:
    """Told by its address, the cell beside would be the same one in every new row."""
    facts = laid(book(sheet({"code": "c1", "name": "n1", "amount": 1.0, ID: row_id(1)})))
    around = facts.tables[0]
    around.column, around.columns = 2, around.columns - 2
    row = AppendRow(
        "customer",
        {"name": "n2", "amount": 2.0, "key_account": True, ID: row_id(2)},
        {"amount": 'IF([@code]="",2,0)', "key_account": "[@amount]=2"},
    )
    grid = PlainClient(facts).grid
    assert grid.write(Edits(appended=[row]), grid.read()) == []
    now = grid.read().tables["customer"]
    assert (now.columns["amount"], now.texts) == ([1.0, 2.0], {("key_account", 1): "[@amount]=2"})
