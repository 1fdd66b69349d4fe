"""Which language a text is in, by its commonest words. Pure."""

from store.records.transcripts import Transcript


def is_english(transcript: Transcript) -> bool:
    """Whether the rules for English can read the talk. The text decides: labels of language are often wrong."""
    words = [word for segment in transcript.segments for word in segment.text.lower().split()][:3000]
    return bool(words) and sum(word.strip(".,?!") in _ENGLISH for word in words) >= 0.1 * len(words)


# Ten of these make up a quarter of any English talk.
_ENGLISH = frozenset("the of and to a in is that it you".split())


_FEWEST_COMMON = 0.12  # share of the words that are among a language's commonest


_MOST_WORDS = 3000


LANGUAGES = {
    "en": ("English", "the of and to a in is that it you"),
    "de": ("German", "der die und das ist nicht ich ein zu wir"),
    "fr": ("French", "le la les et des est que pas je on"),
    "es": ("Spanish", "el que y los en un por con es lo"),
    "it": ("Italian", "il che di e non per è sono una del"),
    "pt": ("Portuguese", "que o e não um uma é do da com"),
    "nl": ("Dutch", "de het een en dat is van ik niet je"),
    "sv": ("Swedish", "och det att är som på inte jag för en"),
    "pl": ("Polish", "i w nie na się to że jest z do"),
}


def language_of(transcript: Transcript) -> str | None:
    """The language of the text by its commonest words: labels are often wrong. None where it is none of LANGUAGES."""
    words = [word for segment in transcript.segments for word in segment.text.lower().split()][:_MOST_WORDS]
    bare = [word.strip(".,?!;:\"'") for word in words]
    counts = {code: sum(word in common.split() for word in bare) for code, (_, common) in LANGUAGES.items()}
    best = max(counts, key=lambda code: counts[code])
    return best if counts[best] >= _FEWEST_COMMON * max(len(bare), 1) else None
