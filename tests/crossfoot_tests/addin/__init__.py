"""Tests of what runs inside the spreadsheet program."""
