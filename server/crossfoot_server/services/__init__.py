"""What the server does, one module a verb. Each takes the store, the actor and plain values, and knows no HTTP.

``pushing`` and ``pulling`` hold the two halves of an exchange, ``stepping_back`` what undoing and restoring add,
``approving`` what waits for others to agree, ``looking_up`` what functions in cells ask.
"""

from __future__ import annotations

from crossfoot_server.services.batch_detail import batch_detail as batch_detail
from crossfoot_server.services.check import check as check
from crossfoot_server.services.decide import decide as decide
from crossfoot_server.services.list_batches import list_batches as list_batches
from crossfoot_server.services.look_up import look_up as look_up
from crossfoot_server.services.numbers_given import numbers_given as numbers_given
from crossfoot_server.services.open_book import book_view as book_view
from crossfoot_server.services.open_store import open_store as open_store
from crossfoot_server.services.pull import pull as pull
from crossfoot_server.services.removed_rows import removed_rows as removed_rows
from crossfoot_server.services.restore import check_restore as check_restore
from crossfoot_server.services.restore import restore as restore
from crossfoot_server.services.row_history import cell_history as cell_history
from crossfoot_server.services.row_history import row_history as row_history
from crossfoot_server.services.sync import sync as sync
from crossfoot_server.services.undo import check_undo as check_undo
from crossfoot_server.services.undo import undo as undo
