"""What happens to everybody in the hour: access that is taken away, a quota that others use up, the admin's hand."""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass

from crossfoot_server.sheets import registry
from crossfoot_sync.emulator.http.message import Request as Asked
from crossfoot_tests.sheets_hour.hour import Event, Hour
from crossfoot_tests.sheets_hour.team import TeamPlace
from crossfoot_tests.sheets_hour.workers import Workers
from crossfoot_tests.simulation.processes import Request

PINGED, PINGED_TOO_SOON = "a ping was taken", "a ping came too soon"
SHUT_OUT, QUOTA_USED_UP = "403 for a while", "the quota was used up by another program"
CONFIRMED = "many changes at once were confirmed"


@dataclass
class Weather:
    """What nobody of the teams does."""

    hour: Hour
    workers: Workers

    def sets_in(self) -> None:
        """Let it all begin."""
        for event, soonest, latest in (
            (self._shut_out, 300, 1500),
            (self._quota_used_up, 120, 900),
            (self._looked_after, 60, 120),
        ):
            self._now_and_then(event, soonest, latest)

    def ping(self, place: TeamPlace) -> None:
        """The script in a sheet asks for a sync."""
        stamp = str(int(self.hour.clock().timestamp()))
        secret = place.linked.secret.encode()
        signed = hmac.new(secret, f"{stamp}.".encode(), hashlib.sha256).hexdigest()
        headers = {"X-Crossfoot-Time": stamp, "X-Crossfoot-Signature": signed}
        path = f"/api/v1/sheets/{place.linked.id}/ping"
        status = self.hour.post(Request("", "POST", path, b"", headers)).status
        if status not in {202, 429}:
            raise AssertionError(f"a ping was answered by {status}")
        self.hour.counts[PINGED if status == 202 else PINGED_TOO_SOON] += 1

    def share_all(self) -> None:
        """Everybody is let in who ought to be."""
        for place in self._teams:
            place.people[0].shares(place.linked.id, self.hour.account)

    def confirms(self, place: TeamPlace) -> bool:
        """Somebody who runs the server looks at a sheet, and says that many changes at once are meant."""
        linked = registry.linked_sheet(self.workers.store, place.linked.id)
        asks = linked is not None and linked.outcome.code == "asks"
        if asks:
            self.hour.struck(CONFIRMED)
            self.workers.sync(place.linked.id, confirmed=True)
        return asks

    @property
    def _teams(self) -> list[TeamPlace]:
        return [each for each in self.hour.places if isinstance(each, TeamPlace)]

    def _now_and_then(self, event: Event, soonest: float, latest: float) -> None:
        def happens() -> None:
            if not self.hour.quiet:
                event()
                self._now_and_then(event, soonest, latest)

        self.hour.at(self.hour.dice.uniform(soonest, latest), happens)

    def _shut_out(self) -> None:
        """Somebody stops sharing a spreadsheet with the worker, and thinks better of it."""
        place = self.hour.dice.choice(self._teams)
        place.people[0].unshares(place.linked.id, self.hour.account)
        self.hour.struck(SHUT_OUT)

        def let_in() -> None:
            place.people[0].shares(place.linked.id, self.hour.account)
            self.ping(place)

        self.hour.at(self.hour.dice.uniform(20, 150), let_in)

    def _quota_used_up(self) -> None:
        """Another program reads in the name of the same account until Google refuses."""
        google, refused = self.hour.google, 429
        path = f"/v4/spreadsheets/{self._teams[0].linked.id}"
        headers = {"authorization": f"Bearer {google.token(self.hour.account)}"}
        asked = Asked.to("GET", f"https://sheets.googleapis.com{path}?fields=spreadsheetId", b"", headers)
        for _ in range(self.hour.dice.choice((20, 45, 70))):
            if google.handle(asked).status == refused:
                self.hour.struck(QUOTA_USED_UP)
                break

    def _looked_after(self) -> None:
        for place in self._teams:
            self.confirms(place)
