"""``crossfoot backup-restored``: a store that was restored from a backup is another store to every workbook."""

from __future__ import annotations

import shutil
from contextlib import closing
from pathlib import Path

from click.testing import CliRunner, Result

from crossfoot_server.cli.backup_restored import backup_restored
from crossfoot_server.store import Store
from crossfoot_templates.loader import load_catalog


def run(file: Path) -> Result:
    return CliRunner().invoke(backup_restored, ["--store", str(file)])


def epoch(file: Path) -> str:
    with closing(Store.open(f"sqlite:///{file}", load_catalog())) as store:
        return store.epoch


def test_a_restored_store_gets_a_new_epoch_and_the_old_one_is_told(tmp_path: Path) -> None:
    file, backup = tmp_path / "store.sqlite", tmp_path / "backup.sqlite"
    before = epoch(file)
    shutil.copyfile(file, backup)
    result = run(backup)
    after = epoch(backup)
    assert (result.exit_code, result.stdout) == (
        0,
        f"The store's epoch was {before} and is {after} now. Start the server; workbooks compare all they show.\n",
    )
    assert (after != before, epoch(file)) == (True, before)


def test_a_store_that_there_is_not_is_not_made(tmp_path: Path) -> None:
    result = run(tmp_path / "typo.sqlite")
    assert (result.exit_code, result.stderr) == (
        4,
        (
            f"Error: There is no store {tmp_path / 'typo.sqlite'}. Name the right one with --store or in "
            "CROSSFOOT_STORE; a new one is begun with: crossfoot accounts apply FILE\n"
        ),
    )
    assert not (tmp_path / "typo.sqlite").exists()
