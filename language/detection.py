"""Which language a text is in: labels are often wrong, the text decides. Pure."""

from collections import Counter
from collections.abc import Iterable, Mapping
from functools import cache
from typing import TYPE_CHECKING, Final

from store.records.transcripts import Transcript

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier

LANGUAGES: Final = {
    "en": "English",
    "de": "German",
    "fr": "French",
    "es": "Spanish",
    "it": "Italian",
    "pt": "Portuguese",
    "nl": "Dutch",
    "sv": "Swedish",
    "pl": "Polish",
}
# Windows of 30 words of 92 talks and of texts in eight other languages were known with 0.94 or more, and all rightly;
# of 5 words 97 %. Sounds without words come to 0.12 at most, one word over and over to 0.35.
_SURE = 0.5
_NOBODY_KNOWS = "und"  # as py3langid calls it
_PART, _MOST_WORDS = 100, 3000  # words; of a talk in two languages most parts decide


def is_english(transcript: Transcript) -> bool:
    """Whether the rules for English can read the talk."""
    return language_of(transcript) == "en"


def language_of(transcript: Transcript) -> str | None:
    """The language of most of the text; None where it is none of LANGUAGES, or nobody can tell."""
    told = _told(segment.text for segment in transcript.segments)
    return told if told in LANGUAGES else None


def language_told(transcript: Transcript) -> str:
    """The language in words, such as "in German"."""
    code = language_of(transcript)
    return f"in {LANGUAGES[code]}" if code else "not in English"


def code_told(texts: Iterable[str]) -> str | None:
    """The code of the language that most of a text is in, one of LANGUAGES or not; None where nobody can tell."""
    told = _told(texts)
    return None if told == _NOBODY_KNOWS else told


def is_foreign(texts: Iterable[str]) -> bool:
    """Whether a talk, given in pieces, is surely in another language than English, one of LANGUAGES or not."""
    return _told(texts) not in ("en", _NOBODY_KNOWS)


def _told(texts: Iterable[str]) -> str:
    spoken = [word for text in texts for word in text.split()][:_MOST_WORDS]
    parts = [" ".join(spoken[at : at + _PART]) for at in range(0, len(spoken), _PART)]
    told: Counter[str] = Counter()
    for left, part in zip(reversed(range(len(parts))), parts, strict=True):
        told[str(_identifier().classify(part)[0])] += 1
        if _is_decided(told, left):
            break
    return told.most_common(1)[0][0] if told else _NOBODY_KNOWS


def _is_decided(told: Mapping[str, int], left: int) -> bool:
    """Whether no other language can be that of most parts, with so many of them left."""
    first, second, *_ = [*sorted(told.values(), reverse=True), 0]
    return first - second > left


@cache
def _identifier() -> "LanguageIdentifier":
    # Unpacking the model takes 0.6 s: only who asks pays it.
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True, min_confidence=_SURE)
