"""Opening a store for use: fitted to the definitions, and with the kept values that their formulas give."""

from __future__ import annotations

from crossfoot_server.services.calculating.kept import refresh
from crossfoot_server.store import Store
from crossfoot_templates.model import Catalog


def open_store(url: str, catalog: Catalog) -> Store:
    """Open the store at an SQLAlchemy ``url``, and calculate what is kept again where formulas have changed.

    All that work on a store at the same time follow the same definitions: who knows other formulas, or none, leaves
    what these keep as it was. It is calculated again when a server opens the store next, so the last to be upgraded
    brings everything up to date.

    Raises:
        NotAStore: it is a database of another program.
        SchemaMismatch: the definitions changed in a way that stored rows would not survive.
        StoreBusy: another process is writing.
    """
    store = Store.open(url, catalog)
    try:
        refresh(store)
    except BaseException:
        store.close()
        raise
    return store
