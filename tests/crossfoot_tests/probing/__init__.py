"""Trying at somebody's own program what nobody here has seen: probes, what they find, and a report that can be sent."""
