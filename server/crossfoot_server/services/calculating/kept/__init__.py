"""Keeping computed values current beside their rows.

After rows were written, the kept values that may have changed are calculated again: those of the rows themselves, and
those of rows that look at them, as they were or as they are. Tables are gone through in the order in which their kept
columns come from each other, so what changed in one is seen by the next. Only values that changed are written, without
a new version or revision: such rows get a fresh feed number as their computed stamp, so that the next pull sends them.

All of this happens inside the transaction that wrote the rows. Writers take turns, so no two calculate at the same
time; values of rows out of force stay as they were, and are calculated when such a row comes back.

Where things live: ``changes`` what became of rows; ``looking`` which rows look at them; ``calculate`` their values
anew; ``stamping`` their feed numbers; ``current`` all of it after a push, ``refresh`` after the definitions changed.
"""

from crossfoot_server.services.calculating.kept.changes import Change as Change
from crossfoot_server.services.calculating.kept.changes import Changes as Changes
from crossfoot_server.services.calculating.kept.current import keep_current as keep_current
from crossfoot_server.services.calculating.kept.refresh import refresh as refresh
