"""What the pages are made of that people open, the task pane and the page for uploads.

A browser finds ``files`` beside the files of each page: all of them are served under the page's own address. So they
import its ``words.mjs``, what it says, and its ``keeping.mjs``, where it keeps the token. Where its markup names a
fragment in a comment, that is put in.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

FILES: Final = Path(__file__).parent / "files"
