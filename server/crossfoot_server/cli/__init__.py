"""What the server adds to the ``crossfoot`` command. Flask and the store are imported only when a command runs."""
