"""Requests and answers: in the same process, without a socket, or served on this machine."""
