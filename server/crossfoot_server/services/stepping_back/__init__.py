"""Going back: undoing a batch, and restoring an older version of a row.

Both make a plan of rows and hand it to ``pushing.carry_out``, so that what holds for a push holds for them.

- ``rows`` what is to become of one row; ``undoing`` of all rows of a batch; ``restoring`` of one row, to one version;
- ``batches`` the record of the batch that this makes.
"""
