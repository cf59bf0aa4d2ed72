"""People, their tokens and grants, and which rows these reach.

Where things live: ``people`` who asks; ``tokens`` how they prove it; ``signing_in`` how a program comes by one;
``organisation`` the file that names everybody; ``scope`` the rows a person reaches.
"""

from __future__ import annotations

from crossfoot_server.accounts.organisation import EntityEntry as EntityEntry
from crossfoot_server.accounts.organisation import Organisation as Organisation
from crossfoot_server.accounts.organisation import TeamEntry as TeamEntry
from crossfoot_server.accounts.organisation import UserEntry as UserEntry
from crossfoot_server.accounts.organisation import apply_organisation as apply_organisation
from crossfoot_server.accounts.people import Actor as Actor
from crossfoot_server.accounts.people import Grant as Grant
from crossfoot_server.accounts.tokens import TokenEntry as TokenEntry
from crossfoot_server.accounts.tokens import authenticate as authenticate
from crossfoot_server.accounts.tokens import issue_token as issue_token
from crossfoot_server.accounts.tokens import list_tokens as list_tokens
from crossfoot_server.accounts.tokens import person as person
from crossfoot_server.accounts.tokens import revoke_token as revoke_token
