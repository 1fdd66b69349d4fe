"""Makes cues of a recogniser's records, each with the times and speakers of its words where they are told. Pure."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import cast

from ingest.transcripts.cues import tidy
from ingest.transcripts.recognisers.fields import Record, chosen, kind_of, speaker_of, text_of, times_of
from store.records.transcripts import Segment, Word

_PARTS = "words elements items segs tokens timestamps sentences lines cues paragraphs".split()
_SILENT = ("spacing", "audio_event", "event", "silence", "music", "noise", "non-speech")
_PUNCTUATION = ("punctuation", "punct")
_CLOSING = re.compile(r"[^\w\s]{1,3}")
_SENTENCE = re.compile(r"[.?!。？！][\"'”’)\]」』]*$")
_LONGEST_ROW = 12  # fields; faster-whisper's segments have 11
_MOST_WORDS = 40  # of a cue without punctuation. By judgement, not measured


@dataclass(frozen=True, slots=True, kw_only=True)
class _Part:
    """A word of a record, or a piece of one. `opens`: it is written with a space before it."""

    word: Word
    speaker: str | None
    opens: bool


def cues_of(records: Sequence[object], people: Mapping[str, str]) -> list[Segment]:
    """The cues of a list of records, none where fewer than half of those with text have a time."""
    cues: list[Segment] = []
    untimed = 0
    for record in records:
        if not isinstance(record, dict) or kind_of(record) in _SILENT:
            continue
        if cues and _is_punctuation(record):
            cues[-1] = replace(cues[-1], text=cues[-1].text + text_of(record).strip())
            continue
        after = cues[-1].end if cues else 0.0
        made = _cues(record, people, after=after)
        if not made and (text := tidy(text_of(record))):
            untimed += 1
            made = [Segment(start=after, end=after, text=text, speaker=speaker_of(record, people))]
        cues += made
    return cues if 2 * untimed <= len(cues) else []


def in_pieces(listed: Sequence[object]) -> bool:
    """Whether its records are pieces of words: a space opens some of them, and most others stand close."""
    texts = [text_of(each) for each in listed if isinstance(each, dict)]
    said = [text for text in texts if text.strip() and not _CLOSING.fullmatch(text.strip())]
    opening = sum(text[0].isspace() for text in said)
    return 0 < opening < len(said) - 1 and not any(" " in text.strip() for text in said)


def row_of(each: object) -> Record | None:
    """A cue that is a row with its times side by side before the text, or behind it: [start, end, text]."""
    if not isinstance(each, list) or not 3 <= len(each) <= _LONGEST_ROW:
        return None
    at = next((place for place, value in enumerate(each) if isinstance(value, str)), None)
    if at is None or sum(isinstance(value, str) for value in each) > 1:
        return None
    times = each[at - 2 : at] if at >= 2 else each[at + 1 : at + 3]
    if len(times) < 2 or not all(isinstance(time, int | float) for time in times):
        return None
    return {"start": times[0], "end": times[1], "text": each[at]}


def is_track(record: object) -> bool:
    """Whether the record says who speaks when, and not what."""
    return (
        isinstance(record, dict) and times_of(record)[0] is not None and not text_of(record) and not _parts(record, {})
    )


def _cues(record: Record, people: Mapping[str, str], *, after: float) -> list[Segment]:
    start, end = times_of(record)
    parts = _parts(record, people)
    text = tidy(text_of(record)) or tidy(_joined(parts)) or tidy(_pieced(record))
    if start is None and parts:
        start, end = parts[0].word.start, max(part.word.end for part in parts)
    if start is None and end is not None:
        start = after
    if start is None or not text:
        return []
    speaker = speaker_of(record, people)
    cue = Segment(start=start, end=start if end is None else max(start, end), text=text, speaker=speaker)
    worded = _words(parts, text)
    if not worded and not text_of(record) and any(" " in part.word.text for part in parts):  # a cue each, in groups
        return [
            Segment(
                start=part.word.start, end=part.word.end, text=tidy(part.word.text), speaker=part.speaker or speaker
            )
            for part in parts
        ]
    if not worded:
        return [cue if end is not None else replace(cue, end=start)]
    told = [replace(part, speaker=part.speaker or speaker) for part in worded]
    return list(_pieces(told))


def _is_punctuation(record: Record) -> bool:
    text = text_of(record).strip()
    return kind_of(record) in _PUNCTUATION or (times_of(record)[0] is None and bool(_CLOSING.fullmatch(text)))


def _parts(record: Record, people: Mapping[str, str]) -> list[_Part]:
    """The timed words in the record, or in its first reading; none where one of them has no time."""
    best = chosen(record)
    lists = [record.get(name) for name in _PARTS] + ([best.get(name) for name in _PARTS] if best else [])
    for listed in lists:
        parts = list(_timed(listed, people)) if isinstance(listed, list) else []
        if parts:
            return parts
    return []


def _timed(listed: Sequence[object], people: Mapping[str, str]) -> Iterator[_Part]:
    found: list[_Part] = []
    for each in _with_times(listed):
        record = each if isinstance(each, dict) else _named(each)
        text = text_of(record)
        start, end = times_of(record)
        inner = _parts(record, people)
        if inner:
            found += inner
        elif start is None and _CLOSING.fullmatch(text.strip()) and found:
            last = found[-1]
            found[-1] = replace(last, word=replace(last.word, text=last.word.text + text.strip()))
        elif start is not None and text.strip() and kind_of(record) not in _SILENT:
            word = Word(start=start, end=max(start, start if end is None else end), text=text.strip())
            found.append(_Part(word=word, speaker=speaker_of(record, people), opens=text[:1].isspace()))
        elif text.strip() and start is None and kind_of(record) not in (*_SILENT, *_PUNCTUATION):
            return
    yield from found


def _with_times(listed: Sequence[object]) -> list[object]:
    """The words; those without times, as whisperX leaves numbers, between their neighbours, where most have some."""
    starts = [times_of(each)[0] if isinstance(each, dict) else None for each in listed]
    words = [
        isinstance(each, dict) and bool(text_of(each)) and kind_of(each) not in (*_SILENT, *_PUNCTUATION)
        and not _CLOSING.fullmatch(text_of(each).strip())
        for each in listed
    ]  # fmt: skip
    missing = [at for at, start in enumerate(starts) if start is None and words[at]]
    if not missing or 2 * len(missing) > sum(words):
        return list(listed)
    filled = list(listed)
    for at in missing:
        before = next((times_of(each) for each in reversed(filled[:at]) if isinstance(each, dict)), (None, None))
        after = next((start for start in starts[at + 1 :] if start is not None), None)
        start = before[1] if before[1] is not None else before[0] if before[0] is not None else after
        end = after if after is not None else start
        filled[at] = dict(cast(Record, listed[at])) | {"start": start, "end": end}
    return filled


def _named(each: object) -> Record:
    """A word that is a row: [word, start, end]."""
    if isinstance(each, list) and len(each) >= 3 and isinstance(each[0], str):
        return {"word": each[0], "start": each[1], "end": each[2]}
    return {}


def _joined(parts: Sequence[_Part]) -> str:
    pieces = 0 < sum(part.opens for part in parts[1:]) < len(parts) - 1
    return "".join(("" if pieces and not part.opens else " ") + part.word.text for part in parts)


def _pieced(record: Record) -> str:
    """The text of parts that have no times of their own."""
    for name in _PARTS:
        listed = record.get(name)
        texts = [text_of(each) for each in listed if isinstance(each, dict)] if isinstance(listed, list) else []
        if any(texts):
            return ("" if any(text[:1].isspace() for text in texts) else " ").join(texts)
    return ""


def _words(parts: Sequence[_Part], text: str) -> list[_Part]:
    """The parts as the words of `text`, written as there; none where they are other words."""
    texts = text.split()
    whole: list[_Part] = []
    subwords = any(part.opens for part in parts) and len(parts) > len(texts)
    for part in parts:
        if subwords and whole and not part.opens:
            before = whole[-1].word
            joined = Word(start=before.start, end=max(before.end, part.word.end), text=before.text + part.word.text)
            whole[-1] = replace(whole[-1], word=joined)
        elif tidy(part.word.text):
            whole.append(part)
    if len(whole) == len(texts):
        return [
            replace(part, word=replace(part.word, text=written)) for part, written in zip(whole, texts, strict=True)
        ]
    same = _letters(_joined(whole)) == _letters(text)
    return whole if same and not any(" " in part.word.text for part in whole) else []


def _letters(text: str) -> str:
    return re.sub(r"[\W_]+", "", text).casefold()


def _pieces(parts: Sequence[_Part]) -> Iterator[Segment]:
    """A cue for each sentence of one speaker: a record may hold a whole channel, and words of several speakers."""
    for speaker, run in groupby(parts, key=lambda part: part.speaker):
        said: list[Word] = []
        for part in run:
            said.append(part.word)
            if _SENTENCE.search(part.word.text) or len(said) >= _MOST_WORDS:
                yield _cue(said, speaker)
                said = []
        if said:
            yield _cue(said, speaker)


def _cue(said: Sequence[Word], speaker: str | None) -> Segment:
    return Segment(
        start=said[0].start,
        end=max(word.end for word in said),
        text=" ".join(word.text for word in said),
        speaker=speaker,
        words=tuple(said),
    )
