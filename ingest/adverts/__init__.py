"""Which seconds of an episode sell something."""
