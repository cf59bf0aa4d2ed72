"""``spreadsheets``: giving out a spreadsheet, making one, batches of changes, developer metadata."""
