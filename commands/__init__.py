"""The terminal face, by what a person wants to do. cli.py puts the commands together."""
