"""The pure part of sync: values in, values out. No input or output, no clock, no randomness of its own."""
