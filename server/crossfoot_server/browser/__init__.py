"""The page on which somebody uploads a workbook who has a spreadsheet program and no program of ours.

``files`` are the page's own, beside those of ``crossfoot_server.web``; ``pages`` serves them. What the page asks for is
in ``crossfoot_server.files``.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

FILES: Final = Path(__file__).parent / "files"
