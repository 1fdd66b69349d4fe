"""What a model is asked about claims that are proved already: whether they say what was said, and which is better."""
