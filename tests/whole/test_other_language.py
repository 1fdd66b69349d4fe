"""A talk in German, from its feed to a search: heard, kept and found as German, with a word on what is not done."""

from pathlib import Path

import pytest

pytestmark = pytest.mark.slow

GERMAN = Path(__file__).parents[1] / "data" / "speech" / "de.mp3"
FEED = """<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"><channel><title>Leitungsfunk</title>
<language>de</language><item><title>Kabel an Land</title><guid>1</guid><pubDate>Mon, 01 Jun 2026 06:00:00 GMT</pubDate>
<enclosure url="{base}/de.mp3" type="audio/mpeg" length="{size}"/></item></channel></rss>"""


def test_a_german_talk_is_heard_kept_and_found(earmark, site, monkeypatch):
    monkeypatch.setenv("EARMARK_WHISPER_MODEL", "base")
    monkeypatch.delenv("EARMARK_LLM", raising=False)
    site.put("/de.mp3", GERMAN.read_bytes(), "audio/mpeg")
    feed = site.put("/feed", FEED.format(base=site.url, size=GERMAN.stat().st_size), "application/rss+xml")

    earmark("--now", "2026-06-02T08:00:00Z", "add", feed)
    run = earmark("--now", "2026-06-02T08:00:00Z", "daily")
    told = earmark("status", "--episode", "1").out

    assert run.code == 0, run.err
    assert "Strom" in earmark("search", "Strom").out
    assert "herzlich willkommen" in earmark("transcript", "1").out.lower()
    assert "this talk is in German: search finds it" in told
    assert "Talks in other languages: German 1." in earmark("status").out
