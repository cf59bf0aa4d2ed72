"""Bugs planted on purpose: a test that guards a promise has to fail while the promise's defence is out of order."""
