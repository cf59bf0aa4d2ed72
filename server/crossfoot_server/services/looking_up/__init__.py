"""Answering questions about single figures and cells.

Each module asks the store once for all questions of its kind, however many there are.
"""
