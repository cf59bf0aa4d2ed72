"""Bringing in CSV and .xlsx files of other programs, by mapping files."""
