"""Thin clients: workbooks in a program that runs none of our Python."""
