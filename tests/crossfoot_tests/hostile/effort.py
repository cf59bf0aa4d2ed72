"""How long fuzzers look for trouble: a little with every run of the tests, as long as somebody likes on their own."""

from __future__ import annotations

import os

from hypothesis import HealthCheck, settings

TIMES = int(os.environ.get("CROSSFOOT_FUZZ", "1"))
"""How many times the usual number of examples: ``CROSSFOOT_FUZZ=100 pytest tests/crossfoot_tests/hostile``."""


def examples(count: int) -> settings:
    """Try ``count`` examples, or as many times more as was asked for."""
    return settings(
        max_examples=count * TIMES,
        deadline=None,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much],
    )
