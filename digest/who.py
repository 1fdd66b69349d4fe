"""A word on who speaks, as the episode's own notes introduce them. Pure: what the notes do not say is not said."""

import re

from digest.wording import plain

_LONGEST = 70  # characters, by judgement, not measured: one line and a half on a phone
# What is set apart behind a name, up to the next mark: with an article, or as what somebody is of, at or for something.
_APPOSITION = re.compile(
    r",?\s+(?:is\s+)?((?:an?|the|our|who)\s[^.,;:()–—]{3,}|(?!\w+ing\b)(?:[\w-]+\s){1,4}(?:of|at|for)\s[^.,;:()–—]{2,})"
)


def introduction(name: str | None, notes: str) -> str | None:
    """Such as "a partner at a small venture fund" for "Oliver Grant, a partner at a small venture fund, reads …"."""
    if not name or len(name.split()) < 2:  # a first name alone may be anybody's
        return None
    _, named, after = plain(notes).partition(plain(name))
    found = _APPOSITION.match(after) if named and after.startswith((",", " is ")) else None
    told = found[1].strip() if found else ""
    return told if told and len(told) <= _LONGEST else None
