"""Putting the add-in where Excel starts it from, telling it where Python is, and finding out what is wrong with it."""
