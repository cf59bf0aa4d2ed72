"""Bringing in CSV and .xlsx files of other programs, by mapping files.

``mapping`` says which column of a file is which column of a table; ``source`` reads files; ``prepare`` makes
``prepared`` rows and findings of them, and ``hints`` names what the mapping can say to these; ``run`` sends the rows,
so that running it again continues and never doubles.
"""
