"""Spreadsheets that teams share: which are linked, and how each is kept in step.

Where things live: ``registry`` what is linked and how it stands; ``account`` in whose name a sheet acts; ``ping`` what
its own script may ask; ``spreadsheets`` what is asked of Google; ``own_server`` the server in this process that judges
what a sheet sends; ``linking`` and ``unlinking``; ``visiting`` a look at a sheet, and its sync where something moved;
``doctor`` what is wrong with one.

Only these modules and ``worker`` may use a client's parts of ``crossfoot_sync`` (docs/decisions/0024).
"""
