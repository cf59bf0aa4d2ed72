"""What can only be seen at Google, asked of Google: ``python -m crossfoot_tests.at_google URL --key key.json``.

Each probe does one thing in sheets of its own and compares what comes back with what crossfoot relies on. The how-to
``docs/how-to/check-with-google.md`` says what a person needs for it, and what only eyes can see.
"""
