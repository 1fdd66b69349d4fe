"""Which five of the new insights a reader is shown today, and why."""
