"""Servers and clients that are killed for real, and what must hold of the store and the workbook afterwards."""
