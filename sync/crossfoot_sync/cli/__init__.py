"""The ``crossfoot`` command. Sub-commands are loaded when they are run, so that a client install needs no server."""

from __future__ import annotations

from crossfoot_sync.cli.lazy import LazyGroup, Listed

COMMANDS: dict[str, Listed] = {
    "login": Listed("crossfoot_sync.cli.login:login", "Remember your token for a server."),
    "logout": Listed("crossfoot_sync.cli.login:logout", "Forget your token for a server."),
    "let-in": Listed("crossfoot_sync.cli.login:let_in", "Let another program of yours in, by the code that it shows."),
    "book": Listed("crossfoot_sync.cli.book:book", "Make, check, sync and refresh workbooks."),
    "resolve": Listed("crossfoot_sync.cli.resolve:resolve", "Decide conflicts: keep mine or take theirs."),
    "history": Listed("crossfoot_sync.cli.history:history", "Who changed a row, when, from which book."),
    "removed": Listed("crossfoot_sync.cli.removed:removed", "The rows of a table that were removed, and by whom."),
    "restore": Listed("crossfoot_sync.cli.restore:restore", "Put a row or a cell back to an older version."),
    "undo": Listed("crossfoot_sync.cli.undo:undo", "Take a push back, as far as nobody changed it since."),
    "batches": Listed("crossfoot_sync.cli.batches:batches", "The latest pushes to a book and how they fared."),
    "columns": Listed(
        "crossfoot_sync.cli.columns:columns", "The columns of a book's tables, by name, and what they take."
    ),
    "import": Listed("crossfoot_sync.cli.importing:import_", "Bring in a CSV or .xlsx file by a mapping file."),
    "demo": Listed("crossfoot_sync.cli.demo:demo", "Run the worked example.", extra="server"),
    "serve": Listed("crossfoot_server.cli.serve:serve", "Run the server.", extra="server"),
    "accounts": Listed(
        "crossfoot_server.cli.accounts:accounts", "Entities, teams, users and tokens of a store.", extra="server"
    ),
    "sheet": Listed(
        "crossfoot_server.cli.sheet:sheet", "Google spreadsheets that teams share.", extra="server,sheets,worker"
    ),
    "sheet-menu": Listed("crossfoot_macros.cli:sheet_menu", "The script that gives a Google spreadsheet its menu."),
    "addin": Listed("crossfoot_addin.cli:addin", "The add-in of Excel: a tab in the ribbon.", extra="excel"),
    "worker": Listed("crossfoot_server.cli.worker:worker", "Keep linked sheets in step.", extra="server,sheets,worker"),
    "backup-restored": Listed(
        "crossfoot_server.cli.backup_restored:backup_restored",
        "After a store was restored from a backup: say so to every workbook.",
        extra="server",
    ),
}
"""Every sub-command: where it lives, what it does, and the extra it needs beyond a client install."""

main = LazyGroup(
    "crossfoot",
    COMMANDS,
    help="Spreadsheets kept in step, row by row, with one checked sales ledger.",
)
