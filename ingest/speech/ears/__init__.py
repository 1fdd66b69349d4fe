"""What hears windows of talk: Whisper and Parakeet, in which language, and what of it is believed."""
