"""The manager's day, carried out with LibreOffice in the place of Excel, and its pictures."""

from __future__ import annotations

import re
import struct
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from crossfoot_tests.docs.pictures import FOLDER, LONGEST, PAGE, PICTURES, make, png
from crossfoot_tests.docs.pressing import PICTURE, PRESSED

SIGNATURE = b"\x89PNG\r\n\x1a\n"


def test_the_page_shows_the_pictures_that_there_are_and_no_others() -> None:
    shown = re.findall(PICTURE, PAGE.read_text(encoding="utf-8"), re.MULTILINE)
    assert (shown, {each.stem for each in FOLDER.iterdir()}) == ([*PICTURES], {*PICTURES})


@pytest.mark.parametrize("name", PICTURES)
def test_a_picture_is_one_and_small(name: str) -> None:
    content = (FOLDER / f"{name}.png").read_bytes()
    assert (content[: len(SIGNATURE)], len(content) < LONGEST) == (SIGNATURE, True)


@given(st.integers(1, 40), st.integers(1, 40), st.integers(0, 2**32))
def test_a_picture_keeps_its_size_however_many_colours_it_has(wide: int, high: int, seed: int) -> None:
    pixels = np.random.default_rng(seed).integers(0, 256, (high, wide, 3), np.uint8)
    made = png(b"P6\n%d %d\n255\n" % (wide, high) + pixels.tobytes())
    assert struct.unpack(">II", made[16:24]) == (wide, high)


@pytest.mark.slow
def test_the_managers_day_goes_as_it_is_told_and_its_pictures_can_be_made(tmp_path: Path) -> None:
    presses = re.findall(PRESSED, PAGE.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)
    assert make(tmp_path) == [*PICTURES]
    sizes = {name: (tmp_path / f"{name}.png").stat().st_size for name in PICTURES}
    assert ({name: size for name, size in sizes.items() if not 2_000 < size < LONGEST}, len(presses)) == ({}, 16)
