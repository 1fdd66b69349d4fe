"""The exam that a model sits before it may write: packaged talk with known insights, marked by program."""
