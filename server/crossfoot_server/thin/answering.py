"""One request of a thin client, answered: the session is run again from its transcript, to where it waits next."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Final

import msgspec

from crossfoot_server.accounts import Actor
from crossfoot_server.api.problems import StoreUnavailable
from crossfoot_server.errors import BadRequest
from crossfoot_server.store import Store
from crossfoot_server.thin import sessions
from crossfoot_server.thin.errors import Overtaken, UnknownSession
from crossfoot_server.thin.operations import carry_out, workplace
from crossfoot_server.thin.recorded import Answer, Waiting
from crossfoot_server.thin.transcript import OffTheRecord, Transcript
from crossfoot_server.thin.troubles import trouble_of
from crossfoot_server.thin.wire import GridCall, GridReply
from crossfoot_sync.client.errors import ClientError
from crossfoot_sync.client.server import Transport
from crossfoot_sync.grids.errors import GridError
from crossfoot_templates.label import Label

ATTEMPTS: Final = 5
"""How often a session is run again that other requests of it got ahead of."""


@dataclass(frozen=True)
class Asking:
    """Who asks, when, and the server as their token reaches it."""

    store: Store
    actor: Actor
    now: dt.datetime
    transport: Transport
    token: str


def answer(asking: Asking, call: GridCall) -> GridReply:
    """What the client is to do next.

    Raises:
        BadRequest: the request does not fit what was asked for.
        UnknownSession, WorkbookAtWork, SessionTooLarge: see there.
    """
    store, login = asking.store, asking.actor.login
    if call.begin is not None:
        if call.step:
            raise BadRequest("step", Label("会话从第 0 步开始", "a session begins with step 0"))
        sessions.begin(store, call.session, login, call.begin, asking.now)
    elif (call.given is None) == (call.applied is None):
        problem = Label(
            "每一步只能用 given 或 applied 之一应答", "a step is answered by what was given or by what was applied"
        )
        raise BadRequest("$", problem)
    else:
        content = msgspec.json.encode(Answer(call.mark, call.given, call.applied))
        sessions.give(store, call.session, login, sessions.Part(call.step, call.part, call.last, content))
        if not call.last:
            return GridReply(call.session, call.step, call.mark, "more")
    for _ in range(ATTEMPTS):
        try:
            return _run(asking, call.session)
        except Overtaken:
            continue
    raise StoreUnavailable


def _run(asking: Asking, session: str) -> GridReply:
    loaded = sessions.load(asking.store, session, asking.actor.login)
    transcript = Transcript(asking.store, loaded, lambda: asking.now)
    try:
        outcome = carry_out(workplace(transcript, asking.transport, asking.token))
    except Waiting as waiting:
        do, batches = ("read", []) if waiting.batches is None else ("write", waiting.batches)
        return GridReply(session, waiting.step, waiting.mark, do, batches)  # type: ignore[arg-type]
    except (ClientError, GridError) as error:
        transcript.keep(done=True)
        return GridReply(session, 0, "", "failed", trouble=trouble_of(error))
    except OffTheRecord as error:
        # What it was to send is in the outbox; a new session finishes it.
        raise UnknownSession(session) from error
    transcript.keep(done=True)
    return GridReply(session, 0, "", "done", outcome=outcome)
