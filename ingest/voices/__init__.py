"""Who speaks when in recognised audio: prints of voices, groups of them, turns, names, what a show's voices are."""
