"""Words, sentences and grammar of talk and text. Imports nothing of ours but store.types; asks no network."""
