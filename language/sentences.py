"""Sentences of spoken text, with the seconds in which they are said. Pure.

Works on words between spaces, so that a sentence is always a contiguous run of the transcript's own words.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby, pairwise

from language.everyday_words import is_ordinary
from language.lists import phrases
from store.records.transcripts import Segment, Transcript, Word

# Never the end of a sentence: a name or a number follows.
_TITLES = frozenset("mr mrs ms mx dr prof rev hon gen sen rep gov pres capt sgt lt col st mt vs fig ca cf viz".split())
# May be the end: it is when the next word is one that begins sentences.
_SHORT = phrases("abbreviations")
_STARTERS = phrases("sentence_starters")
_CLOSERS = "\"'”’)]}»"
_OPENERS = "\"'“‘([{«¿¡-–—"
# Auto captions come without a full stop: past this a "sentence" is cut at its longest pause.
MAX_WORDS = 60
_SHORTEST_CUT = 15


def split(text: str) -> list[str]:
    """The sentences of `text` in order; joined by spaces they give back every word of it."""
    words = text.split()
    return [" ".join(words[first:last]) for first, last in _runs(words, [0.0] * len(words))]


def split_segments(segments: Iterable[Segment]) -> list[Segment]:
    """One segment a sentence, with its speaker and times. Sentences cross segments, but never a change of speaker.

    `words` is kept where the source timed words; elsewhere times are interpolated and `words` is empty.
    """
    sentences = []
    for speaker, turn in groupby(segments, key=lambda segment: segment.speaker):
        parts = list(turn)
        timed = [(word, bool(part.words)) for part in parts for word in words_of(part)]
        pauses = [after[0].start - before[0].end for before, after in pairwise(timed)]
        for first, last in _runs([word.text for word, _ in timed], [*pauses, 0.0]):
            words = tuple(word for word, _ in timed[first:last])
            exact = all(own for _, own in timed[first:last])
            sentences.append(
                Segment(
                    start=words[0].start,
                    end=max(words[0].start, words[-1].end),
                    text=" ".join(word.text for word in words),
                    speaker=speaker,
                    words=words if exact else (),
                )
            )
    return sentences


def _runs(words: Sequence[str], pauses: Sequence[float]) -> Iterator[tuple[int, int]]:
    """(first, last) of each sentence, `last` exclusive; pauses[i] is the silence after words[i]."""
    cased = any(word != word.lower() for word in words)
    first = 0
    for at, word in enumerate(words):
        following = words[at + 1] if at + 1 < len(words) else None
        if following is None or _ends(word, following, cased=cased, opens=at == first):
            yield from _cut(words, pauses, first, at + 1)
            first = at + 1


def _cut(words: Sequence[str], pauses: Sequence[float], first: int, last: int) -> Iterator[tuple[int, int]]:
    while last - first > MAX_WORDS:
        places = range(first + _SHORTEST_CUT, first + MAX_WORDS - _SHORTEST_CUT)
        best = max(places, key=lambda at: (pauses[at], words[at].endswith((",", ";", ":", "–", "—")), at))
        yield first, best + 1
        first = best + 1
    yield first, last


def _ends(word: str, following: str, *, cased: bool, opens: bool) -> bool:
    bare = word.rstrip(_CLOSERS)
    begins = following.lstrip(_OPENERS)
    small = cased and begins[:1].islower()
    if bare.endswith(("...", "…")):
        return not small and begins != "I" and not begins.startswith("I'")
    if bare.endswith(("!", "?")):
        return not small
    if not bare.endswith("."):
        return False
    stem = bare[:-1].lstrip(_OPENERS).lower()
    if stem in _TITLES or (stem == "no" and begins[:1].isdigit()):
        return False
    if stem in _SHORT or _is_dotted(stem):
        return begins.lower().rstrip(",.") in _STARTERS and not small
    is_initial = len(stem) == 1 and stem.isalpha() and stem != "i"
    is_list_mark = opens and stem.isdigit() and len(stem) <= 2
    return not (is_initial or is_list_mark)


def _is_dotted(stem: str) -> bool:
    """An acronym with full stops such as "u.s.a" (its last one is off already)."""
    parts = stem.split(".")
    return len(parts) > 1 and all(len(part) == 1 and part.isalpha() for part in parts)


def talk_sentences(transcript: Transcript) -> list[Segment]:
    """The talk's sentences. Small Whisper models drop the full stop where one of their segments ends: a border is also
    there where the next segment begins with a capital that is no name's."""
    parts: list[list[Segment]] = []
    for before, segment in zip([None, *transcript.segments], transcript.segments, strict=False):
        if before is None or _breaks(before, segment):
            parts.append([])
        parts[-1].append(segment)
    return [sentence for part in parts for sentence in split_segments(part)]


def _breaks(before: Segment, after: Segment) -> bool:
    opening = re.match(r"[A-Z][a-z]+\b", after.text.lstrip())
    return opening is not None and before.text.rstrip()[-1:].isalnum() and is_ordinary(opening.group(), ())


def words_of(segment: Segment) -> tuple[Word, ...]:
    """The segment's words without spaces in them; spread over its time where the source times none."""
    if segment.words:
        return tuple(word for timed in segment.words for word in spread(timed.text.split(), timed.start, timed.end))
    return spread(segment.text.split(), segment.start, segment.end)


def spread(texts: Sequence[str], start: float, end: float) -> tuple[Word, ...]:
    """Words one after the other from `start` to `end`, each as long as it has letters, plus one for the pause."""
    total = sum(len(text) + 1 for text in texts)
    words: list[Word] = []
    said = 0
    for text in texts:
        begin = start + (end - start) * said / total
        said += len(text) + 1
        words.append(Word(start=begin, end=start + (end - start) * said / total, text=text))
    return tuple(words)
