"""The central store: accounts and scopes, merge, rules, versions and the feed, behind an HTTP interface."""
