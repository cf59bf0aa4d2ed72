"""Tests of ``crossfoot_server``."""
