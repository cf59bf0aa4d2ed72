"""What customers owe: balances, what is left of every item, and how old it is, as of any date.

Values in, values out: nothing here knows the store, the web or who asks. An amount is a ``Decimal`` in its currency;
debits are positive, credits (credit notes, receipts) negative. Every figure is held against the invariant

    balance = Σ of items = Σ of what is left of debits + Σ of unapplied credits = Σ of the columns of an aging

and one for which it does not hold is an error, :class:`DoesNotTieOut`, and never a figure.

- ``entries`` items, allocations, and the account that they make up;
- ``holding`` from when until when an allocation holds;
- ``position`` what is owed as of a date;
- ``bands`` sets of columns by age; ``aging`` a position in such columns.
"""

from __future__ import annotations

from crossfoot_server.ledger.aging import Aging as Aging
from crossfoot_server.ledger.aging import age as age
from crossfoot_server.ledger.bands import BANDS as BANDS
from crossfoot_server.ledger.bands import Bands as Bands
from crossfoot_server.ledger.entries import Account as Account
from crossfoot_server.ledger.entries import Allocation as Allocation
from crossfoot_server.ledger.entries import Item as Item
from crossfoot_server.ledger.errors import DoesNotTieOut as DoesNotTieOut
from crossfoot_server.ledger.position import Left as Left
from crossfoot_server.ledger.position import Position as Position
from crossfoot_server.ledger.position import position as position
