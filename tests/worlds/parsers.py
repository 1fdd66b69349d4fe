"""Each place where bytes from outside are read, as a function of bytes: what fuzzing calls, in the suite and beside it.

A parser may refuse with one of store.errors, which is a sentence for a person, and may raise nothing else.
"""

import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, date
from pathlib import Path
from unittest import mock

from commands.frame import parse_moment
from config import Settings, read_settings
from index.answers import reply as answers
from index.library import queries
from index.search.limits import Known, take_apart
from index.thoughts import answer_in
from ingest import thread_labels
from ingest.artwork import small
from ingest.feeds import chapters, discovery, feed, opml
from ingest.feeds.repair.moments import is_month_first, moment_of
from ingest.insights import contradictions
from ingest.insights.judging.judge import read_answer, read_choice
from ingest.insights.replies import records
from ingest.model.client import mended
from ingest.timecode import duration_of, seconds_of
from ingest.transcripts.reading import read
from store import kept_settings
from store.backups import manifest, unpacking
from store.errors import EarmarkError

URL = "https://pod.example/feed.xml"
FIELDS = ("headline", "body", "quote")
KNOWN = Known(
    shows={1: "Practical AI", 2: "C++ (live)"}, speakers=["Ada Moreno", "Jensen Huang"], earliest=date(2019, 1, 1)
)
SETTINGS = sorted(set(Settings.model_fields) - {"data_dir"})


def feed_of(body: bytes) -> None:
    feed.parse(body, URL)


def day_of(body: bytes) -> None:
    text = letters(body)
    moment_of(text)
    moment_of(text, month_first=True)
    is_month_first([text], None)
    seconds_of(text)
    duration_of(text)


def transcript_of(mime_type: str) -> Callable[[bytes], None]:
    return lambda body: void(read(letters(body), mime_type, "https://pod.example/1", 60.0))


def feeds_of(body: bytes) -> None:
    opml.subscriptions(body)


def page_of(body: bytes) -> None:
    discovery.feed_links(letters(body), URL)
    discovery.web_form(letters(body))


def chapters_of(body: bytes) -> None:
    chapters.parse_chapters(body)


def reply_of(body: bytes) -> None:
    """A model's, to whatever it was asked."""
    text = letters(body)
    answer_in(text)
    read_answer(text)
    read_choice(text)
    answers.parsed(text)
    thread_labels.parsed(text)
    contradictions.parsed(text)
    records(text, fields=FIELDS, key="insights", also=("worth",))


def server_of(body: bytes) -> None:
    """What a model's server wraps its reply in."""
    mended(body)


def streamed_of(body: bytes) -> None:
    """The same as it comes, in pieces of three letters."""
    text, heard = letters(body), answers.Reply()
    for at in range(0, len(text), 3):
        heard.read(text[at : at + 3])
    heard.end()


def query_of(body: bytes) -> None:
    text = letters(body)
    asked = take_apart(text, KNOWN, date(2026, 6, 1), UTC)
    queries.parse(asked.words)


def moment_typed(body: bytes) -> None:
    parse_moment(letters(body))


def setting_of(body: bytes) -> None:
    """The first byte says which of the settings the rest is."""
    name = SETTINGS[(body[0] if body else 0) % len(SETTINGS)]
    text = letters(body[1:]).replace("\0", "").encode("utf-8", "ignore").decode()
    with mock.patch.dict(os.environ, {f"EARMARK_{name.upper()}": text, "EARMARK_DATA_DIR": "/nowhere"}):
        read_settings()


def kept_of(body: bytes) -> None:
    with written(body, kept_settings.NAME) as file:
        kept_settings.read(file.parent)


def manifest_of(body: bytes) -> None:
    manifest.parsed(body)


def backup_of(body: bytes) -> None:
    with written(body, "a.zip") as file:
        unpacking.verified(file)


def picture_of(body: bytes) -> None:
    small(body)


def letters(body: bytes) -> str:
    """As a host's bytes are read, with what is no letter in its place."""
    return body.decode("utf-8", "replace")


def void(_: object) -> None: ...


@contextmanager
def written(body: bytes, name: str) -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="fuzz-") as folder:
        file = Path(folder) / name
        file.write_bytes(body)
        yield file


PARSERS: dict[str, Callable[[bytes], None]] = {
    "feed": feed_of,
    "date": day_of,
    "vtt": transcript_of("text/vtt"),
    "srt": transcript_of("application/srt"),
    "json": transcript_of("application/json"),
    "html": transcript_of("text/html"),
    "ttml": transcript_of("application/ttml+xml"),
    "text": transcript_of("text/plain"),
    "opml": feeds_of,
    "page": page_of,
    "chapters": chapters_of,
    "reply": reply_of,
    "server": server_of,
    "stream": streamed_of,
    "query": query_of,
    "moment": moment_typed,
    "setting": setting_of,
    "kept": kept_of,
    "manifest": manifest_of,
    "backup": backup_of,
    "picture": picture_of,
}


def tried(name: str, body: bytes) -> Exception | None:
    """What the parser raised that it may not raise."""
    try:
        with suppress(EarmarkError):
            PARSERS[name](body)
    except Exception as error:  # noqa: BLE001 - whatever it is, it is what is looked for
        return error
    return None
