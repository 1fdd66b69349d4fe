"""Which words of a spoken passage are left out when it is read. Imports nothing of ours but language and store."""
