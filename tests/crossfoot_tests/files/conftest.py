from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from crossfoot_tests.files.desk import Office
from crossfoot_tests.thin.place import company


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    with company(tmp_path) as place:
        yield Office(place)
