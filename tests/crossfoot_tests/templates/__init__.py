"""Tests of ``crossfoot_templates``."""
