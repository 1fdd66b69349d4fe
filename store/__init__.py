"""The state of record: records, schema and queries, one file a noun in each.

Every query takes the connection of the caller's transaction.
"""

from store.database import Store, open_store

__all__ = ["Store", "open_store"]
