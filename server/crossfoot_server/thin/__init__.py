"""Syncs of thin clients: the desk runs here, and what it reads and writes is asked of a client, request by request.

- ``wire`` what travels; ``sessions`` what is kept of a session, ``transcript`` what happened in it;
- ``recorded`` the client, the store, the outbox, the clock and the ids, all as the transcript has them;
- ``operations`` what can be done in a session, ``telling`` what came of it, ``troubles`` why nothing did;
- ``answering`` one request; ``new_workbook`` a workbook for whoever has none.

Only this package, ``files`` and the worker may use the client's desk: docs/decisions/0026.
"""

from crossfoot_server.thin.answering import answer as answer
