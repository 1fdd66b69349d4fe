"""The queries, one file a noun; each takes the connection of the caller's transaction."""
