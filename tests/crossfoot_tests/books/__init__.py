"""The shipped books: what domain experts worked out by hand, row by row."""
