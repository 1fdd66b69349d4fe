"""Which shows are followed, what their feeds bring, and when each is asked again."""
