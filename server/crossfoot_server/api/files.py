"""What somebody asks who uploads a workbook, or wants a new one, and runs none of our Python.

The desk runs here, and calls the endpoints that all other clients call, with the token of whoever asks.
"""

from __future__ import annotations

from flask import current_app, request

from crossfoot_server.api.endpoint import Call, Reply
from crossfoot_server.api.thin import ADDRESS
from crossfoot_server.files.making import new_file
from crossfoot_server.files.syncing import Uploading, sync_file
from crossfoot_server.files.wire import FileNew, FileReply, FileSync
from crossfoot_server.within_process import WithinProcess


def file_synced(call: Call, body: FileSync) -> Reply:
    """An uploaded workbook, in step."""
    return _told(body.task, sync_file(_uploading(call), body))


def file_made(call: Call, body: FileNew) -> Reply:
    """A new workbook, in step."""
    return _told("new", new_file(_uploading(call), body))


def _uploading(call: Call) -> Uploading:
    application = current_app._get_current_object()  # type: ignore[attr-defined]  # the proxy ends with the request
    token = request.headers["Authorization"].strip().partition(" ")[2].strip()
    transport = WithinProcess(application, ADDRESS)
    return Uploading(call.store, call.actor, call.now, transport, token, call.settings.upload_limit)


def _told(task: str, reply: FileReply) -> Reply:
    facts: dict[str, object] = {"task": task}
    if reply.trouble is not None:
        facts["trouble"] = reply.trouble.code
    if reply.outcome is not None and reply.outcome.batch:
        facts["batch"] = reply.outcome.batch
    return Reply(body=reply, facts=facts)
