"""Tests of the rule language: reading, checking and rendering formulas, and what they calculate."""
