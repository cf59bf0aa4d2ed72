"""``spreadsheets.values``: reading, writing, appending and clearing plain values."""
