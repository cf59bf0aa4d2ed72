"""Tests of ``crossfoot_sync``."""
