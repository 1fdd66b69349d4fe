"""Queries on the voices of shows, and on what came of listening to quotes."""
