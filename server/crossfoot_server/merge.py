"""Merging one row by field."""
