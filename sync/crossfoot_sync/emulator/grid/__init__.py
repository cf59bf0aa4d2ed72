"""What a spreadsheet holds: cells, rows and columns, and everything that hangs on ranges of them."""
