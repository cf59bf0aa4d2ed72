"""What a server can be told; ``crossfoot serve`` reads it from its options and from the environment."""

from __future__ import annotations

from dataclasses import dataclass

MIB = 1 << 20


@dataclass(frozen=True, kw_only=True)
class Settings:
    """How one server listens, logs and guards itself.

    Attributes:
        host, port: where to listen; port 0 takes one that is free.
        threads: requests answered at the same time.
        log_level: the least level written: debug, info, warning or error.
        body_limit: the longest request body as it travels, compressed or not, in bytes.
        inflated_limit: the longest request body after decompression, in bytes.
        upload_limit: the largest workbook that is taken from a browser, in bytes.
        address: under which people reach it, such as ``https://ledger.example.com``; empty where that is not told. Only
            the manifest of the task pane needs it.
        compress_from: replies shorter than this many bytes travel as they are.
    """

    host: str = "127.0.0.1"
    port: int = 8765
    threads: int = 8
    log_level: str = "info"
    body_limit: int = 16 * MIB
    inflated_limit: int = 64 * MIB
    upload_limit: int = 8 * MIB
    address: str = ""
    compress_from: int = 1024
