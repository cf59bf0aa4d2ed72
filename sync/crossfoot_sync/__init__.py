"""Keeping a workbook and the store in step.

- ``engine/`` pure functions: cells to rows and findings, rows to a push, a reply to cell edits;
- ``grids/`` where cells are read and written: an .xlsx file, memory (live Excel and Google Sheets follow);
- ``client/`` the server as seen from here, credentials, the outbox, and the sync that joins all this;
- ``google/`` how Google Sheets and Drive are reached, in the name of a service account;
- ``importing/`` CSV and .xlsx files of other programs, by mapping files;
- ``emulator/`` Google Sheets and Drive for tests, of use without the rest;
- ``cli/`` the ``crossfoot`` command; ``demo/`` the worked example.
"""
