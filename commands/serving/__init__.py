"""What runs as long as Earmark is served: the page, and the mornings beside it."""
