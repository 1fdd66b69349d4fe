"""What stands around a transcript, and how its lines are written, made plain before it is read."""
