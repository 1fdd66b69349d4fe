"""One episode: its insights on the time line, its chapters, and the whole talk. Reached by `?id=`, `&at=` a second."""
