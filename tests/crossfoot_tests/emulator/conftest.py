from __future__ import annotations

import pytest

from crossfoot_sync.emulator import Discovery, Google, ManualClock, no_quota
from crossfoot_tests.emulator.sharing import Shared


@pytest.fixture
def shared(discovery: Discovery) -> Shared:
    clock = ManualClock()
    google = Google(clock=clock, quota=no_quota(), discovery=discovery)
    ann, worker = google.person("ann@example.com", "Ann"), google.service_account()
    file_id = ann.creates("Customers")
    ann.shares(file_id, worker)
    return Shared(google, clock, ann, worker, file_id)
