"""``crossfoot sheet-menu``: the script for a Google spreadsheet, as the files that are pasted there."""

from __future__ import annotations

from pathlib import Path

import click

from crossfoot_macros.apps_script import apps_script_files


@click.command("sheet-menu")
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path), default=".")
def sheet_menu(folder: Path) -> None:
    """Write the script that gives a team's Google spreadsheet its menu into FOLDER, by default this one.

    docs/how-to/install-the-sheets-menu.md says where to paste its files. One that is there already is replaced.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, text in apps_script_files().items():
            (folder / name).write_text(text, "utf-8")
            click.echo(folder / name)
    except OSError as error:
        raise click.ClickException(
            f"“{folder}” cannot be written to: {error.strerror}. Name another folder."
        ) from error
