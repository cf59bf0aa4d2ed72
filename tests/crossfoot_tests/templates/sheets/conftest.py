from __future__ import annotations

import pytest

from crossfoot_sync.emulator import Discovery
from crossfoot_tests.templates.computed_views import computed_view
from crossfoot_tests.templates.sheets.laid import Laid, laid
from crossfoot_tests.templates.views import sample_view


@pytest.fixture(scope="module")
def orders(discovery: Discovery) -> Laid:
    """Computed columns and rules, in Chinese; tests only look at it."""
    return laid(discovery, computed_view())


@pytest.fixture(scope="module")
def invoices(discovery: Discovery) -> Laid:
    """Every type of column, in English; tests only look at it."""
    return laid(discovery, sample_view(), "en")
