"""What can only be seen in Excel, asked of Excel: ``python -m crossfoot_tests.at_excel``.

Each probe does one thing in workbooks of its own and compares what comes back with what crossfoot relies on. The how-to
``docs/how-to/check-with-excel.md`` says what a person needs for it, and what only eyes can see.
"""
