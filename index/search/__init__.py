"""From a question to the best places in the talks."""
