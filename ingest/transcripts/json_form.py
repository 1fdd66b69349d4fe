"""Reads transcripts in JSON: the Podcasting 2.0 form and what recognisers write. Pure."""

from collections.abc import Sequence
from dataclasses import replace

from ingest.transcripts.cues import shared
from ingest.transcripts.recognisers.lists import cues_in
from ingest.transcripts.speakers import bare_name, beginnings, names_in, parted, split_name, whole_names
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
