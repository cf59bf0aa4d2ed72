"""Books in a program that runs none of our Python: a thin client reads its cells and writes what it is asked to.

- ``given`` what a client gives of a workbook, ``asked`` what it is asked to do: both travel as they are;
- ``paper`` the cells that were given, ``values`` what they mean, ``ownrow`` how formulas name those of their row;
- ``bindings`` where the tables stand, ``tables`` what their rows hold, ``snapshot`` a whole reading;
- ``plan`` edits as batches, each put together in ``batch``: ``room`` for new rows, ``hidden`` the manifest and lists;
- ``standing`` the workbook after a write; ``grid`` all of it put together.
"""

from crossfoot_sync.grids.thin.grid import Client as Client
from crossfoot_sync.grids.thin.grid import ThinGrid as ThinGrid
