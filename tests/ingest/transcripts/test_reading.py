"""Transcripts as publishers offer them."""

import json
from itertools import pairwise
from pathlib import Path

import pytest

from ingest.transcripts.choice import ranked
from ingest.transcripts.reading import read
from language.sentences import words_of
from store.errors import Unusable
from store.records.episodes import TranscriptLink
from store.records.transcripts import Segment, Word

FOLDER = Path(__file__).parents[2] / "data" / "transcripts"
URL = "https://user:secret@harbour.example/t?key=1"
SAID = [
    ("Mara Quill", "A crane that waits costs & earns nothing, so a port sells its hours in advance."),
    ("Ivo Lund", "Does a ship that is late lose them?"),
    ("Mara Quill", "It does."),
]


def read_file(name, mime_type, duration=None):
    return read((FOLDER / name).read_text(encoding="utf-8"), mime_type, URL, duration)


def said(transcript):
    return [(segment.speaker, segment.text) for segment in transcript.segments]


def as_json(*segments):
    return json.dumps({"segments": list(segments)})


@pytest.mark.parametrize(
    ("name", "mime_type", "source"),
    [
        ("harbour.vtt", "text/vtt", "published:vtt"),
        ("harbour.srt", "application/x-subrip", "published:srt"),
        ("harbour.json", "application/json", "published:json"),
    ],
)
def test_the_timed_forms_say_the_same_at_the_same_times(name, mime_type, source):
    transcript = read_file(name, mime_type)

    assert said(transcript) == SAID
    assert [segment.start for segment in transcript.segments] == pytest.approx([1.0, 6.5, 9.1], abs=0.3)
    assert (transcript.source, transcript.approximate) == (source, False)


def test_a_language_is_taken_where_the_form_names_one():
    assert read_file("harbour.vtt", "text/vtt").language == "en"
    assert read_file("harbour.json", "application/json").language == "en"
    assert read_file("harbour.srt", "application/srt").language is None


def test_words_keep_to_the_cue_they_stand_in():
    words = {word.text: word for word in read_file("harbour.vtt", "text/vtt").segments[0].words}

    assert (words["A"].start, words["nothing,"].end, words["so"].start) == (1.0, 4.0, 4.0)
    assert words["advance."].end == 6.5


def test_the_form_counts_and_not_its_label():
    assert said(read_file("harbour.srt", "text/plain")) == SAID
    assert said(read_file("harbour.html", "text/vtt"))[0] == SAID[0]


def test_html_names_speakers_and_its_sparse_times_hold():
    transcript = read_file("harbour.html", "text/html", duration=90.0)

    assert said(transcript) == [
        SAID[0],
        ("Mara Quill", "That is how the quay is paid."),
        SAID[1],
        (
            "Mara Quill",
            "It does, and the [unintelligible] goes to the next in the queue, which pays for it twice over.",
        ),
    ]
    assert [transcript.segments[0].start, transcript.segments[2].start] == [1.0, 30.0]
    assert transcript.segments[-1].end <= 90.0
    assert transcript.approximate


def test_a_clock_inside_the_talk_is_a_time_mark():
    last = read_file("harbour.html", "text/html", duration=90.0).segments[-1]

    assert last.start < 70.5 < last.end


def test_times_rise_whatever_the_marks_say():
    marks = ["0:10", "9:59:59", "0:20", "0:05", "0:40"]
    turns = "".join(f"<cite>A:</cite><time>{mark}</time><p>{'word ' * 12}</p>" for mark in marks)

    starts = [segment.start for segment in read(turns, "text/html", URL, 60.0).segments]

    assert (starts[0], starts[2], starts[4]) == (10.0, 20.0, 40.0)
    assert all(a < b for a, b in pairwise(starts))


def test_text_without_any_time_fills_the_audio():
    transcript = read("Something is said here.\n\n" + "Again and again. " * 60, "text/plain", URL, 100.0)

    assert (transcript.segments[0].start, transcript.segments[-1].end) == (0.0, 100.0)
    assert transcript.approximate


def test_text_without_any_time_runs_at_a_usual_pace():
    transcript = read("word " * 300, "text/plain", URL, None)

    assert transcript.segments[-1].end == pytest.approx(120)
    assert max(segment.end - segment.start for segment in transcript.segments) <= 60


def test_plain_text_may_carry_names_and_clocks():
    body = "Mara Quill  0:03\nThe quay\nis paid.\n\nIvo Lund (0:30): It is late. " + "Very late indeed. " * 12

    transcript = read(body, "text/plain", URL, 60.0)

    assert said(transcript)[0] == ("Mara Quill", "The quay is paid.")
    assert (transcript.segments[0].start, transcript.segments[1].start) == (3.0, 30.0)
    assert transcript.segments[1].speaker == "Ivo Lund"


def test_names_before_a_colon_in_html_are_speakers():
    body = "<p><b>Ann:</b> Good day to you all, and welcome.</p><p><b>Bob:</b> Thanks.</p><p>More thanks.</p>" * 9

    speakers = [speaker for speaker, _ in said(read(body, "text/html", URL, None))]

    assert speakers[:3] == ["Ann", "Bob", "Bob"]


def test_a_colon_in_the_talk_is_no_speaker():
    cues = ["we asked one thing.", "Question: who pays for the quay?", "Nobody knew."]
    body = "\n\n".join(f"0:0{n} --> 0:0{n + 1}\n{text}" for n, text in enumerate(cues))

    assert {speaker for speaker, _ in said(read("WEBVTT\n\n" + body, "text/vtt", URL, None))} == {None}


def test_single_words_are_joined_and_keep_their_times():
    spoken = [("Late", 0.5, 0.9), ("ships", 1.0, 1.4), ("pay.", 1.5, 2.0)]
    body = as_json(*({"speaker": "Ivo", "startTime": a, "endTime": b, "body": text} for text, a, b in spoken))

    segment = read(body, "application/json", URL, None).segments[0]

    assert segment == Segment(
        start=0.5,
        end=2.0,
        text="Late ships pay.",
        speaker="Ivo",
        words=tuple(Word(start=a, end=b, text=text) for text, a, b in spoken),
    )


@pytest.mark.parametrize(
    "body",
    [
        as_json({"start": 1.5, "end": 4.0, "text": " Late ships pay."}),
        as_json({"start": "00:00:01.500", "end": "00:00:04.000", "text": "Late ships pay.", "speaker": None}),
        json.dumps([{"start": 1500, "end": 4000, "text": "<i>Late ships\npay.</i>"}]),
        json.dumps({"utterances": [{"start": 1500, "end": 4000, "transcript": "Late ships pay."}]}),
    ],
)
def test_other_shapes_of_json_are_read(body):
    segment = read(body, "application/json", URL, None).segments[0]

    assert (segment.start, segment.end, segment.text) == (1.5, 4.0, "Late ships pay.")


def test_lines_that_roll_over_the_screen_are_said_once():
    body = (
        "WEBVTT\n\n0:00.0 --> 0:02.0\nlate ships\n\n0:02.00 --> 0:02.01\nlate ships\n\n"
        "0:02.01 --> 0:04.0\nlate ships\npay twice\n"
    )

    assert said(read(body, "text/vtt", URL, None)) == [(None, "late ships pay twice")]


def test_endless_talk_without_punctuation_is_cut():
    body = "WEBVTT\n\n" + "\n\n".join(
        f"{n // 60:02}:{n % 60:02}.0 --> {n // 60:02}:{n % 60:02}.9\nand so on" for n in range(300)
    )

    assert max(segment.end - segment.start for segment in read(body, "text/vtt", URL, None).segments) <= 60


@pytest.mark.parametrize(
    ("body", "mime_type", "words"),
    [
        ("", "text/vtt", "is empty"),
        ("WEBVTT\n\n", "text/vtt", "no spoken text"),
        ("<html><h1>Please sign in</h1></html>", "text/vtt", "a web page without a transcript"),
        ("<html><h1>Please sign in</h1></html>", "text/html", "a web page without a transcript"),
        ('{"error": "no such episode"}', "application/json", "an error message: no such episode"),
        ('{"segments": [', "application/json", "broken JSON"),
        ("[" * 100_000, "application/json", "broken JSON"),
        ("not here", "application/json", "not the JSON file"),
        ("not here", "text/html", "too few words"),
        ("%PDF-1.7", "application/pdf", "is not text"),
        ("\x00\x01\ufffd" * 200, "text/plain", "is not text"),
    ],
)
def test_what_is_no_transcript_is_refused_without_showing_keys(body, mime_type, words):
    with pytest.raises(Unusable, match=words) as refusal:
        read(body, mime_type, URL, None)

    assert "secret" not in str(refusal.value)
    assert "key=1" not in str(refusal.value)


def test_the_best_timed_transcript_comes_first_and_foreign_ones_last():
    links = [
        TranscriptLink(url="https://a.example/t.html", mime_type="text/html"),
        TranscriptLink(url="https://a.example/de.vtt", mime_type="text/vtt", language="de"),
        TranscriptLink(url="https://a.example/t.txt", mime_type="text/plain"),
        TranscriptLink(url="https://a.example/t.pdf", mime_type="application/pdf"),
        TranscriptLink(url="https://a.example/t.json", mime_type="application/json"),
        TranscriptLink(url="https://a.example/t.srt", mime_type="application/octet-stream"),
        TranscriptLink(url="https://a.example/en.vtt", mime_type="text/vtt", language="en-US"),
    ]

    names = [link.url.removeprefix("https://a.example/") for link in ranked(links)]

    assert names == ["en.vtt", "t.srt", "t.json", "t.html", "t.txt", "de.vtt"]


def test_a_segment_without_word_times_shares_its_time_by_length():
    words = words_of(Segment(start=10.0, end=21.0, text="I think so"))

    assert [(word.text, word.start, word.end) for word in words] == [
        ("I", 10.0, 12.0),
        ("think", 12.0, 18.0),
        ("so", 18.0, 21.0),
    ]


def test_a_segment_with_word_times_keeps_them():
    word = Word(start=1.0, end=2.0, text="So")

    assert words_of(Segment(start=1.0, end=2.0, text="So", words=(word,))) == (word,)
