"""Reads transcripts in JSON: the Podcasting 2.0 form and what recognisers write. Pure."""

from collections.abc import Sequence
from dataclasses import replace

from ingest.transcripts.cues import shared
from ingest.transcripts.recognisers.fields import speaker_of, text_of
from ingest.transcripts.recognisers.lists import cues_in, records_in
from ingest.transcripts.speakers import bare_name, beginnings, names_in, parted, split_name, whole_names
from ingest.transcripts.timing import Turn, turn
from language.detection import LANGUAGES
from store.records.transcripts import Segment

_LANGUAGES = ("language", "language_code", "languageCode", "lang", "detected_language")
_INSIDE = ("result", "results", "metadata", "params", "segments", "transcript", "transcription")
_CODES = {name.casefold(): code for code, name in LANGUAGES.items()}


def cues_of(document: object) -> list[Segment]:
    """The cues of a parsed document, none when it has no list of texts with times."""
    return labelled(cues_in(document))


def labelled(cues: Sequence[Segment]) -> list[Segment]:
    """The cues without the speakers that stand among their words: such a one holds until the next."""
    named = any(cue.speaker for cue in cues)
    names = frozenset() if named else names_in((text for cue in cues for text in beginnings(cue.text)), wrapped=True)
    whole = whole_names(names)
    out: list[Segment] = []
    speaker: str | None = None
    for cue in cues:
        parts: list[tuple[str | None, str]] = []
        told = cue.speaker
        for piece in parted(cue.text, names):
            name, rest = split_name(piece, names)
            if name is not None:
                speaker = told = bare_name(whole.get(name, name))
                left_out = len(piece.split()) - len(rest.split())
                said = sum(len(text.split()) for _, text in parts)
                cue = replace(cue, words=cue.words[:said] + cue.words[said + left_out :])  # noqa: PLW2901
            if rest:
                parts.append((told or (None if named else speaker), rest))
        out += shared(cue, parts) if len(parts) > 1 else [replace(cue, speaker=s, text=text) for s, text in parts]
    return out


def captions_in(document: object, depth: int = 4) -> str:
    """The longest of its texts that are captions."""
    if isinstance(document, str):
        return document if document.count("-->") > 1 else ""
    inner = document.values() if isinstance(document, dict) else document if isinstance(document, list) else ()
    return max((captions_in(each, depth - 1) for each in inner), key=len, default="") if depth else ""


def turns_of(document: object) -> list[Turn]:
    """Who says what, of a list that tells no times."""
    found = [[(speaker_of(each, {}), text_of(each)) for each in listed] for listed in records_in(document)]
    best = max(found, key=lambda rows: sum(len(text) for _, text in rows), default=[])
    return [turn(speaker, text) for speaker, text in best if text.strip()]


def text_in(document: object) -> str:
    """The talk of a document that tells no times."""
    if isinstance(document, dict):
        for name in ("text", "transcript", "body"):
            value = document.get(name)
            if isinstance(value, str):
                return value
    return ""


def language_of(document: object) -> str | None:
    if not isinstance(document, dict):
        return None
    told = next((value for name in _LANGUAGES if isinstance(value := document.get(name), str)), None)
    if told is not None:
        return _CODES.get(told.casefold(), told) if 2 <= len(told) <= 11 else None
    inner = (language_of(document.get(name)) for name in _INSIDE if isinstance(document.get(name), dict))
    return next(filter(None, inner), None)


def complaint_in(document: object) -> str | None:
    """What an error answer says of itself."""
    if isinstance(document, dict):
        for name in ("error", "message", "detail", "errors"):
            if document.get(name):
                return " ".join(str(document[name]).split())[:120]
    return None
