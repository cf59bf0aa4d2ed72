"""The second party: people who work in the same spreadsheet while a program reads and writes it."""
