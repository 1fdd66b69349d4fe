"""Finds who speaks where a transcript writes `Name: what is said`. Pure."""

import re
from collections import Counter
from collections.abc import Iterable

_WORD = r"(?:[A-ZÀ-ÖØ-Þ][\w.'’-]*|de|da|del|van|von|der|den|la|le|bin|al|of)"
_PREFIX = re.compile(rf"^\s*(?:>>\s*)?((?:[A-ZÀ-ÖØ-Þ][\w.'’-]*)(?:\s{_WORD}){{0,4}}(?:\s\d{{1,2}})?):(?=\s|$)\s*")

_NEVER_NAMES = {
    "subtitles", "captions", "transcript", "transcription", "translation", "note", "notes", "warning", "disclaimer",
    "question", "answer", "welcome", "today", "title", "episode", "date", "duration", "so", "and", "but", "well",
}  # fmt: skip


def names_in(beginnings: Iterable[str], *, wrapped: bool = False) -> frozenset[str]:
    """The names that stand before a colon often enough to be speakers and not, say, `Podcasting:` in the talk.

    `beginnings` are the first lines of cues or paragraphs. One time is enough where the transcript begins with a name:
    such transcripts mark every change of speaker. But in `wrapped` lines a single word may stand there by chance.
    """
    found = [match[1] if (match := _PREFIX.match(text)) else None for text in beginnings]
    found = [name if name and name.lower() not in _NEVER_NAMES else None for name in found]
    counts = Counter(name for name in found if name)
    marked = bool(found) and found[0] is not None
    return frozenset(
        name
        for name, count in counts.items()
        if count > 1 or (marked and (not wrapped or name == found[0] or " " in name))
    )


def split_name(text: str, names: frozenset[str]) -> tuple[str | None, str]:
    """(name, the rest) when `text` begins with one of `names` and a colon, else (None, text)."""
    match = _PREFIX.match(text)
    if match is None or match[1] not in names:
        return None, text
    return match[1], text[match.end() :]


def bare_name(text: str) -> str | None:
    """A name without the colon that sites put after it; None when nothing is left."""
    return " ".join(text.split()).rstrip(":").strip() or None
