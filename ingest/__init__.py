"""From a feed's address to proved insights."""
