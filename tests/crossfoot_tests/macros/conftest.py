from __future__ import annotations

from pathlib import Path

import pytest

from crossfoot_macros.excel import build_addin


@pytest.fixture(scope="session")
def addin(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The add-in's file, built once."""
    path = tmp_path_factory.mktemp("built") / "crossfoot.xlam"
    path.write_bytes(build_addin())
    return path
