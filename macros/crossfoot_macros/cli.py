"""``crossfoot sheet-menu`` and ``crossfoot addin build``: what runs within spreadsheet programs, as files."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import click

from crossfoot_macros.apps_script import apps_script_files
from crossfoot_templates.label import Label
from crossfoot_templates.terminal import terminal_language

CLOSED = Label(
    "无法写入“{folder}”：{why}。请换一个文件夹。", "“{folder}” cannot be written to: {why}. Name another folder."
)


@click.command("sheet-menu")
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path), default=".")
def sheet_menu(folder: Path) -> None:
    """Write the script that gives a team's Google spreadsheet its menu into FOLDER, by default this one.

    docs/how-to/install-the-sheets-menu.md says where to paste its files. One that is there already is replaced.
    """
    _write(folder, {name: text.encode() for name, text in apps_script_files().items()})


@click.command("build")
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path), default=".")
def addin_build(folder: Path) -> None:
    """Write the add-in of Excel into FOLDER, by default this one, as crossfoot.xlam.

    It has the same bytes wherever it is built from the same version, so that a company can sign one and compare.
    """
    from crossfoot_macros.excel import ADDIN, about_addin, build_addin  # noqa: PLC0415 - needs what the client does not

    _write(folder, {ADDIN: build_addin()})
    click.echo(about_addin())


def _write(folder: Path, contents: Mapping[str, bytes]) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, content in contents.items():
            (folder / name).write_bytes(content)
            click.echo(folder / name)
    except OSError as error:
        told = CLOSED.in_(terminal_language()).format(folder=folder, why=error.strerror)
        raise click.ClickException(told) from error
