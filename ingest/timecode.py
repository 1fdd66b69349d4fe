"""Reads the clock times of feeds and transcripts. Pure: `1:02:03.5` in, seconds out."""

import re

_CLOCK = re.compile(r"(?:(?:(\d{1,4}):)?(\d{1,4}):)?(\d{1,9}(?:[.,]\d{1,9})?)", re.ASCII)


def seconds_of(text: str) -> float | None:
    """Seconds of `SS`, `MM:SS` or `HH:MM:SS`, with a fraction after a point or a comma. None for anything else."""
    match = _CLOCK.fullmatch(text.strip())
    if match is None:
        return None
    hours, minutes, seconds = match.groups(default="0")
    return int(hours) * 3600 + int(minutes) * 60 + float(seconds.replace(",", "."))
