"""The worker: it looks at every linked sheet in turn, and syncs those in which something moved.

Where things live: ``schedule`` who is next; ``dispatching`` puts them into the ``queue``; ``jobs`` what is done with
one; ``running`` the process; ``turns`` the quota shared by several processes; ``metrics`` what is counted.

The queue holds hints. What is due stands in the store: a queue that is lost, emptied or answered twice loses and
doubles nothing.
"""
