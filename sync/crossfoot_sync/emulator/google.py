"""The whole of it: requests in, answers out, with quotas, faults and a second party in between."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from requests import Session

from crossfoot_sync.emulator import fieldmask, oauth
from crossfoot_sync.emulator.accounts import Account
from crossfoot_sync.emulator.call import Call, Direction
from crossfoot_sync.emulator.clock import Clock, SystemClock
from crossfoot_sync.emulator.discovery import Discovery
from crossfoot_sync.emulator.errors import (
    ApiDisabledError,
    ApiError,
    NotFoundError,
    PermissionDeniedError,
    ScopeInsufficientError,
)
from crossfoot_sync.emulator.faults.fault import Fault, Faults, NoAnswerError
from crossfoot_sync.emulator.faults.quota import Quota
from crossfoot_sync.emulator.formulas.calculator import Supplied
from crossfoot_sync.emulator.http import adapter
from crossfoot_sync.emulator.http.message import Request, Response
from crossfoot_sync.emulator.http.routes import SCOPES, SERVICES, Route, Service, found
from crossfoot_sync.emulator.json_types import Json
from crossfoot_sync.emulator.people.person import Person
from crossfoot_sync.emulator.state import State

EVERYTHING = frozenset({"https://www.googleapis.com/auth/spreadsheets", "https://www.googleapis.com/auth/drive"})


@dataclass(frozen=True)
class Logged:
    """One request that came in: who sent it, which method of the API it was, and what it was answered.

    ``status`` is 0 where no answer was sent.
    """

    time: datetime
    email: str
    method: str
    direction: Direction
    status: int


class Google:
    """An emulated Google, empty at first.

    Args:
        clock: the time it goes by; a ``ManualClock`` makes quotas and tokens run out when the test says so.
        seed: where its ids come from; the same seed and requests give the same ids.
        quota: how many requests a minute may have.
        discovery: Google's discovery documents; with them every request and answer is checked, and a request that
            says what Google does not know is refused in Google's words.
        service_accounts_own_files: whether a service account may create spreadsheets, as it long could.
        drive_lag: seconds until Drive tells of a change in its version.
        supplied: knows results of formulas that the emulator does not calculate.
    """

    def __init__(  # noqa: PLR0913 (what there is to set, by name)
        self,
        *,
        clock: Clock | None = None,
        seed: int = 0,
        quota: Quota | None = None,
        discovery: Discovery | None = None,
        service_accounts_own_files: bool = False,
        drive_lag: float = 0,
        supplied: Supplied | None = None,
    ) -> None:
        self.state = State(
            clock=clock or SystemClock(),
            seed=seed,
            service_accounts_own_files=service_accounts_own_files,
            drive_lag=drive_lag,
            supplied=supplied,
        )
        self.quota = quota or Quota()
        self.faults = Faults([])
        self.discovery = discovery
        self.between: Callable[[Request], None] | None = None
        self.log: list[Logged] = []
        self._people: dict[str, Person] = {}

    def person(self, email: str, name: str = "") -> Person:
        """Somebody who works in spreadsheets by hand; the same one for the same address."""
        account = self._account(Account(email, name or email.partition("@")[0]))
        return self._people.setdefault(account.email.lower(), Person(self.state, account))

    def service_account(self, name: str = "worker", project: str = "100000000001") -> Account:
        """A service account of a project, without a key; ``session`` gives it access all the same."""
        email = f"{name}@project-{project}.iam.gserviceaccount.com"
        return self._account(Account(email, email, project, service=True))

    def key(self, account: Account, token_uri: str = oauth.TOKEN_ADDRESS, private_key: str | None = None) -> Json:
        """A key file of a service account; a new private key is made unless one (PEM) is given."""
        if private_key is None:
            private_key, public = oauth.new_key()
        else:
            public = oauth.public_key_of(private_key)
        self.state.keys[account.email] = public
        return {
            "type": "service_account",
            "project_id": f"project-{account.project}",
            "private_key_id": self.state.letters(40),
            "private_key": private_key,
            "client_email": account.email,
            "client_id": account.permission_id,
            "auth_uri": "https://accounts.google.com/o/oauth2/auth",
            "token_uri": token_uri,
        }

    def token(self, account: Account, scopes: frozenset[str] = EVERYTHING) -> str:
        """A token as the token endpoint would give it."""
        return self.state.grant(account, scopes)

    def session(self, account: Account | None = None) -> Session:
        """A session whose requests to Google arrive here, without a socket; with a token where an account is named."""
        session = Session()
        session.trust_env = False  # no proxy stands between
        adapter.mount(session, self.handle)
        if account is not None:
            session.headers["Authorization"] = f"Bearer {self.token(account)}"
        return session

    def shared_drive(self, name: str) -> str:
        """A new shared drive; its id, to be given as a parent."""
        drive_id = "0A" + self.state.letters(17)
        self.state.shared_drives[drive_id] = name
        return drive_id

    def disable(self, account: Account, service: Service) -> None:
        """Switch an API off for the account's project."""
        self.state.disabled.add((account.project, service))

    def fail_next(self, name: str, times: int = 1, *, method: str = "", path: str = "") -> None:
        """Let the next requests go wrong.

        Args:
            name: a fault of ``FAULTS``, such as ``"503"`` or ``"timed out after commit"``.
            times: how many requests.
            method: only those with this HTTP method.
            path: only those whose path has a match of this regular expression.

        Raises:
            ValueError: there is no such fault.
        """
        self.faults.plan(name, times, method, path)

    def handle(self, request: Request) -> Response:
        """Answer a request.

        Raises:
            NoAnswerError: it is to get none.
        """
        with self.state.lock:
            if request.path == "/token":
                return oauth.token(self.state, request)
            if self.between is not None:
                self.between(request)
            route = found(request.method, request.path)
            fault = self.faults.take(request)
            try:
                response = self._answer(request, route, fault)
            except NoAnswerError:
                self._note(request, route, 0)
                raise
            self._note(request, route, response.status)
            return response

    def _answer(self, request: Request, route: tuple[Route, dict[str, str]] | None, fault: Fault | None) -> Response:
        if fault is not None and not fault.after_commit:
            return _gone_wrong(fault)
        try:
            if route is None:
                raise NotFoundError(f"The requested URL {request.path} was not found on this server.")
            response = self._carried_out(request, *route)
        except ApiError as error:
            response = Response.refusing(error)
        if fault is not None and response.status < 400:
            return _gone_wrong(fault)
        return response

    def _carried_out(self, request: Request, route: Route, names: dict[str, str]) -> Response:
        if "authorization" not in request.headers:
            raise PermissionDeniedError(
                "Method doesn't allow unregistered callers (callers without established identity). "
                "Please use API Key or other form of API consumer identity to call this API."
            )
        grant = self.state.bearer(request.headers["authorization"])
        title, host = SERVICES[route.service]
        if not grant.scopes & SCOPES[route.service, route.direction]:
            raise ScopeInsufficientError(host)
        if (grant.account.project, route.service) in self.state.disabled:
            raise ApiDisabledError(title, host, grant.account.project)
        if route.service == "sheets":
            self.quota.count(grant.account, route.direction, self.state.clock.now())
        if self.discovery is not None:
            self.discovery.check_request(route.id, request)
        answer = route.handler(Call(self.state, grant.account, request, names))
        if isinstance(answer, Response):
            return answer
        if self.discovery is not None:
            self.discovery.check_answer(route.id, answer)
        return Response.of(_cut_down(answer, route, request.one("fields")))

    def _note(self, request: Request, route: tuple[Route, dict[str, str]] | None, status: int) -> None:
        if route is None:
            return
        token = request.headers.get("authorization", "").partition(" ")[2]
        grant = self.state.grants.get(token)
        email = grant.account.email if grant else ""
        self.log.append(Logged(self.state.clock.now(), email, route[0].id, route[0].direction, status))

    def _account(self, account: Account) -> Account:
        return self.state.accounts.setdefault(account.email.lower(), account)


def _gone_wrong(fault: Fault) -> Response:
    error = fault.error()
    if isinstance(error, NoAnswerError):
        raise error
    return Response.refusing(error)


def _cut_down(answer: Json, route: Route, fields: str) -> Json:
    """The fields asked for, where the method has not seen to that itself."""
    if not fields or route.service == "drive" or "spreadsheets.get" in route.id:
        return answer
    shown: Json = fieldmask.picked(answer, fieldmask.parsed(fields))
    return shown
