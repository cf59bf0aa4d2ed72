"""Books in a program that runs none of our Python: a thin client reads its cells and writes what it is asked to.

- ``given`` what a client gives of a workbook, ``asked`` what it is asked to do: both travel as they are;
- ``paper`` the cells that were given, ``bindings`` where the tables stand, ``tables`` what their rows hold;
- ``snapshot`` a whole reading; ``plan`` and ``room`` edits as batches of cells; ``grid`` the two put together.
"""

from crossfoot_sync.grids.thin.grid import Client as Client
from crossfoot_sync.grids.thin.grid import ThinGrid as ThinGrid
