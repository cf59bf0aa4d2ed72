"""Functions over tables: SUMIFS, COUNTIFS, MAXIFS, MINIFS and XLOOKUP, for all rows in hand at once.

All rows of the store that are in force are looked at, whatever the actor reaches: a figure is a fact of the company.

Equality is asked with the distinct keys of the rows in hand, in one grouped query for all questions of one shape. A
comparison whose operand is the same for all rows in hand goes into the query as well; where it differs by row, the
query groups by the column that is compared, and the rows are matched with the groups here. So do instants, which
formulas see as readings of a wall clock.

A blank operand asks for blank cells: ``=`` takes them, ``<>`` takes all others. Nothing is less or greater than a
blank. XLOOKUP finds nothing for one. Texts are the same in capitals and small letters; codes of choices and ids are
not texts.

Where things live: ``keys`` what is compared for equality, ``matching`` the same in SQL; ``comparing`` other
comparisons; ``gathering`` how amounts of many rows become one; ``parts`` groups of rows, stored or overlaid; ``stored``
the queries; ``overlay`` rows that stand to be other than they are stored; ``answering`` all of it together.
"""

from crossfoot_server.services.calculating.over_tables.answering import with_tables as with_tables
from crossfoot_server.services.calculating.over_tables.overlay import Overlay as Overlay
