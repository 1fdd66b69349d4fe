"""What stands over a speaker's own words, so that a stranger can place them: who speaks, on what, asked what."""
