"""What thin clients ask: programs in which a workbook is open, and that run none of our Python.

The desk that keeps the workbook in step runs here, and calls the endpoints that all other clients call, with the token
of whoever asks.
"""

from __future__ import annotations

from flask import current_app, request

from crossfoot_server.api.endpoint import Call, Reply
from crossfoot_server.thin.answering import Asking, answer
from crossfoot_server.thin.new_workbook import new_workbook
from crossfoot_server.thin.wire import GridCall, with_text_keys
from crossfoot_server.within_process import WithinProcess

ADDRESS = "crossfoot"
"""What messages call the server: the client has its address already."""


def workbook_made(call: Call) -> Reply:
    """An empty workbook for the caller."""
    asked = call.texts["server"], call.texts["language"]
    return Reply(body=new_workbook(call.store, call.actor, call.path["book"], *asked))


def grid_synced(call: Call, body: GridCall) -> Reply:
    """The next step of a session."""
    application = current_app._get_current_object()  # type: ignore[attr-defined]  # the proxy ends with the request
    token = request.headers["Authorization"].strip().partition(" ")[2].strip()
    asking = Asking(call.store, call.actor, call.now, WithinProcess(application, ADDRESS), token)
    reply = answer(asking, body)
    facts: dict[str, object] = {"session": body.session, "step": body.step, "do": reply.do}
    if reply.trouble is not None:
        facts["trouble"] = reply.trouble.code
    return Reply(body=with_text_keys(reply), facts=facts)
