"""Reads transcripts in JSON: the Podcasting 2.0 form and what recognisers write. Pure."""

from collections.abc import Mapping, Sequence

from ingest.timecode import seconds_of
from ingest.transcripts.cues import tidy
from ingest.transcripts.speakers import bare_name
from store.records.transcripts import Segment, Word

_LISTS = ("segments", "utterances", "transcript", "transcription", "cues", "results", "monologues")
_STARTS = ("startTime", "start", "start_time", "begin", "from")
_ENDS = ("endTime", "end", "end_time", "to")
_TEXTS = ("body", "text", "content", "transcript", "word")
_SPEAKERS = ("speaker", "speaker_name", "speakerName", "speaker_label", "voice")
_SLOWEST_SECONDS_PER_WORD = 20.0  # slower than that on the whole, and the numbers are milliseconds

Record = Mapping[str, object]


def cues_of(document: object) -> list[Segment]:
    """The cues of a parsed document, none when it has no list of segments that this reader knows."""
    timed = [
        (start, _seconds(record, _ENDS), record)
        for record in _records(document)
        if (start := _start(record)) is not None
    ]
    cues: list[Segment] = []
    for at, (start, end, record) in enumerate(timed):
        following = timed[at + 1][0] if at + 1 < len(timed) else start
        text = tidy(_first_text(record, _TEXTS))
        if not text:
            continue
        cue = Segment(
            start=start,
            end=end if end is not None else following,
            text=text,
            speaker=_speaker(record),
            words=_words(record),
        )
        before = cues[-1] if cues else None
        if before and (before.start, before.end, before.speaker) == (cue.start, cue.end, cue.speaker) and not cue.words:
            # Some hosts write each line of a caption as a segment, with the time of the whole caption.
            cues[-1] = Segment(start=cue.start, end=cue.end, text=f"{before.text} {cue.text}", speaker=cue.speaker)
        else:
            cues.append(cue)
    return _in_seconds(cues)


def language_of(document: object) -> str | None:
    language = document.get("language") if isinstance(document, dict) else None
    return language if isinstance(language, str) and 2 <= len(language) <= 11 else None


def complaint_in(document: object) -> str | None:
    """What an error answer says of itself."""
    if isinstance(document, dict):
        for name in ("error", "message", "detail", "errors"):
            if document.get(name):
                return " ".join(str(document[name]).split())[:120]
    return None


def _records(document: object) -> list[Record]:
    if isinstance(document, dict):
        lists = [document[name] for name in _LISTS if isinstance(document.get(name), list | dict)]
        return _records(lists[0]) if lists else []
    return [record for record in document if isinstance(record, dict)] if isinstance(document, list) else []


def _start(record: Record) -> float | None:
    return _seconds(record, _STARTS)


def _seconds(record: Record, names: Sequence[str]) -> float | None:
    for name in names:
        value = record.get(name)
        if isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value < 1e9:
            return float(value)
        if isinstance(value, str) and (seconds := seconds_of(value)) is not None:
            return seconds
    return None


def _first_text(record: Record, names: Sequence[str]) -> str:
    return next((value for name in names if isinstance(value := record.get(name), str)), "")


def _speaker(record: Record) -> str | None:
    for name in _SPEAKERS:
        value = record.get(name)
        if isinstance(value, dict):
            value = value.get("name")
        if isinstance(value, str | int) and not isinstance(value, bool):
            return bare_name(str(value))
    return None


def _words(record: Record) -> tuple[Word, ...]:
    """The words of a segment where each has its times; none otherwise."""
    listed = record.get("words")
    words: list[Word] = []
    for each in listed if isinstance(listed, list) else ():
        start = _start(each) if isinstance(each, dict) else None
        end = _seconds(each, _ENDS) if isinstance(each, dict) else None
        text = "".join(_first_text(each, ("word", "text", "punctuated_word")).split()) if isinstance(each, dict) else ""
        if start is None or end is None:
            return ()
        if text:
            words.append(Word(start=start, end=max(start, end), text=text))
    return tuple(words)


def _in_seconds(cues: list[Segment]) -> list[Segment]:
    spoken = sum(len(cue.text.split()) for cue in cues)
    if sum(max(0.0, cue.end - cue.start) for cue in cues) < _SLOWEST_SECONDS_PER_WORD * spoken:
        return cues
    return [
        Segment(
            start=cue.start / 1000,
            end=cue.end / 1000,
            text=cue.text,
            speaker=cue.speaker,
            words=tuple(Word(start=w.start / 1000, end=w.end / 1000, text=w.text) for w in cue.words),
        )
        for cue in cues
    ]
