"""Who speaks in podcasts, and what is told of them."""
