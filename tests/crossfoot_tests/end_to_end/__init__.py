"""Workbook files, the real client and the real server together: the promises and the hazards."""
