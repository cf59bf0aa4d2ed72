"""Syncs of workbooks that somebody uploads: the file comes with the request, and goes back, in step, with the reply.

- ``wire`` what travels; ``admitting`` which files are taken, ``troubles`` what is said of those that are not;
- ``journal`` what was sent from which generation of a file, so that nothing is sent twice;
- ``syncing`` one upload, ``making`` a new workbook that is filled.

Why it is done so: docs/decisions/0028.
"""

from __future__ import annotations
