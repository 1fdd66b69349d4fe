"""The tables, as SQLAlchemy Core sees them, one file a noun.

Migrations in store/migrations make them; a test holds the two equal.
"""

# All of them are in one MetaData, once each of these is imported.
from store.schema import episodes, insights, readers, shows, threads, transcripts, upkeep, voices

__all__ = ["episodes", "insights", "readers", "shows", "threads", "transcripts", "upkeep", "voices"]
