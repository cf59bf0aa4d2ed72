"""Formulas over rows in hand: what they compute, what blanks they fill, which rows they refuse or lock.

Where things live: ``rows`` rows as the columns that formulas name; ``computed`` the values of computed columns;
``judging`` which rows a condition holds for; ``context`` who asks, and when; ``over_tables`` functions that look at
tables; ``kept`` keeping computed values current beside their rows.
"""
