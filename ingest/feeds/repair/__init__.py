"""What hosts get wrong in a feed and how it is read all the same: its markup, its moments, its enclosures."""
