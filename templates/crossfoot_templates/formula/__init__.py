"""The rule language: Excel formulas over named columns, typed, exact and the same everywhere.

A formula passes through these, in order:

- ``lexing`` and ``parsing`` make a tree of ``nodes`` out of its text; ``writing`` is the way back;
- ``checking`` judges the tree against the book (a ``Scope`` of columns and tables, with their ``kinds``) and makes a
  ``typed`` tree, in which every conversion is spelled out;
- ``excel`` renders a typed tree as a formula that a spreadsheet program calculates;
- ``evaluation`` calculates it over whole columns (``vectors``), exactly;
- ``functions`` is the table of what a formula may call: its kinds, its documentation and its names elsewhere;
- ``errors`` says what is wrong with a formula, where, and what was meant.
"""
