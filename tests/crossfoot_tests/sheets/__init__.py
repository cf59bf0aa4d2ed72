"""Tests of linked sheets."""
