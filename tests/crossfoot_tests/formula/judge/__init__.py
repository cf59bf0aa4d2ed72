"""The outside judge: LibreOffice calculates what the rule language calculates, and every value must be the same.

- ``sample`` is a table with columns of every kind, and draws rows that hold what is awkward;
- ``grammar`` draws formulas, by kind, so that each function gets its turn;
- ``sheet`` writes rows and rendered formulas into a workbook, which LibreOffice calculates, and reads what it came to;
- ``noise`` says how far the doubles of a spreadsheet may be off, and where that decides;
- ``deviations`` is the list of what is known to differ;
- ``judging`` compares, value for value.

``python -m crossfoot_tests.formula.judge 10000`` judges so many formulas.
"""
