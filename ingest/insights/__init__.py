"""What a model claims of a talk, each claim proved by words that a program found in it."""
