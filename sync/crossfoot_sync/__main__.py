"""``python -m crossfoot_sync`` is the ``crossfoot`` command."""

from crossfoot_sync.cli import main

main(prog_name="crossfoot")
