"""Queries on passages: what is kept beside their words."""
