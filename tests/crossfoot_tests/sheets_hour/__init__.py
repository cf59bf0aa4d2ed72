"""An hour of two teams, each in a Google spreadsheet of its own, and of a person with a file, over the same rows.

The emulator stands in for Google; the worker, the server, the engine and the program for files are the real ones.
People work at any point between two requests, on a clock that passes only while somebody waits or works.

Where things live, in the order one meets them:

- ``company`` the book, the teams, who sees what;
- ``hour`` the clock and what is to happen when, the store, the judge; ``run`` plays it from a seed;
- ``wire`` between a worker and Google: slow, broken, late, or the end of the worker; ``workers`` the worker, a second
  one, and those that take over from killed ones; ``served`` the server in the worker's process, overheard;
- ``screen`` a spreadsheet as its people see it, ``team`` their hands, ``noticing`` what no act of theirs tells by
  itself; ``file`` the person with the file;
- ``acts`` what people do that nobody does in a workbook of their own; ``weather`` what happens to everybody;
- ``closing`` the end, when all must agree; ``report`` counts; ``bugs`` are planted to show that it bites.

Whatever else people do, the ledger, the judge and the rules once more in plain Python are those of ``simulation``.
"""
