"""LibreOffice as the person at the keyboard: it sorts, inserts, cuts, pastes and undoes in the real file.

``driver`` runs under the system's Python, which has LibreOffice's bridge, and carries out ``actions`` through the
program's own commands; ``person`` talks to it.
"""
