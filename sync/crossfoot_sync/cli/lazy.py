"""A command group that imports a sub-command only when it is run."""

from __future__ import annotations

import io
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from importlib import import_module
from typing import Any

import click


@dataclass(frozen=True)
class Listed:
    """A sub-command: ``module:attribute``, one line of help, and the extra that brings what it imports."""

    target: str
    help: str
    extra: str = ""


class NearestGroup(click.Group):
    """A group that says which of its commands is nearest to a name that it does not know."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command, or say which name is nearest."""
        known = self.list_commands(ctx)
        near = get_close_matches(args[0], known, n=1) if args and args[0] not in known else []
        if near:
            ctx.fail(f"No such command “{args[0]}”. Did you mean “{near[0]}”?")
        return super().resolve_command(ctx, args)


class LazyGroup(NearestGroup):
    """A group over a table of :class:`Listed`; its own ``--help`` imports none of them."""

    def __init__(self, name: str, listed: Mapping[str, Listed], help: str) -> None:  # noqa: A002 - click's own name
        super().__init__(name, help=help, context_settings={"help_option_names": ["-h", "--help"]})
        self.listed = listed
        self.params.append(
            click.Option(["--version"], is_flag=True, is_eager=True, expose_value=False, callback=_version)
        )

    def main(self, *args: Any, **kwargs: Any) -> Any:
        """Run the command. A sign that the terminal cannot show is shown as ``?``: that is no reason to fail."""
        for stream in (sys.stdout, sys.stderr):
            if isinstance(stream, io.TextIOWrapper):
                stream.reconfigure(errors="replace")
        return super().main(*args, **kwargs)

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names, in the table's order."""
        return list(self.listed)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The list that ``--help`` shows."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, each.help) for name, each in self.listed.items()])

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import the command.

        Raises:
            click.ClickException: what it needs is not installed; the message says what to install.
        """
        listed = self.listed.get(cmd_name)
        if listed is None:
            return None
        module, _, attribute = listed.target.partition(":")
        try:
            command = getattr(import_module(module), attribute)
        except ModuleNotFoundError as error:
            raise self._what_to_install(cmd_name, error) from error
        assert isinstance(command, click.Command)  # noqa: S101 - the table names commands only
        return command

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command, which may import more only now.

        Raises:
            click.ClickException: what it needs is not installed; the message says what to install.
        """
        try:
            return super().invoke(ctx)
        except ModuleNotFoundError as error:
            raise self._what_to_install(ctx.invoked_subcommand, error) from error

    def _what_to_install(self, name: str | None, error: ModuleNotFoundError) -> Exception:
        listed = self.listed.get(name or "")
        if listed is None or not listed.extra:
            return error
        install = f"pip install '.[{listed.extra}]'"
        return click.ClickException(f"“crossfoot {name}” needs {error.name}. In a checkout, run: {install}")


def _version(ctx: click.Context, param: click.Parameter, value: bool) -> None:
    if value:
        from importlib.metadata import version  # noqa: PLC0415 - slow, and rarely wanted

        click.echo(version("crossfoot"))
        ctx.exit()
