"""What fuzzing begins with: a few good inputs for each parser of tests/worlds/parsers.py, and words that matter."""

import io
import json
from datetime import UTC, datetime
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

from PIL import Image

from store import revisions
from tests.worlds.parsers import PARSERS, SETTINGS
from tests.worlds.podcast import feed_xml, vtt

DATA = Path(__file__).parents[1] / "data"
TALK = [("Ana", "We sold the old plant in May."), ("Ben", "Nobody wanted it, so the price fell by half.")]


def picture(form: str) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (8, 8), "red").save(out, form)
    return out.getvalue()


def manifest() -> bytes:
    told = {
        "format": 1,
        "earmark": "0.1.0",
        "schema": revisions.newest(),
        "made_at": datetime(2026, 6, 1, tzinfo=UTC).isoformat(),
        "counts": {"shows": 1},
        "parts": {"earmark.db": {"size_bytes": 3, "sha256": "0" * 64}},
    }
    return json.dumps(told).encode()


def backup() -> bytes:
    out = io.BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as archive:
        archive.writestr("manifest.json", manifest())
        archive.writestr("earmark.db", b"abc")
    return out.getvalue()


CLAIM = {
    "headline": "Prices fell by half",
    "body": "The plant was sold in May.",
    "quote": "sold the old plant",
    "worth": 2,
}
ATOM = (
    '<feed xmlns="http://www.w3.org/2005/Atom"><title>A</title><entry><id>1</id><title>One</title>'
    '<updated>2026-06-01T07:00:00Z</updated><link rel="enclosure" href="https://a.example/1.mp3" type="audio/mpeg"/>'
    "</entry></feed>"
)
JSON_FEED = {
    "version": "https://jsonfeed.org/version/1.1",
    "title": "J",
    "items": [{"id": "1", "attachments": [{"url": "https://a.example/1.mp3", "mime_type": "audio/mpeg"}]}],
}
WHISPER = {"segments": [{"start": 0.0, "end": 2.5, "text": "We sold the old plant.", "speaker": "SPEAKER_00"}] * 3}
TTML = '<tt xmlns="http://www.w3.org/ns/ttml"><body><div><p begin="00:00:01.0" end="2s">Sold.</p></div></body></tt>'
OPML = '<opml version="2.0"><body><outline text="News"><outline xmlUrl="https://a.example/f"/></outline></body></opml>'
HTML = (
    "<!doctype html><html><body><cite>Ana:</cite><time>0:01</time><p>" + "We sold the old plant in May. " * 30 + "</p>"
)
SEEDS: dict[str, list[bytes]] = {
    "feed": [
        *(path.read_bytes() for path in sorted((DATA / "feeds").glob("*.xml"))),
        feed_xml("https://a.example", episodes=2).encode(),
        ATOM.encode(),
        json.dumps(JSON_FEED).encode(),
    ],
    "date": [
        b"Mon, 28 May 2026 06:00:00 +0000",
        b"2026-05-28T06:00:00Z",
        "Do, 28 März 2026 6:00 CET".encode(),
        "2026年5月28日 下午6:00".encode(),
        b"1:02:03.5",
        b"PT1H2M3S",
        b"62 min",
        b"1779948000",
    ],
    "vtt": [(DATA / "transcripts/harbour.vtt").read_bytes()[:2000], vtt(TALK).encode()],
    "srt": [(DATA / "transcripts/harbour.srt").read_bytes()[:2000], b"1\n00:00:01,000 --> 00:00:02,500\n- Sold.\n\n"],
    "json": [(DATA / "transcripts/harbour.json").read_bytes()[:2000], json.dumps(WHISPER).encode()],
    "html": [(DATA / "transcripts/harbour.html").read_bytes()[:2000], HTML.encode()],
    "ttml": [TTML.encode(), b'<transcript><text start="1.5" dur="2">Sold it.</text></transcript>'],
    "text": [
        b"[00:00:01] Ana: " + b"We sold the old plant in May. " * 20,
        b"Ana (0:01)\nSold it.\n\nBen (0:05)\nWhy?\n" * 9,
    ],
    "opml": [OPML.encode()],
    "page": [
        b'<html><head><base href="/a"><link rel="alternate" type="application/rss+xml" href="f"></head>',
        b"pcast://a/f",
    ],
    "chapters": [b'{"version":"1.2.0","chapters":[{"startTime":0,"title":"A","endTime":5},{"startTime":"0:09"}]}'],
    "reply": [
        json.dumps({"insights": [CLAIM]}).encode(),
        b"HEADLINE: Prices fell\nBODY: It was sold.\nQUOTE: sold the old plant\n",
        b'<think>hm</think>```json\n{"labels": [{"thread": 1, "label": "Old plants"}]}\n```',
        b'{"answer": "repeats"}',
    ],
    "server": [
        b'{"choices": [{"message": {"content": "A."}, "finish_reason": "stop"}], "usage": {}}',
        b'{"error": {"code": 429}}',
    ],
    "stream": [
        b"<think>hm</think>Prices fell by half [1]. It was sold [2, 3].",
        b'{"sentences": [{"text": "A.", "sources": [1]}]}',
    ],
    "query": [
        b"grid batteries by Jensen Huang last month on Practical AI",
        b'"as it stands" speaker:"Ada Moreno" kind:insight since 2019',
        b"only insights between March and 5 May 2026",
    ],
    "moment": [b"2026-06-01T07:00:00Z", b"2026-06-01"],
    "setting": [
        bytes([at]) + value for at in range(len(SETTINGS)) for value in (b"7", b"https://a.example", b"Europe/Berlin")
    ],
    "kept": [b'{"llm": "openai/local", "hour": "7"}'],
    "manifest": [manifest()],
    "backup": [backup()],
    "picture": [picture("PNG"), picture("GIF"), picture("JPEG"), picture("WEBP")],
}
# A word a parser looks for is hit by chance once in a lifetime.
WORDS: list[bytes] = [
    *b"<item> </item> <![CDATA[ ]]> <!-- --> <!DOCTYPE <!ENTITY & &#0; &amp; <?xml encoding= WEBVTT".split(),
    *b"</think> <think> 00:00:01.000 99:99:99 -1 1e309 NaN Infinity null true [] {} [1] HEADLINE: QUOTE:".split(),
    *b'" \\u0000 \\ud800 speaker: last since between by from xmlUrl startTime segments start end text words'.split(),
    *b"type= href= begin= dur= /../ %00".split(),
    *"日 年 ﬁ ８ ² İ ß \u202e \u2028 \ufeff \u0000 🎙 ¼ ७".encode().split(),
    b"\n\n",
    b"\r",
    b"\x00",
    b"\xff\xfe",
    b"[" * 3000,
    b'{"a":' * 1500,
    b"<b>" * 1500,
    b"9" * 5000,
]
assert SEEDS.keys() == PARSERS.keys()
