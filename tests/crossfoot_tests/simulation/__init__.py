"""A company at work, played through from a seed: people with workbooks, server processes over one store, and trouble.

Where things live, in the order one meets them:

- ``script`` draws what happens from a seed; every step has dice of its own, so that steps can be left out;
- ``books`` the definitions before and after an upgrade, ``company`` the people; ``processes`` the servers over one
  store, that are killed, upgraded, restored;
- ``network`` carries requests, and loses, doubles, delays them; ``fragile`` ends a client between two of its writes;
- ``place`` a person's workbook and their hands; ``acts`` what they do with it, ``business`` what rules and formulas
  speak of, ``syncing`` with the program, ``goingback`` with what is stored, ``approving`` about changes that others
  approve, ``corners`` at the worst moment; ``events`` what happens to the company;
- ``ledger`` the oracle: every value typed, and who saw what when; ``records`` what the store has ever held, read past
  the server; ``judge`` holds both against each other;
- ``figures`` and ``rules`` the formulas and rules of the books once more, in plain Python; ``rulings`` holds these
  against the store and what it refuses, ``overtyping`` against what is typed over computed cells;
- ``pending`` what waits for an approval, held against the store while a run goes on; ``shown`` against the sheets at
  its end;
- ``closing`` the end, when all must agree;
- ``run`` plays a script; ``shrink`` leaves out steps until only those stay that matter; ``report`` counts;
- ``bugs`` are planted to show that all of this bites.
"""
