"""The requests of ``spreadsheets.batchUpdate``, one function each; ``batch.REQUESTS`` lists them."""
