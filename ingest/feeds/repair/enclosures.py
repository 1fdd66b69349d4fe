"""Which of an entry's addresses is its sound. Pure. Types are often wrong or missing: the suffix is asked, too."""

from collections.abc import Iterable
from pathlib import PurePosixPath
from urllib.parse import unquote, urlsplit

_SOUND = frozenset("mp3 m4a m4b aac ogg oga opus wav wave flac wma aif aiff mka weba amr mpga mp2".split())
_FILM = frozenset("mp4 m4v mov webm mkv avi mpg mpeg ogv".split())
_OTHER = frozenset("jpg jpeg png gif webp svg pdf epub doc docx txt html htm php xml json vtt srt zip m3u pls".split())
_NOT_SOUND = ("image/", "text/", "application/pdf", "application/json", "application/zip", "application/epub")

Offer = tuple[str, str]  # (address, MIME type in small letters)


def best(enclosures: Iterable[Offer], spare: Iterable[str] = ()) -> tuple[str | None, str]:
    """The enclosure that is sound, else a film, else what nobody can tell; `spare` addresses, such as the entry's own
    link, count only where their suffix is that of sound. (None, "") when there is none."""
    offers = [offer for offer in enclosures if offer[0]]
    ranked = sorted(offers, key=_rank)  # of equals the first
    if ranked and _rank(ranked[0]) < _UNHEARD:
        return ranked[0]
    found = next((address for address in spare if suffix_of(address) in _SOUND), None)
    return found, ""


_UNHEARD = 4  # what is named as something that is no sound


def _rank(offer: Offer) -> int:
    address, kind = offer
    suffix = suffix_of(address)
    if kind.startswith("audio/") and suffix not in _OTHER | _FILM:
        return 0
    if suffix in _SOUND:
        return 1
    if kind.startswith(("audio/", "video/")) or suffix in _FILM:
        return 2
    return _UNHEARD if kind.startswith(_NOT_SOUND) else 3


def suffix_of(address: str) -> str:
    """In small letters without the dot. Where the path has none that is known, a file's name in the query may."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return ""
    known = _SOUND | _FILM | _OTHER
    names = [parts.path, *(each.partition("=")[2] for each in parts.query.split("&"))]
    suffixes = [PurePosixPath(unquote(name).rstrip("/")).suffix.lower().removeprefix(".") for name in names]
    return next((suffix for suffix in suffixes if suffix in known), suffixes[0])
