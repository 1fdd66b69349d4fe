"""Which of the offered transcripts to try first. Pure."""

import re
from collections.abc import Sequence
from urllib.parse import urlsplit

from store.records.episodes import TranscriptLink

# Best first: cues with times, then turns with a few times, then mere text.
FORMS = ("vtt", "srt", "ttml", "json", "html", "text")
# Words of a MIME type, and suffixes, that tell the form: feeds write "text/x-srt", "application/subrip", "srt".
_WORDS = {
    "vtt": "vtt",
    "webvtt": "vtt",
    "srt": "srt",
    "subrip": "srt",
    "ttml": "ttml",
    "dfxp": "ttml",
    "json": "json",
    "html": "html",
    "xhtml": "html",
    "htm": "html",
}
_SUFFIXES = _WORDS | dict.fromkeys(("txt", "text", "md", "markdown", "sbv", "lrc", "tsv", "csv", "ass"), "text")
_NO_TEXT = ("audio/", "video/", "image/", "font/", "application/pdf", "application/zip", "application/epub")
_NO_TEXT_SUFFIXES = frozenset("pdf doc docx odt epub zip gz mp3 m4a mp4 wav jpg jpeg png webp".split())


def promised_form(mime_type: str, url: str) -> str | None:
    """One of FORMS; None for what nobody here reads, such as PDF. Types are often wrong: where one tells no form the
    suffix does, and what neither names is tried as text, for the content decides in the end."""
    kind = mime_type.partition(";")[0].strip().lower()
    suffix = urlsplit(url).path.lower().rpartition("/")[2].rpartition(".")[2]
    if kind.startswith(_NO_TEXT):
        return None
    told = next((_WORDS[word] for word in re.split(r"[^a-z0-9]+", kind) if word in _WORDS), None)
    if told:
        return told
    if suffix in _NO_TEXT_SUFFIXES:
        return None
    return _SUFFIXES.get(suffix, "text")


def ranked(links: Sequence[TranscriptLink], language: str | None = None) -> list[TranscriptLink]:
    """Those that can be read, each address once: the show's language before others, then the best timed first."""
    readable = {link.url: link for link in links if promised_form(link.mime_type, link.url)}
    own = (language or "en").lower()[:2]
    return sorted(readable.values(), key=lambda link: (_foreign(link, own), _rank(link)))


def _rank(link: TranscriptLink) -> int:
    return FORMS.index(promised_form(link.mime_type, link.url) or FORMS[-1])


def _foreign(link: TranscriptLink, own: str) -> bool:
    return bool(link.language) and not link.language.lower().startswith(own)
