"""Processes that are killed are forked from one that has imported the programs: hundreds start in little time."""

from __future__ import annotations

import multiprocessing

FORKING = multiprocessing.get_context("forkserver")
FORKING.set_forkserver_preload(
    [
        "crossfoot_server.cli.serve",
        "crossfoot_server.cli.serving",
        "crossfoot_sync.cli.book",
        "crossfoot_sync.cli.importing",
        "crossfoot_sync.cli.printing",
        "crossfoot_tests.crash.mortal",
    ]
)
