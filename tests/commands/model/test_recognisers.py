"""model … --for speech: what can hear, what it takes here, and which one is kept, as a person types it."""

import json
import sys

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

    assert [each["name"] for each in told[:3]] == ["tiny.en", "base", "small"]
    assert [each["name"] for each in told[3:]] == ["parakeet-v3", "distil-large-v3", "large-v3-turbo"]
    assert [each["here"] for each in told] == [True, True, False, False, False, False]
    assert [each["measured"] for each in told] == [True, True, False, False, False, False]
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


@pytest.fixture
def _no_onnx_asr(monkeypatch):
    """As where its requirements were never installed."""
    monkeypatch.setitem(sys.modules, "onnx_asr", None)


@pytest.mark.usefixtures("_no_onnx_asr")
def test_list_says_what_to_install_for_one_that_needs_more_libraries(earmark):
    told = " ".join(earmark("model", "list", "--for", "speech").out.split())
    listed = json.loads(earmark("model", "list", "--for", "speech", "--format", "json").out)
    parakeet = next(each for each in listed if each["name"] == "parakeet-v3")

    assert "parakeet-v3 needs more libraries: `.venv/bin/python -m pip install -r requirements-parakeet.txt`" in told
    assert (parakeet["needs"], parakeet["hears"]) == ("requirements-parakeet.txt", "25 languages of Europe")
    assert parakeet["size_bytes"] == 670_480_039


@pytest.mark.usefixtures("_no_onnx_asr")
def test_one_that_lacks_its_libraries_is_neither_brought_nor_kept(earmark, data_dir, site, monkeypatch):
    monkeypatch.setenv("EARMARK_MODEL_MIRROR", f"{site.url}/weights")

    run = earmark("model", "use", "parakeet-v3", "--for", "speech")

    assert run.code == 1
    assert "pip install -r requirements-parakeet.txt` brings them" in " ".join(run.err.split())
    assert site.asked == []
    assert kept_settings.read(data_dir) == {}


def test_parakeet_is_brought_from_a_mirror_and_checked_like_the_others(earmark, data_dir, site, monkeypatch):
    pytest.importorskip("onnx_asr", reason="onnx-asr is not installed: pip install -r requirements-parakeet.txt")
    monkeypatch.setenv("EARMARK_MODEL_MIRROR", f"{site.url}/weights")
    published = {"model_type": "nemo-conformer-tdt", "features_size": 128, "subsampling_factor": 8}
    site.put("/weights/parakeet-v3/config.json", json.dumps(published, indent=4).encode())
    site.put("/weights/parakeet-v3/decoder_joint-model.int8.onnx", b"another one")

    run = earmark("model", "use", "parakeet-v3", "--for", "speech")

    assert run.code == 1
    assert "what came as decoder_joint-model.int8.onnx is not the published file" in " ".join(run.err.split())
    assert [path.name for path in (data_dir / "recognisers" / "parakeet-v3").iterdir()] == ["config.json"]
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
