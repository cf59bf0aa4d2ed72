"""What the buttons of the ribbon do. Excel starts Python with one of these functions, and nothing else.

Each works on the workbook that its button was pressed in, says in the status bar what is going on and what came of it,
and opens a message box only where somebody has to see or decide something.
"""

from __future__ import annotations


def sync() -> None:
    """Send what was changed, bring in what others changed."""
    _press("sync")


def refresh() -> None:
    """Only bring in what others changed, and the reports."""
    _press("refresh")


def preview() -> None:
    """Show what a sync would do."""
    _press("preview")


def check() -> None:
    """Say what the server would not take."""
    _press("check")


def problems() -> None:
    """Go to the next row that waits for its user."""
    _press("problems")


def keep_mine() -> None:
    """Decide the selected rows for what stands in them."""
    _press("keep_mine")


def take_theirs() -> None:
    """Decide the selected rows for what the store has."""
    _press("take_theirs")


def cell_history() -> None:
    """Show who changed the selected cell."""
    _press("cell_history")


def undo_sync() -> None:
    """Take back what the workbook sent last."""
    _press("undo_sync")


def new_book() -> None:
    """Make a workbook and open it."""
    _press("new_book")


def sign_in() -> None:
    """Remember a token for a server."""
    _press("sign_in")


def help() -> None:  # noqa: A001 - the button's id
    """Say what the buttons do."""
    _press("help")


def _press(name: str) -> None:
    """Run a command for the workbook that Excel named when it started Python."""
    from crossfoot_addin.commands.dialogs import dialogs_of  # noqa: PLC0415 - needs no xlwings until it is called
    from crossfoot_addin.commands.live import ExcelWindow, beside, caller, within  # noqa: PLC0415 - the same
    from crossfoot_addin.commands.pressing import COMMANDS, carry_out  # noqa: PLC0415 - the same
    from crossfoot_addin.functions.renewing import renew  # noqa: PLC0415 - the same

    book = caller()
    window = ExcelWindow(book, dialogs_of(book.app.api))
    command = COMMANDS[name]
    carry_out(command, window, lambda: (within if command.needs_book else beside)(book, window))
    renew()
