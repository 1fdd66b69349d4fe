"""The five and their delivery. Never asks a language model: a digest never waits and never costs money."""
