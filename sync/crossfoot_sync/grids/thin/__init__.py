"""Books in a program that runs none of our Python: a thin client reads its cells and writes what it is asked to.

- ``given`` what a client gives of a workbook, ``asked`` what it is asked to do: both travel as they are, their rows and
  columns counted from 0;
- ``paper`` what was given as cells, rows and columns counted from 1, ``values`` what they mean;
- ``bindings`` where the tables stand, ``tables`` what their rows hold, ``snapshot`` a whole reading;
- ``plan`` edits as batches, each put together in ``batch``: ``room`` for new rows, ``ownrow`` what formulas look at;
- ``standing`` the workbook after a write; ``grid`` all of it put together.
"""

from crossfoot_sync.grids.thin.grid import Client as Client
from crossfoot_sync.grids.thin.grid import ThinGrid as ThinGrid
