"""People work between any two requests of a write, requests fail, programs die, and two of them write at once."""

from __future__ import annotations

from random import Random

import pytest

from crossfoot_sync.emulator import FAULTS, Discovery
from crossfoot_sync.emulator.http.message import Request
from crossfoot_sync.engine.cells import Edits, SetCell
from crossfoot_sync.grids.errors import GridError
from crossfoot_sync.grids.google import Spreadsheet
from crossfoot_sync.grids.google.given import BatchAnswer, Given
from crossfoot_sync.grids.google.values import Json
from crossfoot_templates.layout import FIRST_ROW
from crossfoot_tests.sync.grids.adversary import Adversary, Ledger, Outcome, Written, contents, laid_out, random_edits
from crossfoot_tests.sync.grids.books import column
from crossfoot_tests.sync.grids.google_books import Place

_PASSING = sorted(each for each in FAULTS if not each.startswith("403"))


class Killed(BaseException):
    """The program is gone."""


class Mortal:
    """A spreadsheet whose user dies at its n-th request, before or after that is carried out."""

    def __init__(self, spreadsheet: Spreadsheet, requests: int, *, after: bool) -> None:
        self._spreadsheet, self._left, self._after = spreadsheet, requests, after

    @property
    def id(self) -> str:
        return self._spreadsheet.id

    def get(self, body: Json, fields: str) -> Given:
        self._live(after=False)
        return self._spreadsheet.get(body, fields)

    def batch_update(self, body: Json, fields: str) -> BatchAnswer:
        self._live(after=False)
        answer = self._spreadsheet.batch_update(body, fields)
        self._live(after=True)
        return answer

    def _live(self, *, after: bool) -> None:
        self._left -= not after
        if self._left <= 0 and after == self._after:
            raise Killed


def adversary(
    random: Random, *, acts: int, parting: bool = False, discovery: Discovery | None = None
) -> Adversary[Place, Ledger]:
    """A person who does something now and then."""
    place = laid_out(random.randrange(1, 6), random.randrange(3), discovery)
    likely = random.choice((0.3, 0.6, 0.9))
    return Adversary(place, random, Ledger(place), random.randrange(1, acts + 1), likely, parting)


def written_against(
    seed: int, *, parting: bool = False, faults: int = 0, acts: int = 4, discovery: Discovery | None = None
) -> Outcome:
    """A write with a person in between, and with requests that fail; repeatable by its seed."""
    random = Random(seed)
    person = adversary(random, acts=acts, parting=parting, discovery=discovery)
    grid, google = person.place.grid(), person.place.google
    seen, first = grid.read(), contents(person.place)
    edits = random_edits(random, seen)
    for _ in range(faults):
        google.fail_next(random.choice(_PASSING))
    google.between = person
    return Outcome(person, first, [Written(edits, grid.write(edits, seen))])


def killed_in_between(seed: int) -> Outcome:
    """A write whose program dies over it while a person works; another one reads the book then."""
    random = Random(seed)
    person = adversary(random, acts=3, parting=random.random() < 0.3)
    place = person.place
    requests, after = random.randrange(1, 6), random.random() < 0.5
    grid = place.grid(lambda each: Mortal(each, requests + 1, after=after))
    seen, first = grid.read(), contents(place)
    edits = random_edits(random, seen)
    place.google.between = person
    try:
        missed, killed = grid.write(edits, seen), False
    except Killed:
        missed, killed = [], True
    place.grid().read()
    return Outcome(person, first, [Written(edits, missed)], killed)


def two_at_once(seed: int) -> Outcome:
    """A write in the middle of another, by a second worker who had read the same, while a person works."""
    random = Random(seed)
    person = adversary(random, acts=2)
    google, grids = person.place.google, [person.place.grid(), person.place.grid()]
    readings = [grid.read() for grid in grids]
    first = contents(person.place)
    edits = [random_edits(random, seen, tag) for seen, tag in zip(readings, "WX", strict=True)]
    later = random.randrange(4)
    written: list[Written] = []

    def between(request: object) -> None:
        nonlocal later
        person(request)
        later -= 1
        if later == -1:
            google.between = person
            written.append(Written(edits[1], grids[1].write(edits[1], readings[1])))
            person.ledger.noticed(person=False)
            google.between = between

    google.between = between
    written.append(Written(edits[0], grids[0].write(edits[0], readings[0])))
    return Outcome(person, first, written)


SEEDS = range(250)


def test_h23_what_a_program_displaced_before_it_died_is_put_back_by_whoever_reads_next() -> None:
    place = laid_out(3, 0)
    grid = place.grid(lambda each: Mortal(each, 2, after=True))
    seen = grid.read()
    place.hands().set(FIRST_ROW, "name", "typed")
    edits = Edits(cells=[SetCell("customer", FIRST_ROW, "name", "n0", "W"), SetCell("customer", 5, "name", "n1", "X")])
    with pytest.raises(Killed):
        grid.write(edits, seen)
    assert [line[2] for line in place.hands().rows] == ["W", "X", "n2"]
    assert column(place.grid(), "name") == ["typed", "X", "n2"]


@pytest.mark.slow
@pytest.mark.parametrize("parting", [False, True])
def test_h27_whatever_people_do_between_two_requests_nothing_of_theirs_is_lost(parting: bool) -> None:
    played = {seed: written_against(seed, parting=parting) for seed in SEEDS}
    assert {seed: wrongs for seed, each in played.items() if (wrongs := each.wrongs())} == {}


@pytest.mark.slow
def test_all_that_is_asked_for_on_the_way_is_valid_by_googles_description(discovery: Discovery) -> None:
    played = {seed: written_against(seed, parting=True, discovery=discovery) for seed in range(1000, 1010)}
    assert {seed: wrongs for seed, each in played.items() if (wrongs := each.wrongs())} == {}


@pytest.mark.slow
def test_h28_requests_fail_while_people_work_and_all_is_written_once() -> None:
    played = {seed: written_against(seed, faults=1 + seed % 3, acts=2) for seed in SEEDS}
    assert {seed: wrongs for seed, each in played.items() if (wrongs := each.wrongs())} == {}


@pytest.mark.slow
def test_h23_a_program_that_dies_over_a_write_leaves_nothing_that_the_next_does_not_put_right() -> None:
    played = {seed: killed_in_between(seed) for seed in SEEDS}
    assert {seed: wrongs for seed, each in played.items() if (wrongs := each.wrongs())} == {}
    assert sum(each.killed for each in played.values()) > 10


@pytest.mark.slow
def test_h30_two_workers_write_at_once_and_neither_overwrites_what_the_other_or_a_person_did() -> None:
    played = {seed: two_at_once(seed) for seed in SEEDS}
    assert {seed: wrongs for seed, each in played.items() if (wrongs := each.wrongs())} == {}
    assert sum(len(each.written) == 2 for each in played.values()) > 20


def test_a_sheet_that_never_stops_changing_is_given_up_and_the_next_reading_puts_right_what_is_left() -> None:
    place = laid_out(4, 0)
    grid = place.grid()
    seen = grid.read()

    def insert(request: Request) -> None:
        if request.path.endswith(":batchUpdate"):
            place.hands().insert_rows(FIRST_ROW)

    place.google.between = insert
    with pytest.raises(GridError) as error:
        grid.write(
            Edits(cells=[SetCell("customer", FIRST_ROW + at, "name", f"n{at}", f"W{at}") for at in range(4)]), seen
        )
    place.google.between = None
    assert error.value.reason == "keeps_changing_cells"
    assert column(place.grid(), "name") == ["n0", "n1", "n2", "n3"]
