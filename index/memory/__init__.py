"""What was said before: which claims say the same, which goes on from which."""
