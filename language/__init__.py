"""Words, sentences and grammar of what is said and written. Imports nothing of ours but store.types; no files, no network."""
