"""Tests of ``crossfoot_sync.emulator``: what it answers is held against Google's own description of its interfaces."""
