"""Which shows are followed, how they are reached, and how much of each is told."""
