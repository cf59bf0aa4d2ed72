"""From a pressed button to its command. What can go wrong in it is said in plain words."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass

from crossfoot_addin.commands.called import Called
from crossfoot_addin.commands.deciding import keep_mine, take_theirs
from crossfoot_addin.commands.looking_back import cell_history, undo_sync
from crossfoot_addin.commands.next_problem import problems
from crossfoot_addin.commands.starting import make_book, show_help, sign_in
from crossfoot_addin.commands.syncing import check, preview, refresh, sync
from crossfoot_addin.commands.window import Window
from crossfoot_sync.client.errors import ClientError
from crossfoot_sync.client.wrongs import in_plain_words
from crossfoot_sync.grids.errors import GridError


@dataclass(frozen=True)
class Command:
    """What a button does. It answers with what the status bar is to say at the end."""

    run: Callable[[Called], str]
    needs_book: bool = True


COMMANDS: dict[str, Command] = {
    "sync": Command(sync),
    "refresh": Command(refresh),
    "preview": Command(preview),
    "check": Command(check),
    "problems": Command(problems),
    "keep_mine": Command(keep_mine),
    "take_theirs": Command(take_theirs),
    "cell_history": Command(cell_history),
    "undo_sync": Command(undo_sync),
    "new_book": Command(make_book, needs_book=False),
    "sign_in": Command(sign_in, needs_book=False),
    "help": Command(show_help, needs_book=False),
}
"""The commands by the ids of their buttons."""


def carry_out(command: Command, window: Window, called: Callable[[], Called]) -> str:
    """Run a command on what ``called`` finds; what the status bar says at the end."""
    language = None
    try:
        where = called()
        language = where.language
        said = command.run(where)
    except (ClientError, GridError, OSError) as error:
        logging.getLogger(__name__).info("The command ended early.", exc_info=True)
        said = in_plain_words(error, language or window.language)
        window.tell(said)
    window.status(said.partition("\n")[0])
    return said
