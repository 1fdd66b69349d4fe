"""Captions that are written by hand or by odd programs, and what they come packed in."""

import json
from html import escape

import pytest

from ingest.transcripts.reading import read

ROWS = [
    ("Mara Quill", 0, "A crane that waits costs and earns nothing."),
    ("Ivo Lund", 8, "Does a ship that is late lose those hours?"),
    ("Mara Quill", 16, "It loses them, and the next one pays again."),
    ("Ivo Lund", 24, "Then the quay is sold twice on one morning."),
]


def captions(form="{n}\n{a} --> {b}\n{who}: {said}", *, clock="00:00:{:02},000", between="\n\n"):
    return between.join(
        form.format(n=n, a=clock.format(start), b=clock.format(start + 7), who=who, said=said)
        for n, (who, start, said) in enumerate(ROWS, start=1)
    )


def talk(body, mime_type="application/srt", duration=32.0):
    found = read(body, mime_type, "https://a.example/t", duration).segments
    return [(segment.speaker, round(segment.start), segment.text) for segment in found]


@pytest.mark.parametrize(
    "body",
    [
        captions(clock="00 : 00 : {:02},000"),
        captions(clock="00:00:{:02}, 000"),
        captions(clock="00:00:{:02}:000"),
        captions(clock="00:00:{:02};12"),
        captions(clock="0:{:02}"),
        captions("{n}\n{a} ---> {b}\n{who}: {said}"),
        captions("{n}\n{a} –> {b}\n{who}: {said}"),
        captions("{n}\n{a} → {b}\n{who}: {said}"),
        captions("{n}\n{a} --&gt; {b}\n{who}: {said}"),
        captions("{n}\n{a} - {b}\n{who}: {said}"),
        captions("{n}\n{a} --> {b} X1:53 X2:303\n{who}: {said}"),
        captions("{n} {a} --> {b}\n{who}: {said}"),
        captions("{a} --> {b} {who}: {said}", between="\n"),
        captions("{n}\n{a} --> {b}  {who}: {said}"),
        captions().replace("00:00:00,000", "-00:00:01,000"),
        captions().replace("\n", "\n\n"),
        captions().replace("\n", "\r"),
        captions().replace("\n", "\r\r\n"),
        "WEBVTT\n\n" + captions("{a} --> {b}\n<v {who}>\n{said}"),
        "webvtt\n\n" + captions("{a} --> {b}\n<v {who}>&lrm;{said}"),
    ],
)
def test_a_timing_is_read_as_it_is_written(body):
    assert talk(body) == ROWS


@pytest.mark.parametrize(
    "body",
    [
        f"```srt\n{captions()}\n```",
        f"Here it is:\n\n```\n{captions()}\n```\n",
        captions().replace("\n", "\\n"),
        json.dumps(captions()),
        json.dumps({"srt": captions(), "language": "en"}),
        json.dumps({"transcript": "WEBVTT\n\n" + captions("{a} --> {b}\n<v {who}>{said}")}),
        f"<!doctype html><html><body><p>Menu</p><pre>{escape(captions())}</pre><p>Imprint</p></body></html>",
        "<html><body>" + escape(captions()).replace("\n", "<br>\n") + "</body></html>",
        "cb(" + json.dumps([{"start": a, "end": a + 7, "speaker": who, "text": said} for who, a, said in ROWS]) + ");",
    ],
)
def test_captions_are_taken_out_of_what_they_are_packed_in(body):
    assert talk(body, "text/plain") == ROWS


@pytest.mark.parametrize("hour", ["01", "10"])
def test_a_broadcaster_s_clock_begins_at_a_whole_hour(hour):
    assert talk(captions(clock=hour + ":00:{:02},000")) == ROWS


def test_a_last_cue_hours_behind_the_others_stands_where_they_end():
    body = f"{captions()}\n\n5\n99:59:59,999 --> 99:59:59,999\nMara Quill: And nobody would ever dare to say so.\n"

    assert talk(body)[-1] == ("Mara Quill", 31, "And nobody would ever dare to say so.")


@pytest.mark.parametrize(
    ("mara", "ivo"),
    [
        ("Dr. Mara O’Quill-Jones", "José Ñúñez"),
        ("Łucja Żak", "Šimon Čech"),
        ("Мария Куил", "Иво Лунд"),
        ("Μαρία Κουίλ", "Ίβο Λουντ"),
        ("ماريا كويل", "إيفو لوند"),
        ("मारा क्विल", "इवो लुंड"),
        ("mara", "ivo"),
    ],
)
def test_a_name_is_one_in_any_alphabet(mara, ivo):
    body = captions().replace("Mara Quill", mara).replace("Ivo Lund", ivo)

    assert [name for name, _, _ in talk(body)] == [mara, ivo, mara, ivo]
    assert [said for _, _, said in talk(body)] == [said for _, _, said in ROWS]


@pytest.mark.parametrize(
    "form", ["{n}\n{a} --> {b}\n{who} | The Harbour: {said}", "{n}\n{a} --> {b}\n{who} - Host: {said}"]
)
def test_what_somebody_is_stands_behind_the_name(form):
    assert talk(captions(form)) == ROWS
