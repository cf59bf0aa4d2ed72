"""LibreOffice as the person at the keyboard: it sorts, inserts, cuts and pastes in the real file.

``driver`` runs under the system's Python, which has LibreOffice's bridge; ``person`` talks to it.
"""
