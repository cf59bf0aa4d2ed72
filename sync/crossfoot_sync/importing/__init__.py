"""Bringing in CSV and .xlsx files of other programs, by mapping files.

``mapping`` says which column of a file is which column of a table; ``source`` reads files; ``prepare`` makes
rows and findings of them; ``run`` sends them, so that running it again continues and never doubles.
"""
