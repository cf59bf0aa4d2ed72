"""Google Sheets and Drive as a service account reaches them.

``Transport`` is an ``HTTPClient`` of gspread that waits its turn, tries again where that is safe, ends in time, and
says what is wrong in words of ours::

    account = ServiceAccount(Key.read(Path("key.json")))
    transport = Transport(account, LocalBucket())
    version(transport, spreadsheet_id)

All transports of one service account share one bucket. The same goes to the emulator on this machine where both are
given ``Line(addresses=Addresses.emulated("http://127.0.0.1:8765"))``.
"""
