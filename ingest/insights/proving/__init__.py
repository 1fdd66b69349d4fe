"""Holds each sentence of a written claim against what was said: what carries it, and what it may not add."""
