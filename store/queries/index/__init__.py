"""What the store knows of the search index: the log by which indexes on other machines follow, the shared vectors."""
