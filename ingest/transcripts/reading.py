"""Turns a published transcript into ours, by what it is and not by what it is called. Pure."""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from ingest.transcripts import captions, html_form, json_form, plain_form, rows, timed_xml
from ingest.transcripts.choice import promised_form
from ingest.transcripts.cues import pieces_of, segments_of
from ingest.transcripts.order import is_untimed, on_the_hour
from ingest.transcripts.packing.timings import straightened
from ingest.transcripts.packing.wrapping import unwrapped
from ingest.transcripts.timing import Hole, Turn, timed
from ingest.web.client import without_secrets
from language.words import word_count
from store.errors import Unusable
from store.records.transcripts import Segment, Transcript

FEWEST_WORDS = 30  # untimed text shorter than that is an error message
_FEWEST_WORDS_ON_A_PAGE = 100  # of a page without transcript marks, and of text where another form was promised
_TAG = re.compile(r"<(?:!doctype|!--|/?[a-z][a-z0-9-]*[\s>])", re.IGNORECASE)
_NOT_TEXT = re.compile(r"[\x00-\x08\x0e-\x1f\ufffd]")
_COLOURS = re.compile(r"\x1b\[[0-9;]{0,20}[A-Za-z]")  # of a terminal, where a program's printed output was kept
_JSON = re.compile(r"\{\s*[\"'}]|\[\s*\{")
_LAST_COMMA = re.compile(r'"(?:[^"\\]|\\.)*"|,(?=\s*[\]}])')
_MOST_NOT_TEXT = 0.02  # share of letters; subtitles with a wrong character here and there are fine


@dataclass(frozen=True, slots=True, kw_only=True)
class _Audio:
    """What is known of the audio from elsewhere."""

    duration: float | None
    holes: Sequence[Hole]


def read(body: str, mime_type: str, url: str, duration: float | None, holes: Sequence[Hole] = ()) -> Transcript:
    """The transcript in `body`. `duration` of the audio in seconds, where known, bounds interpolated times; they are
    laid around `holes`, in which nothing of it is said.

    Raises Unusable when the body is empty, broken, or something else, such as an error page.
    """
    audio = _Audio(duration=duration, holes=holes)
    where = f"the transcript {without_secrets(url)}"
    text = unwrapped(_COLOURS.sub("", body).lstrip("\ufeff \t\r\n"))
    if not text.strip():
        raise Unusable(f"{where} is empty")
    if text.startswith(("%PDF", "{\\rtf")) or len(_NOT_TEXT.findall(text[:10_000])) > _MOST_NOT_TEXT * len(
        text[:10_000]
    ):
        raise Unusable(f"{where} is not text")
    promised = promised_form(mime_type, url) or "text"
    text = straightened(rows.as_captions(text))
    if text[:6].upper() == "WEBVTT" or captions.has_cues(text):
        form = "vtt" if text[:6].upper() == "WEBVTT" else "srt"
        return _from_cues(captions.cues_of(text), form, captions.language_of(text), audio, where)
    if _JSON.match(text) or (text.startswith("[") and promised == "json"):
        return _from_json(text, audio, where)
    if timed_xml.is_timed_xml(text):
        return _from_cues(timed_xml.cues_of(text), "ttml", timed_xml.language_of(text), audio, where)
    if text.startswith("<") and _TAG.match(text):
        return _from_html(text, promised, audio, where)
    cues = rows.cues_of(text)
    if cues:
        return _from_cues(json_form.labelled(cues), "text", None, audio, where)
    turns = plain_form.turns_of(text)
    if promised not in ("text", "html") and _count(turns) < _FEWEST_WORDS_ON_A_PAGE:
        raise Unusable(f"{where} is not the {promised.upper()} file that the feed promises")
    return _from_turns(turns, "text", audio, where)


def _from_json(text: str, audio: _Audio, where: str) -> Transcript:
    try:
        document = _document(text)
        cues = json_form.cues_of(document)
    except (ValueError, RecursionError) as error:
        raise Unusable(f"{where} is broken JSON") from error
    complaint = json_form.complaint_in(document)
    if not cues and complaint:
        raise Unusable(f"{where} is an error message: {complaint}")
    packed = json_form.captions_in(document)
    if not cues and packed:
        return read(packed, "", where.removeprefix("the transcript "), audio.duration, audio.holes)
    if not cues and (turns := json_form.turns_of(document)):
        return _from_turns(turns, "json", audio, where)
    if not cues and json_form.text_in(document):
        return _from_turns(plain_form.turns_of(json_form.text_in(document)), "json", audio, where)
    return _from_cues(cues, "json", json_form.language_of(document), audio, where)


def _document(text: str) -> object:
    """One document, or one behind the other; whisper.cpp leaves commas behind the last in a list."""
    bare = _LAST_COMMA.sub(lambda found: found[0] if found[0][0] == '"' else "", text)
    decoder = json.JSONDecoder(strict=False)
    documents: list[object] = []
    at = 0
    while at < len(bare):
        document, at = decoder.raw_decode(bare, at)
        documents.append(document)
        at += len(bare[at:]) - len(bare[at:].lstrip(" \t\n,\x1e"))
    return documents[0] if len(documents) == 1 else documents


def _from_html(text: str, promised: str, audio: _Audio, where: str) -> Transcript:
    turns, marked = html_form.turns_of(text)
    fewest = _FEWEST_WORDS_ON_A_PAGE if promised == "html" else float("inf")
    if not marked and _count(turns) < fewest:
        raise Unusable(f"{where} is a web page without a transcript, perhaps an error message or a request to sign in")
    return _from_turns(turns, "html", audio, where)


def _from_cues(cues: list[Segment], form: str, language: str | None, audio: _Audio, where: str) -> Transcript:
    cues = on_the_hour(cues, audio.duration)
    if is_untimed(cues):
        turns = [Turn(speaker=cue.speaker, words=tuple(cue.text.split())) for cue in cues]
        return replace(_from_turns(turns, form, audio, where), language=language)
    segments = segments_of(pieces_of(cues))
    if not segments:
        raise Unusable(f"{where} holds no spoken text")
    return Transcript(segments=segments, source=f"published:{form}", language=language)


def _from_turns(turns: list[Turn], form: str, audio: _Audio, where: str) -> Transcript:
    if _count(turns) < FEWEST_WORDS:
        raise Unusable(f"{where} holds too few words to be a transcript")
    segments = segments_of(timed(turns, audio.duration, audio.holes), across=False, keep_words=False)
    return Transcript(segments=segments, source=f"published:{form}", approximate=True)


def _count(turns: list[Turn]) -> int:
    return sum(word_count(" ".join(turn.words)) for turn in turns)
