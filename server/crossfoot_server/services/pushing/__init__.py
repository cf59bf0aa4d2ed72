"""Taking a push in: decode, merge, judge, write, tell.

Where things live, in the order a push passes through:

- ``incoming`` the push as rows of values; ``plan`` what is to become of each row; ``start`` the merge with the
  stored row;
- ``settle`` takes back what may not be, again and again until nothing changes, asking ``own_row``, ``references``,
  ``uniqueness`` and ``removals``;
- ``approvals`` holds what others have to approve (see ``approving``);
- ``numbering`` gives numbers; ``write`` writes rows and versions; ``put_down`` does both and what follows from them;
- ``outcome`` says what became of each field, in the ``wording`` of its reader; ``record`` keeps the batch, so
  that it can be sent again.
"""
