"""The task pane: a page in Excel, on the web too, that keeps the workbook in step through this server.

``files`` are the pane's own, beside those of ``crossfoot_server.web``; ``pages`` serves them, ``manifest`` tells Excel
where they are.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

FILES: Final = Path(__file__).parent / "files"
