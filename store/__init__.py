"""The state of record. One file of queries a noun; every query takes the connection of the caller's transaction."""

from store.database import Store, open_store

__all__ = ["Store", "open_store"]
