"""Answering a pull.

Where things live: ``visible`` what there is; ``changed`` the rows to be sent; ``gone`` the ids to be taken out;
``lists`` what references may point at; ``reply`` all of it together.
"""
