"""The server as seen from a workbook: transport, credentials, the outbox, and the sync that joins all this."""
