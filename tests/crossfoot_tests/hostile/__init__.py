"""Input that nobody meant well with, or that a disk or a careless hand spoiled."""
