"""Which of a document's lists holds the talk, and who speaks by its other lists. Pure.

The same words often stand there three times, as words, sentences and paragraphs. Of the lists that hold nearly all of
them, one with speakers comes first, then one in sentences, then one whose words are timed.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from ingest.transcripts.recognisers import records
from ingest.transcripts.recognisers.fields import Record, people_of, speaker_of, text_of, times_of
from store.records.transcripts import Segment, Word

_PEOPLE = ("speakers", "participants", "speakermap", "speakernames", "speakermapping", "people")
_DEEPEST = 12  # lists inside lists, by judgement, not measured: bounds the work on a hostile document
_NEARLY_ALL = 0.9  # of the letters of the fullest list, by judgement, not measured
_SENTENCE_LETTERS = 20.0  # on the mean; words have some five. By judgement, not measured
_SLOWEST_SECONDS_PER_WORD = 20.0  # slower than that on the whole, and the numbers are milliseconds


@dataclass(frozen=True, slots=True, kw_only=True)
class _Found:
    """A list somewhere in the document, the record around it and the names on the way to it."""

    path: tuple[str, ...]
    around: Record
    listed: Sequence[object]

    @property
    def name(self) -> str:
        return self.path[-1] if self.path else ""


def cues_in(document: object) -> list[Segment]:
    """The talk of a parsed document, none where no list in it holds texts with times."""
    found = list(_lists(document, (), {}, _DEEPEST))
    people = _people(found)
    offers = [cues for each in found if (cues := _talk(each, people))]
    offers += [cues for cues in _rows_together(found, people) if cues]
    if not offers:
        return []
    fullest = max(map(_letters, offers))
    best = max((cues for cues in offers if _letters(cues) >= _NEARLY_ALL * fullest), key=_worth)
    cues = in_seconds(_merged(best))
    if any(cue.speaker for cue in cues):
        return cues
    return _by_tracks(cues, [each.listed for each in found if each.listed and all(map(records.is_track, each.listed))])


def records_in(document: object) -> list[list[Record]]:
    """The document's lists of records."""
    return [[each for each in found.listed if isinstance(each, dict)] for found in _lists(document, (), {}, _DEEPEST)]


def _people(found: Sequence[_Found]) -> dict[str, str]:
    people: dict[str, str] = {}
    for each in found:
        if re.sub(r"[^a-z]", "", each.name.lower()) in _PEOPLE:
            people |= people_of(each.listed)
    mappings = {id(each.around): each.around for each in found}
    for around in mappings.values():
        for name, value in around.items():
            if isinstance(value, dict) and re.sub(r"[^a-z]", "", name.lower()) in _PEOPLE:
                people |= people_of(value)
    return people


def _rows_together(found: Sequence[_Found], people: Mapping[str, str]) -> Iterator[list[Segment]]:
    """The talk of lists of one name, each in a record of its own, as words are that stand by paragraphs; who speaks may
    stand beside them."""
    alike: dict[tuple[str, ...], list[_Found]] = {}
    for each in found:
        alike.setdefault(each.path, []).append(each)
    for several in alike.values():
        talks = [(each, cues) for each in several if (cues := _talk(each, people))] if len(several) > 1 else []
        if all(one[-1].start <= other[0].start for (_, one), (_, other) in pairwise(talks)):
            yield [
                replace(cue, speaker=cue.speaker or speaker_of(each.around, people))
                for each, cues in talks
                for cue in cues
            ]


def _lists(value: object, path: tuple[str, ...], around: Record, depth: int) -> Iterator[_Found]:
    if depth < 0:
        return
    if isinstance(value, dict) and len(value) > 1 and all(str(key).isdecimal() for key in value):
        value = list(value.values())
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _lists(inner, (*path, str(key)), value, depth - 1)
    elif isinstance(value, list):
        rows = [records.row_of(each) for each in value]
        if rows and all(rows):
            yield _Found(path=path, around=around, listed=rows)
            return
        if any(isinstance(each, dict) for each in value):
            yield _Found(path=path, around=around, listed=value)
        for each in value:
            yield from _lists(each, path, around, depth - 1)


def _talk(found: _Found, people: Mapping[str, str]) -> list[Segment]:
    listed = found.listed
    if found.name.lower() == "channels" and len(listed) > 1:
        made = [
            replace(cue, speaker=cue.speaker or str(number))
            for number, channel in enumerate(listed)
            for cue in records.cues_of([channel], people)
        ]
        made.sort(key=lambda cue: cue.start)
    elif records.in_pieces(listed):
        made = records.cues_of([found.around], people)
    else:
        made = records.cues_of(_without_repeats(listed), people)
    # Words alone often come without the punctuation that the text beside them has.
    written = text_of(found.around).split()
    if len(written) == len(made) and all(" " not in cue.text for cue in made):
        made = [replace(cue, text=text) for cue, text in zip(made, written, strict=True)]
    return made


def _without_repeats(listed: Sequence[object]) -> Sequence[object]:
    """Google's last result holds the words of all others again, with their speakers."""
    last = records.cues_of(listed[-1:], {}) if len(listed) > 1 else []
    if not any(cue.speaker for cue in last):
        return listed
    before = sum(len(text_of(each)) for each in listed[:-1] if isinstance(each, dict))
    return listed[-1:] if sum(len(cue.text) for cue in last) >= _NEARLY_ALL * before > 0 else listed


def _letters(cues: Sequence[Segment]) -> int:
    return sum(len(cue.text.replace(" ", "")) for cue in cues)


def _worth(cues: Sequence[Segment]) -> tuple[bool, bool, bool]:
    return (
        any(cue.speaker for cue in cues),
        _letters(cues) >= _SENTENCE_LETTERS * len(cues),
        any(cue.words for cue in cues),
    )


def _merged(cues: Sequence[Segment]) -> list[Segment]:
    """Some hosts write each line of a caption as a segment, with the time of the whole; others tell no ends."""
    merged: list[Segment] = []
    for at, cue in enumerate(cues):
        before = merged[-1] if merged else None
        if before and _same_time(before, cue):
            merged[-1] = replace(before, text=f"{before.text} {cue.text}")
            continue
        following = cues[at + 1].start if at + 1 < len(cues) else cue.start
        open_ended = cue.end <= cue.start and not cue.words
        merged.append(replace(cue, end=max(cue.start, following)) if open_ended else cue)
    return merged


def _same_time(a: Segment, b: Segment) -> bool:
    return (a.start, a.end, a.speaker) == (b.start, b.end, b.speaker) and not b.words and a.end > a.start


def in_seconds(cues: list[Segment]) -> list[Segment]:
    """The cues with times in seconds, which the numbers themselves tell from milliseconds."""
    spoken = sum(len(cue.text.split()) for cue in cues)
    if sum(max(0.0, cue.end - cue.start) for cue in cues) < _SLOWEST_SECONDS_PER_WORD * spoken:
        return cues
    return [
        replace(
            cue,
            start=cue.start / 1000,
            end=cue.end / 1000,
            words=tuple(Word(start=w.start / 1000, end=w.end / 1000, text=w.text) for w in cue.words),
        )
        for cue in cues
    ]


def _by_tracks(cues: list[Segment], tracks: Sequence[Sequence[object]]) -> list[Segment]:
    """The cues with the speakers of the lists that say who speaks when."""
    spans = sorted(span for track in tracks for span in _spans(track))
    if not spans:
        return cues
    starts = [start for start, _ in spans]
    return [replace(cue, speaker=spans[max(0, bisect_right(starts, (cue.start + cue.end) / 2) - 1)][1]) for cue in cues]


def _spans(track: Sequence[object]) -> Iterator[tuple[float, str]]:
    for record in track:
        start, _ = times_of(record) if isinstance(record, dict) else (None, None)
        speaker = speaker_of(record, {}) if isinstance(record, dict) else None
        if start is not None and speaker:
            yield start, speaker
