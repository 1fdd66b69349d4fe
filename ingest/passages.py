"""Insights in the speakers' own words: the passages of a talk that claim something and stand alone. Pure; for English.

A candidate is 1-4 sentences and 25-70 words of one speaker outside the adverts. It must have a headline and stand
without what came before; the best by worth, not overlapping, are taken.
"""

import math
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from index.sentences import split_segments
from ingest.clauses import has_verb
from ingest.cleaning import clean
from ingest.headline import headline
from ingest.ordinary import is_ordinary
from ingest.standing import DISQUALIFYING, faults
from ingest.worth import content_words, worth_of
from store.types import Segment, Span, Transcript

SHORTEST_WORDS = 25
LONGEST_WORDS = 70
MOST_SENTENCES = 4
SECONDS_PER_INSIGHT = 360.0
FEWEST, MOST = 5, 10
LONG_TALK_SECONDS = 900.0
LEAST_WORTH, LEAST_WORTH_OF_MANY = 0.2, 0.35  # for the first FEWEST, and for the rest

# Ten of these make up a quarter of any English talk.
_ENGLISH = frozenset("the of and to a in is that it you".split())


# What a claim about the world begins with: a quantity, a superlative, or a plural that does something.
_GENERAL = re.compile(
    r"(?:(?:almost |nearly )?(?:most|all|every|no|any|many|few|nobody|everybody|the (?:more|less|best|biggest|real|"
    r"only|hardest|key|main|fastest|cheapest|worst|problem|trouble|risk|reason))\b|"
    r"(?:[\w-]+ ){0,2}(?!(?:this|its|was|has|is)\b)\w{3,}s (?:\w+ly |often |never |always |will |can |do |don't )?"
    r"(?:are|have|need|make|want|get|become|fail|win|lose|tend|should|must|cannot|can't)\b)",
    re.IGNORECASE,
)
_WEAK = re.compile(
    r"^(?:there|[\w ]{2,20}, (?:you|there))\b|^[\d.]+ |\b(?:has|have) (?:two|three|four|several) |"
    r"\b(?:was|were|had|wrote|went|got|we|us|our|ours|we're|we've|maybe|probably|so|very|such an?|definitely|amazing|"
    r"incredibl[ey]|wonderful|great|huge|cool|pretty|every single)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """A candidate: `first` and `last` (inclusive) count the talk's sentences; `quote` is verbatim, the rest cleaned."""

    first: int
    last: int
    quote: str
    headline: str
    body: str
    worth: float


def is_english(transcript: Transcript) -> bool:
    """Whether the rules of this file can read the talk. The text decides: labels of language are often wrong."""
    words = [word for segment in transcript.segments for word in segment.text.lower().split()][:3000]
    return bool(words) and sum(word.strip(".,?!") in _ENGLISH for word in words) >= 0.1 * len(words)


def best_passages(transcript: Transcript, adverts: Sequence[Span]) -> list[Passage]:
    """The talk's best passages, best first: about one for every six minutes, fewer when fewer are worth it."""
    sentences = _sentences(transcript.segments)
    if not sentences or not is_english(transcript):
        return []
    talk = _Talk(sentences)
    ranked = sorted(_candidates(sentences, adverts, talk), key=lambda passage: (-passage.worth, passage.first))
    wanted = wanted_count(sentences[-1].end - sentences[0].start)
    chosen: list[Passage] = []
    for passage in ranked:
        least = LEAST_WORTH if len(chosen) < FEWEST else LEAST_WORTH_OF_MANY
        if len(chosen) == wanted or passage.worth < least:
            break
        if not any(_clash(passage, other) for other in chosen):
            chosen.append(passage)
    return chosen


def _sentences(segments: Sequence[Segment]) -> list[Segment]:
    """The talk's sentences. Small Whisper models drop the full stop where one of their segments ends: a border is also
    there where the next segment begins with a capital that is no name's."""
    parts: list[list[Segment]] = []
    for before, segment in zip([None, *segments], segments, strict=False):
        if before is None or _breaks(before, segment):
            parts.append([])
        parts[-1].append(segment)
    return [sentence for part in parts for sentence in split_segments(part)]


def _breaks(before: Segment, after: Segment) -> bool:
    opening = re.match(r"[A-Z][a-z]+\b", after.text.lstrip())
    return opening is not None and before.text.rstrip()[-1:].isalnum() and is_ordinary(opening.group(), ())


def wanted_count(seconds: float) -> int:
    return max(FEWEST, min(MOST, round(seconds / SECONDS_PER_INSIGHT)))


class _Talk:
    """TF-IDF over the talk's sentences, to tell what the talk is about from what it touches."""

    def __init__(self, sentences: Sequence[Segment]) -> None:
        bags = [content_words(sentence.text) for sentence in sentences]
        found = Counter(word for bag in bags for word in set(bag))
        self._idf = {word: math.log((1 + len(bags)) / (1 + count)) for word, count in found.items()}
        self._centre = self._vector([word for bag in bags for word in bag])
        self._start, self._seconds = sentences[0].start, sentences[-1].end - sentences[0].start
        spoken = Counter[str | None]()
        for sentence in sentences:
            spoken[sentence.speaker] += len(sentence.text)
        self._guest = spoken.most_common(1)[0][0]

    def setting(self, sentence: Segment, text: str) -> float:
        """What speaks for a passage besides its words: what the talk is about, who says it, when.

        Editors of 66 interviews took their highlights from the guest, who speaks most, and from the first two thirds.
        """
        score = 1.5 * (self._centrality(text) - 0.5)
        if sentence.speaker != self._guest:
            score -= 0.7
        if self._seconds > LONG_TALK_SECONDS:
            place = (sentence.start - self._start) / self._seconds
            score -= 0.8 * place + (1.0 if place < 0.04 or place > 0.96 else 0.0)
        return score

    def _centrality(self, text: str) -> float:
        """Cosine to the whole talk, scaled so that 0.5 is usual."""
        own = self._vector(content_words(text))
        return min(1.0, 1.6 * sum(weight * self._centre.get(word, 0.0) for word, weight in own.items()))

    def _vector(self, words: Sequence[str]) -> Mapping[str, float]:
        weights = {word: (1 + math.log(count)) * self._idf[word] for word, count in Counter(words).items()}
        norm = math.sqrt(sum(weight * weight for weight in weights.values())) or 1.0
        return {word: weight / norm for word, weight in weights.items()}


def _candidates(sentences: Sequence[Segment], adverts: Sequence[Span], talk: _Talk) -> Iterator[Passage]:
    middles = [clean(sentence.text) for sentence in sentences]
    openings = [clean(sentence.text, opens=True) for sentence in sentences]
    verbal = [has_verb(opening.split()) for opening in openings]
    claims = [headline(opening) for opening in openings]
    barred = [
        any(sentence.start < span.end and sentence.end > span.start for span in adverts) for sentence in sentences
    ]
    for first, sentence in enumerate(sentences):
        words = 0
        for last in range(first, min(first + MOST_SENTENCES, len(sentences))):
            words += len(sentences[last].text.split())
            if words > LONGEST_WORDS or barred[last] or sentences[last].speaker != sentence.speaker:
                break
            shown = [text for text in (openings[first], *middles[first + 1 : last + 1]) if text]
            if words >= SHORTEST_WORDS and verbal[first] and faults(shown) < DISQUALIFYING:
                passage = _passage(sentences, first, last, shown, claims, talk)
                if passage is not None:
                    yield passage


def _passage(
    sentences: Sequence[Segment], first: int, last: int, shown: Sequence[str], claims: Sequence[str | None], talk: _Talk
) -> Passage | None:
    lines = [
        (worth_of([line]) - 0.15 * (at - first) - _weakness(line), line)
        for at in range(first, last + 1)
        if (line := claims[at])
    ]
    body = " ".join(shown)
    if not lines or not SHORTEST_WORDS * 0.8 <= len(body.split()) <= LONGEST_WORDS:
        return None
    strength, line = max(lines)
    worth = worth_of(shown, talk.setting(sentences[first], body))
    return Passage(
        first=first,
        last=last,
        quote=" ".join(sentence.text for sentence in sentences[first : last + 1]),
        headline=line,
        body=body,
        worth=0.72 * worth + 0.28 * strength,
    )


def _weakness(line: str) -> float:
    """Advice to "you", "there is", what once was and mere emphasis claim less than a subject that does something."""
    spoken_to = 0.15 if re.match(r"you\b", line, re.IGNORECASE) else 0.0
    return spoken_to + 0.1 * len(_WEAK.findall(line)) - (0.15 if _GENERAL.match(line) else 0.0)


def _clash(one: Passage, other: Passage) -> bool:
    """Overlapping, or saying the same in much the same words."""
    if one.first <= other.last and other.first <= one.last:
        return True
    left, right = set(content_words(one.body)), set(content_words(other.body))
    return len(left & right) > 0.5 * min(len(left), len(right))
