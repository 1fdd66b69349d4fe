"""model … --for speech: what can hear, what it takes here, and which one is kept, as a person types it."""

import json

import pytest

from ingest.speech import pace
from ingest.speech.pace import Pace
from ingest.speech.recognition import cores
from store import kept_settings, open_store
from store.queries import transcripts
from store.records.transcripts import Segment, Transcript
from tests.worlds.library_of import keep_episode


@pytest.fixture(autouse=True)
def _measured(data_dir, monkeypatch):
    """A machine that is quick enough for base, and nobody has named a recogniser."""
    monkeypatch.delenv("EARMARK_WHISPER_MODEL", raising=False)
    monkeypatch.delenv("EARMARK_LLM", raising=False)
    pace.keep(data_dir, "tiny.en", Pace(minutes_an_hour=3.0, cores=cores()))
    pace.keep(data_dir, "base", Pace(minutes_an_hour=7.0, cores=cores()))


@pytest.fixture
def followed(data_dir):
    """A show with one talk."""
    store = open_store(f"sqlite:///{data_dir / 'earmark.db'}")
    keep_episode(store, ("Ines", "Wires are full."))
    yield store
    store.close()


def test_list_tells_what_each_takes_here(earmark):
    told = earmark("model", "list", "--for", "speech").out

    assert "Speech is recognised by base: an hour of audio takes 7.0 min here (measured)." in told
    assert "3.0 min (measured)" in told
    assert "some 25 min (estimate)" in told


def test_list_gives_the_same_as_json(earmark):
    told = json.loads(earmark("model", "list", "--for", "speech", "--format", "json").out)

    assert [each["name"] for each in told] == ["tiny.en", "base", "small", "distil-large-v3", "large-v3-turbo"]
    assert [each["here"] for each in told] == [True, True, False, False, False]
    assert [each["measured"] for each in told] == [True, True, False, False, False]
    assert told[2]["size_bytes"] == 486_212_372


def test_use_keeps_a_recogniser_and_none_leaves_it_to_the_pace(earmark, data_dir):
    used = earmark("model", "use", "tiny.en", "--for", "speech").out
    kept = kept_settings.read(data_dir)
    told = earmark("model", "list", "--for", "speech").out
    earmark("model", "use", "none", "--for", "speech")

    assert "tiny.en hears from the next run on, English only." in used
    assert kept == {"whisper_model": "tiny.en"}
    assert "Speech is recognised by tiny.en (set in " in told
    assert kept_settings.read(data_dir) == {}


def test_the_environment_stands_above_what_is_kept(earmark, monkeypatch):
    monkeypatch.setenv("EARMARK_WHISPER_MODEL", "base")

    run = earmark("model", "use", "tiny.en", "--for", "speech")

    assert "EARMARK_WHISPER_MODEL is set in the environment and stands above it." in run.err
    assert "by base (set in the environment)" in earmark("model", "list", "--for", "speech").out


def test_what_a_mirror_gives_is_checked(earmark, data_dir, site, monkeypatch):
    monkeypatch.setenv("EARMARK_MODEL_MIRROR", f"{site.url}/weights")
    site.put("/weights/small/config.json", b"{}")

    run = earmark("model", "use", "small", "--for", "speech")

    assert run.code == 1
    assert site.asked == ["/weights/small/config.json"]
    assert "what came as config.json is not the published file" in run.err
    assert kept_settings.read(data_dir) == {}


def test_a_name_of_nothing_is_explained(earmark):
    run = earmark("model", "use", "huge", "--for", "speech")

    assert run.code == 2
    assert "Earmark knows no recogniser 'huge', only tiny.en, base, small" in run.err


def test_a_recogniser_takes_no_key(earmark):
    assert "it takes no address, no key" in earmark("model", "use", "base", "--for", "speech", "--judge").err


def test_status_says_what_hears_and_why(earmark, followed, data_dir):
    assert "Speech is recognised by base: an hour of audio takes 7.0 min here" in earmark("status").out

    pace.keep(data_dir, "base", Pace(minutes_an_hour=45.0, cores=cores()))

    assert "by tiny.en, English only: base would take 45 min for an hour of audio here" in earmark("status").out


def test_status_says_what_cannot_be_done_with_other_languages(earmark, followed):
    segment = Segment(start=0.0, end=5.0, text="Der Strom ist da, aber die Leitungen fehlen.")
    with followed.write() as connection:
        transcripts.keep(connection, 1, Transcript(segments=(segment,), source="whisper base", language="de"), [])

    assert "Talks in other languages: German 1. Search finds them" in earmark("status").out
