"""Passages that might be quoted: runs of whole sentences of one speaker outside the adverts. Pure; for English.

Nothing is cut out of a sentence here; that is for language/editing. What may not be shown at all bars the run.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ingest.passages.setting import NOWHERE, Setting, settings
from ingest.passages.show_talk import is_filler, is_to_somebody
from ingest.passages.standing import breaks_off, goes_on, is_cut_from_a_reading, is_reply, may_be_shown, only_follows
from language.fillers import clean
from store.records.transcripts import Segment, Span, held_by

# Of the passages that were marked (bench/training/train_quotes.py) and pass the bars, 17 % of those with 18 to 24 words
# are good, 39 % of those with more; none had more than 75.
SHORTEST_WORDS = 25
LONGEST_WORDS = 75
MOST_SENTENCES = 4
_MOST_PASSED_OVER = 2  # fillers in a passage, by judgement, not measured
# By judgement, not measured: five of a short talk, so that a morning can be filled; ten from an hour on.
SECONDS_PER_INSIGHT = 360.0
FEWEST, MOST = 5, 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """A candidate: `first` and `last` (inclusive) count the talk's sentences; `quote` is verbatim, the rest cleaned.

    `asked`: somebody else spoke right before. `headline` is the clause that claims most and `strength` how much, 0 to
    1; empty and 0 until it is looked for, which pays for chosen ones only.
    """

    first: int
    last: int
    start: float
    end: float
    speaker: str | None
    quote: str
    body: str
    sentences: tuple[str, ...]
    asked: bool = False
    setting: Setting = NOWHERE
    headline: str = ""
    strength: float = 0.0


def wanted_count(seconds: float) -> int:
    return max(FEWEST, min(MOST, round(seconds / SECONDS_PER_INSIGHT)))


def candidates(sentences: Sequence[Segment], adverts: Sequence[Span]) -> list[Passage]:
    """The passages that may be shown, overlapping ones too."""
    outside = ["" if held_by(adverts, sentence.start, sentence.end) else sentence.text for sentence in sentences]
    later = [clean(text) for text in outside]
    told, found = settings(sentences), []
    for first, text in enumerate(outside):
        opening = clean(text, opens=True)
        if _may_be_quoted(opening) and not is_reply(text) and not only_follows(text):
            found += [
                _passage(sentences, first, last, [opening, *(later[at] for at in between)], told[first])
                for last, between in _runs(sentences, outside, later, first, len(opening.split()))
                if not (goes_on(outside[last]) or any(breaks_off(text) for text in outside[first : last + 1]))
                and not is_cut_from_a_reading(" ".join(outside[first : last + 1]))
            ]
    return found


def _runs(
    sentences: Sequence[Segment], outside: Sequence[str], later: Sequence[str], first: int, words: int
) -> Iterator[tuple[int, list[int]]]:
    """(last sentence, those shown after the first) of every run from `first` that is neither too short nor too long."""
    shown: list[int] = []
    if SHORTEST_WORDS <= words <= LONGEST_WORDS:
        yield first, []
    for last in range(first + 1, min(first + MOST_SENTENCES + _MOST_PASSED_OVER, len(sentences))):
        if len(shown) == MOST_SENTENCES - 1 or _is_border(sentences, first, last):
            return
        if not _may_be_quoted(later[last]):
            if not outside[last] or outside[last].endswith("?") or not is_filler(outside[last]):
                return
            continue
        shown, words = [*shown, last], words + len(later[last].split())
        if words > LONGEST_WORDS:
            return
        if words >= SHORTEST_WORDS:
            yield last, shown


def _may_be_quoted(sentence: str) -> bool:
    """Nor is it said to the person in the room: with such a sentence 28 % of the marked are good, without it 38 %."""
    return may_be_shown(sentence) and not is_to_somebody(sentence)


def _is_border(sentences: Sequence[Segment], first: int, last: int) -> bool:
    """Whether somebody else begins to speak: by name, or by a reply where the transcript names nobody."""
    speaker = sentences[first].speaker
    return sentences[last].speaker != speaker or (speaker is None and is_reply(sentences[last].text))


def _passage(sentences: Sequence[Segment], first: int, last: int, shown: Sequence[str], setting: Setting) -> Passage:
    speaker = sentences[first].speaker
    return Passage(
        first=first,
        last=last,
        start=sentences[first].start,
        end=sentences[last].end,
        speaker=speaker,
        quote=" ".join(sentence.text for sentence in sentences[first : last + 1]),
        body=" ".join(shown),
        sentences=tuple(shown),
        asked=first > 0 and sentences[first - 1].speaker != speaker,
        setting=setting,
    )
