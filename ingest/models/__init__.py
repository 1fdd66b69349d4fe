"""The models there are: found, suggested, pulled, examined, and how each did on real episodes."""
