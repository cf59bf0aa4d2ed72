"""Rules over sets of rows: limits and balances, judged as the rows of a push would leave the store.

A rule stands at its head, such as an invoice whose allocations may not exceed it. Rows that change what a head comes
to contribute to its group: the head itself, and rows of other tables that its formula asks for. Where a group would
break its rule, the rows that do so are refused, and the group is judged again.

A rule may look at figures of other rows that come from what is pushed: then the rows of the push contribute to the
groups of those who look at them.

Where things live: ``overlay`` the rows of a push as they would stand, all of them or the first few; ``touched`` the
rows whose figures it may change; ``groups`` which heads a push concerns, and who contributes; ``verdicts`` whether
rules hold of heads; ``figures`` what these come to; ``checking`` who is refused.
"""

from crossfoot_server.services.pushing.sets.checking import set_rules_check as set_rules_check
