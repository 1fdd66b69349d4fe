"""Whoever is heard in the shows by name, and what is said under it."""
