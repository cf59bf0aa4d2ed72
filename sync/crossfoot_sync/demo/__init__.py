"""The worked example behind ``make demo``: a small company, three workbooks, one day of work.

``company`` makes the company; ``server`` runs the server as its own process; ``hands`` does to workbooks what
people do; ``story`` tells it in order; ``consolidated`` adds up what finance sees.
"""
