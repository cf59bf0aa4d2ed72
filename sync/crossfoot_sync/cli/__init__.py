"""The ``crossfoot`` command."""
