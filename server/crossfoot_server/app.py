"""The web application, made from its parts by whoever runs it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from functools import cache
from typing import TYPE_CHECKING

import msgspec
from flask import Flask
from werkzeug.routing import Map

from crossfoot_server.api import problems, request_log, views
from crossfoot_server.api.endpoint import Command
from crossfoot_server.api.identity import Identify, by_token
from crossfoot_server.api.routes import ENDPOINTS
from crossfoot_server.browser import pages as browser
from crossfoot_server.settings import Settings
from crossfoot_server.store import Store
from crossfoot_server.taskpane import pages as taskpane

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment


def create_app(store: Store, settings: Settings, clock: Callable[[], datetime], identify: Identify = by_token) -> Flask:
    """The HTTP interface over ``store``.

    ``clock`` tells the aware UTC time of every request, ``identify`` whose it is.
    """
    app = Flask("crossfoot_server", static_folder=None, template_folder=None)
    app.url_map = _addresses()
    app.wsgi_app = _under_any_name(app.wsgi_app)  # type: ignore[method-assign, assignment]  # as Flask has it wrapped
    request_log.register(app)
    problems.register(app)
    app.view_functions |= views.views(views.Api(store, settings, clock, identify))
    app.view_functions |= taskpane.views(settings) | browser.views()
    _learn_what_travels()
    return app


@cache
def _addresses() -> Map:
    """What every address is answered by, the same for all applications: making it takes longer than all the rest."""
    # Addresses are exact: with this on, a doubled slash would be answered by a redirect instead of a problem.
    return Map([*views.rules(), *taskpane.rules(), *browser.rules()], merge_slashes=False)


def _under_any_name(application: WSGIApplication) -> WSGIApplication:
    """``application``, answering whatever name it was called by: one that is no host name is no mistake of ours."""

    def answer(environment: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        environment.pop("HTTP_HOST", None)
        return application(environment, start)

    return answer


def _learn_what_travels() -> None:
    """Have msgspec understand every struct that travels, in this one thread.

    It would else do so at the first request, and where two first requests come at once the process crashes.
    """
    for endpoint in ENDPOINTS:
        for each in (endpoint.gives, endpoint.takes) if isinstance(endpoint, Command) else (endpoint.gives,):
            msgspec.json.Decoder(each)
