"""Changes that wait until others have approved them.

A row that a rule of kind ``approve_when`` asks about goes nowhere: ``pushing.approvals`` takes it out of its plan. What
it was to become is kept beside the store's rows and counts nowhere; a row of the table of approvals asks for each step.

Where things live, in the order a request passes through:

- ``held`` the held change as the store keeps it; ``filing`` from a plan's held rows to requests;
- ``register`` the rows of the table of approvals that a batch makes or changes; ``telling`` the words in them, and
  ``pointing`` what these call referenced rows;
- ``asked_people`` who could decide; ``deciding`` a decision and what bars one; ``carrying`` a held change carried out;
- ``overtaken`` what makes a request void; ``notices`` what becomes of held changes, told to the workbook they are of.
"""
