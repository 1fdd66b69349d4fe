"""Queries on language models: what they were asked and cost, and what they made of episodes."""
