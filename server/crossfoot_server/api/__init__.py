"""The HTTP interface: thin, and the only place that knows Flask.

- ``endpoint`` what an endpoint is; ``routes`` all of them, in one table; ``answers`` what they do;
- ``views`` makes Flask views of the table, ``openapi`` the OpenAPI document, ``reference`` the page in the docs;
- ``identity`` whose token it is; ``bodies`` and ``replies`` JSON in and out, with compression;
- ``signed`` and ``thin`` what linked sheets and task panes ask;
- ``problems`` every error as RFC 9457 has it; ``request_log`` request ids, one log line a request, headers.
"""
