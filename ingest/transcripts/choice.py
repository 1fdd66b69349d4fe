"""Which of the offered transcripts to try first. Pure."""

from collections.abc import Sequence
from urllib.parse import urlsplit

from store.records.episodes import TranscriptLink

# Best first: cues with times, then turns with a few times, then mere text.
FORMS = ("vtt", "srt", "json", "html", "text")
_BY_MIME_TYPE = {
    "text/vtt": "vtt",
    "text/srt": "srt",
    "application/srt": "srt",
    "application/x-subrip": "srt",
    "application/json": "json",
    "text/json": "json",
    "text/html": "html",
    "application/xhtml+xml": "html",
    "text/plain": "text",
}
_BY_SUFFIX = {"vtt": "vtt", "srt": "srt", "json": "json", "html": "html", "htm": "html", "txt": "text", "md": "text"}
_VAGUE = ("", "application/octet-stream", "binary/octet-stream", "text/plain")


def promised_form(mime_type: str, url: str) -> str | None:
    """One of FORMS; None for what nobody here reads, such as PDF."""
    kind = mime_type.partition(";")[0].strip().lower()
    suffix = urlsplit(url).path.lower().rpartition(".")[2]
    if kind in _VAGUE:
        return _BY_SUFFIX.get(suffix, "text")
    return _BY_MIME_TYPE.get(kind)


def ranked(links: Sequence[TranscriptLink], language: str | None = None) -> list[TranscriptLink]:
    """Those that can be read, each address once: the show's language before others, then the best timed first."""
    readable = {link.url: link for link in links if promised_form(link.mime_type, link.url)}
    own = (language or "en").lower()[:2]
    return sorted(readable.values(), key=lambda link: (_foreign(link, own), _rank(link)))


def _rank(link: TranscriptLink) -> int:
    return FORMS.index(promised_form(link.mime_type, link.url) or FORMS[-1])


def _foreign(link: TranscriptLink, own: str) -> bool:
    return bool(link.language) and not link.language.lower().startswith(own)
