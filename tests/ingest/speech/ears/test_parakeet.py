"""Parakeet's way from a mirror to words on their second, by a little recogniser of its shape: its real weights, 670 MB,
cannot be had by a test."""

import hashlib
from dataclasses import replace

import numpy as np
import pytest

pytest.importorskip("onnx", reason="onnx is not installed: pip install -r tests/requirements.txt")
pytest.importorskip("onnx_asr", reason="onnx-asr is not installed: pip install -r requirements-parakeet.txt")

from ingest.speech.bringing import bring, mirror_address
from ingest.speech.ears.parakeet import put_together
from ingest.speech.known import WeightsFile, recogniser
from ingest.speech.recognition import NoSpeech, ParakeetTranscriber
from ingest.web.client import Web
from store.errors import Misconfigured
from tests.worlds.little_parakeet import files
from tests.worlds.sounds import silence, talk, tone, wav

FILES = files()
LITTLE = replace(
    recogniser("parakeet-v3"),
    files=tuple(
        WeightsFile(name=name, size_bytes=len(body), sha256=hashlib.sha256(body).hexdigest())
        for name, body in FILES.items()
    ),
)


@pytest.fixture
def brought(site, tmp_path):
    """The folder of recognisers, after a mirror has given the files."""
    put = [site.put(f"/weights/parakeet-v3/{name}", body) for name, body in FILES.items()]
    assert len(put) == 4
    bring(
        Web(allow_private_hosts=frozenset({site.host})),
        LITTLE,
        tmp_path / "ears",
        mirror_address(f"{site.url}/weights"),
    )
    return tmp_path / "ears"


@pytest.fixture
def transcriber(brought):
    return ParakeetTranscriber(LITTLE, threads=2, brought=brought)


def test_a_talk_is_heard_in_windows_and_its_words_stand_where_somebody_speaks(transcriber, tmp_path):
    path = wav(tmp_path / "a.wav", silence(5), talk(4, 44), silence(8), talk(44, 54))

    transcript = transcriber.transcribe(path)
    words = [word for segment in transcript.segments for word in segment.words]
    starts = np.array([word.start for word in words])

    assert transcript.source == "parakeet-v3"
    assert len(words) > 30
    assert (np.diff(starts) > 0).all()
    assert all(word.start < word.end for word in words)
    assert 4.5 < starts[0] < 7.0
    assert not ((starts > 45.5) & (starts < 52.5)).any()
    assert 52.5 < starts[starts > 46].min() < 55.0
    assert words[-1].end < 63.5


def test_what_was_heard_before_is_not_heard_again(transcriber, tmp_path):
    parts = []
    path = wav(tmp_path / "a.wav", talk(0, 50))
    whole = transcriber.transcribe(path, on_heard=parts.append)

    again = transcriber.transcribe(path, before=parts[0])

    assert again.segments[: len(parts[0].segments)] == parts[0].segments
    assert len(again.segments) >= len(whole.segments) - 1


def test_stretches_of_a_talk_are_heard_alone(transcriber, tmp_path):
    first, second = transcriber.listen(wav(tmp_path / "a.wav", talk(0, 50)), [(5.0, 15.0), (30.0, 40.0)])

    assert first
    assert second
    assert all(5.0 <= word.start < 15.0 for word in first)
    assert all(30.0 <= word.start < 40.0 for word in second)


def test_silence_and_a_tone_hold_no_words(transcriber, tmp_path):
    with pytest.raises(NoSpeech):
        transcriber.transcribe(wav(tmp_path / "a.wav", silence(6), tone(6)))


def test_nothing_is_asked_of_a_server_once_it_is_here(brought, site, tmp_path):
    before = list(site.asked)

    ParakeetTranscriber(LITTLE, brought=brought).listen(wav(tmp_path / "a.wav", talk(0, 12)), [(0.0, 12.0)])

    assert site.asked == before


def test_one_that_is_not_here_says_what_brings_it(tmp_path):
    with pytest.raises(Misconfigured, match=r"parakeet-v3 is not here: `cli\.py model use parakeet-v3 --for speech`"):
        ParakeetTranscriber(LITTLE, brought=tmp_path)


def test_files_that_are_no_recogniser_are_one_sentence(brought):
    spoilt = FILES | {"encoder-model.int8.onnx": b"no graph"}
    known = replace(LITTLE, files=tuple(replace(file, size_bytes=len(spoilt[file.name])) for file in LITTLE.files))
    (brought / "parakeet-v3" / "encoder-model.int8.onnx").write_bytes(b"no graph")
    known = replace(
        known,
        files=tuple(replace(file, sha256=hashlib.sha256(spoilt[file.name]).hexdigest()) for file in known.files),
    )

    with pytest.raises(Misconfigured, match="cannot be loaded: bring it again"):
        ParakeetTranscriber(known, brought=brought)


@pytest.mark.parametrize(
    ("pieces", "words"),
    [
        ([(" most", 0.0), (" bl", 0.4), ("ow", 0.48), ("-ups", 0.64), (" are", 0.96)], ["most", "blow-ups", "are"]),
        (
            [(" It", 0.0), ("'", 0.08), ("s", 0.08), (" 5", 0.8), (",", 1.0), ("000", 1.1), (".", 1.4)],
            ["It's", "5,000."],
        ),
        ([("<|en|>", 0.0), (" Hallo", 0.2), (" ", 0.5), ("Welt", 0.5)], ["Hallo", "Welt"]),
    ],
)
def test_pieces_become_words(pieces, words):
    assert [word.text for word in put_together(pieces, 10.0)] == words


def test_a_word_ends_where_the_next_one_begins_or_soon_after_its_last_piece():
    first, second = put_together([(" sun", 0.0), ("set", 0.24), (" now", 0.4)], 10.0)

    assert (first.start, first.end) == (10.0, 10.4)
    assert (second.start, second.end) == (10.4, pytest.approx(10.72))
