"""Words, sentences and grammar of talk and text. Imports nothing of ours but store.records; asks no network."""
