"""What recognisers write: JSON of many shapes, printed lines, tables, captions in XML."""

import json

import pytest

from ingest.transcripts.choice import ranked
from ingest.transcripts.reading import read
from store.errors import Unusable
from store.records.episodes import TranscriptLink

SAID = [
    "A crane that waits costs and earns nothing.",
    "Does a ship that is late lose those hours?",
    "It loses them, and the next one pays again.",
    "Then the quay is sold twice on one morning.",
]
TALK = [(number % 2, 6.0 * number, 6.0 * number + 5.0, said) for number, said in enumerate(SAID)]
WORDS = [
    (who, start + 0.5 * place, start + 0.5 * place + 0.4, word)
    for who, start, _, said in TALK
    for place, word in enumerate(said.split())
]


def words_of(row):
    _, start, end, _ = row
    return [each for each in WORDS if start <= each[1] < end]


def without_end(words):
    """As items of words and of punctuation."""
    return [
        (*word[:3], part) for word in words for part in (word[3].rstrip(".?,"), word[3][len(word[3].rstrip(".?,")) :])
    ]


def ms(seconds):
    return round(seconds * 1000)


def clock(seconds, mark=","):
    return f"00:00:{int(seconds):02}{mark}000"


def from_words(**named):
    """A record a word, with the fields that `named` fills."""
    return [{name: fill(word) for name, fill in named.items()} for word in WORDS]


PUNCTUATED = [
    {"type": "punctuation", "alternatives": [{"content": text}]}
    if text in (".", "?", ",")
    else {
        "type": "pronunciation",
        "start_time": f"{a:.2f}",
        "end_time": f"{b:.2f}",
        "alternatives": [{"content": text}],
    }
    for _, a, b, text in without_end(WORDS)
    if text
]
TRACK = [
    {"start_time": f"{a:.2f}", "end_time": f"{b:.2f}", "speaker_label": f"spk_{w}", "items": []} for w, a, b, _ in TALK
]

NAMELESS = {
    "whisper.cpp's hundredths": {"segments": [{"t0": a * 100, "t1": b * 100, "text": s} for _, a, b, s in TALK]},
    "whisper.cpp's marks among its tokens": {
        "transcription": [
            {
                "offsets": {"from": ms(row[1]), "to": ms(row[2])},
                "text": f" {row[3]}",
                "tokens": [{"text": "[_BEG_]", "offsets": {"from": ms(row[1]), "to": ms(row[1])}}]
                + [{"text": f" {t}", "offsets": {"from": ms(a), "to": ms(b)}} for _, a, b, t in words_of(row)]
                + [{"text": "[_TT_250]", "offsets": {"from": ms(row[2]), "to": ms(row[2])}}],
            }
            for row in TALK
        ]
    },
    "rows of faster-whisper": [[n, 0, a, b, f" {s}", [1, 2], 0.0, -0.2] for n, (_, a, b, s) in enumerate(TALK)],
    "rows": [[a, b, s] for _, a, b, s in TALK],
    "records by number": {str(n): {"start": a, "end": b, "text": s} for n, (_, a, b, s) in enumerate(TALK)},
    "letters for names": [{"s": a, "e": b, "t": s} for _, a, b, s in TALK],
    "a range in words": [{"timestamp": f"00:{a:02.0f} - 00:{b:02.0f}", "text": s} for _, a, b, s in TALK],
    "pieces of words": {
        "text": " ".join(SAID),
        "tokens": [
            {"text": text, "start_ms": ms(a), "end_ms": ms(b)}
            for _, a, b, word in WORDS
            for text in (f" {word[:3]}", word[3:])
            if text
        ],
    },
    "whisper": {"language": "english", "segments": [{"start": a, "end": b, "text": f" {s}"} for _, a, b, s in TALK]},
    "whisper.cpp": {
        "result": {"language": "en"},
        "transcription": [
            {"timestamps": {"from": clock(a), "to": clock(b)}, "offsets": {"from": ms(a), "to": ms(b)}, "text": f" {s}"}
            for _, a, b, s in TALK
        ],
    },
    "whisper.cpp without clocks": {
        "transcription": [{"offsets": {"from": ms(a), "to": ms(b)}, "text": f" {s}"} for _, a, b, s in TALK]
    },
    "words beside a text": {
        "text": " ".join(SAID),
        "words": from_words(word=lambda w: w[3].strip(".?,"), start=lambda w: w[1], end=lambda w: w[2]),
    },
    "Google": {
        "results": [
            {
                "alternatives": [
                    {
                        "transcript": row[3],
                        "words": [
                            {"startTime": f"{a}s", "endTime": f"{b}s", "word": t} for _, a, b, t in words_of(row)
                        ],
                    }
                ]
            }
            for row in TALK
        ]
    },
    "a pair": {"chunks": [{"timestamp": [a, b], "text": f" {s}"} for _, a, b, s in TALK]},
    "NeMo": {
        "timestamp": {
            "word": from_words(word=lambda w: w[3], start=lambda w: w[1], end=lambda w: w[2]),
            "segment": [{"segment": s, "start": a, "end": b} for _, a, b, s in TALK],
        }
    },
    "YouTube": {
        "events": [
            {
                "tStartMs": ms(row[1]),
                "dDurationMs": 5000,
                "segs": [{"utf8": f" {t}", "tOffsetMs": ms(a - row[1])} for _, a, _, t in words_of(row)],
            }
            for row in TALK
        ]
    },
}
NAMED = {
    "words by paragraphs": {
        "blocks": [
            {
                "text": row[3],
                "data": {
                    "speaker": f"Speaker {row[0]}",
                    "words": [{"text": t, "start": a, "end": b} for _, a, b, t in words_of(row)],
                },
            }
            for row in TALK
        ]
    },
    "cues in groups": [
        {"speaker": who, "items": [{"start_ms": ms(a), "end_ms": ms(b), "voice": f"Speaker {who}", "text": s}]}
        for who, a, b, s in TALK
    ],
    "users in a list": {
        "timeline": [
            {"ts": clock(a, "."), "end_ts": clock(b, "."), "text": s, "users": [{"username": f"Speaker {who}"}]}
            for who, a, b, s in TALK
        ]
    },
    "speakers by number": {
        "speakers": {"0": "Mara Quill", "1": {"name": "Ivo Lund"}},
        "segments": [{"start": a, "end": b, "text": s, "speaker": who} for who, a, b, s in TALK],
    },
    "timecodes": [
        {"startTimecode": ms(a), "endTimecode": ms(b), "speaker": f"Speaker {who}", "text": s} for who, a, b, s in TALK
    ],
    "whisperX": {
        "segments": [
            {
                "start": a,
                "end": b,
                "text": s,
                "speaker": f"SPEAKER_0{who}",
                "words": [{"word": t, "start": x, "end": y} for _, x, y, t in words_of((who, a, b, s))],
            }
            for who, a, b, s in TALK
        ],
        "word_segments": from_words(word=lambda w: w[3], start=lambda w: w[1], end=lambda w: w[2]),
    },
    "whisperX in one segment": {
        "segments": [
            {
                "start": 0,
                "end": 23,
                "text": " ".join(SAID),
                "words": from_words(
                    word=lambda w: w[3], start=lambda w: w[1], end=lambda w: w[2], speaker=lambda w: f"SPEAKER_0{w[0]}"
                ),
            }
        ]
    },
    "labels in the text": {
        "segments": [{"start": a, "end": b, "text": f"[SPEAKER_0{who}]: {s}"} for who, a, b, s in TALK]
    },
    "Rev.ai": {
        "monologues": [
            {
                "speaker": who,
                "elements": [
                    {"type": "text", "value": t, "ts": a, "end_ts": b}
                    if t.strip(".?,")
                    else {"type": "punct", "value": f"{t} "}
                    for _, a, b, t in without_end(words_of((who, x, y, s)))
                ],
            }
            for who, x, y, s in TALK
        ]
    },
    "Amazon": {
        "results": {
            "transcripts": [{"transcript": " ".join(SAID)}],
            "speaker_labels": {"segments": TRACK},
            "items": PUNCTUATED,
        }
    },
    "AssemblyAI": {
        "text": " ".join(SAID),
        "words": from_words(
            text=lambda w: w[3], start=lambda w: ms(w[1]), end=lambda w: ms(w[2]), speaker=lambda w: "AB"[w[0]]
        ),
        "utterances": [{"speaker": "AB"[who], "start": ms(a), "end": ms(b), "text": s} for who, a, b, s in TALK],
    },
    "Deepgram": {
        "results": {
            "channels": [
                {
                    "alternatives": [
                        {
                            "transcript": " ".join(SAID),
                            "words": from_words(
                                word=lambda w: w[3].lower(),
                                punctuated_word=lambda w: w[3],
                                start=lambda w: w[1],
                                end=lambda w: w[2],
                                speaker=lambda w: w[0],
                            ),
                        }
                    ]
                }
            ]
        }
    },
    "Deepgram's channels": {
        "results": {
            "channels": [
                {
                    "alternatives": [
                        {
                            "words": [
                                {"punctuated_word": t, "start": a, "end": b} for w, a, b, t in WORDS if w == channel
                            ]
                        }
                    ]
                }
                for channel in (0, 1)
            ]
        }
    },
    "Podlove": [
        {
            "start": clock(a, "."),
            "start_ms": ms(a),
            "end": clock(b, "."),
            "end_ms": ms(b),
            "speaker": f"id{who}",
            "voice": ["Mara", "Ivo"][who],
            "text": s,
        }
        for who, a, b, s in TALK
    ],
    "Azure": {
        "recognizedPhrases": [
            {
                "speaker": who + 1,
                "offset": f"PT{a}S",
                "duration": "PT5S",
                "offsetInTicks": a * 1e7,
                "durationInTicks": 5e7,
                "nBest": [{"lexical": s.lower(), "display": s}],
            }
            for who, a, _, s in TALK
        ]
    },
    "Speechmatics": {
        "results": [
            {"type": "word", "start_time": a, "end_time": b, "alternatives": [{"content": t, "speaker": f"S{who + 1}"}]}
            for who, a, b, t in WORDS
        ]
    },
    "ElevenLabs": {
        "words": [
            {"text": t, "start": a, "end": b, "type": kind, "speaker_id": f"speaker_{who}"}
            for who, a, b, word in WORDS
            for t, kind in ((word, "word"), (" ", "spacing"))
        ]
    },
    "IBM": {
        "results": [
            {"alternatives": [{"transcript": f"{row[3]} ", "timestamps": [[t, a, b] for _, a, b, t in words_of(row)]}]}
            for row in TALK
        ],
        "speaker_labels": [{"from": a, "to": b, "speaker": who} for who, a, b, _ in WORDS],
    },
    "people by number": {
        "speakers": [{"id": 0, "name": "Mara Quill"}, {"id": 1, "name": "Ivo Lund"}],
        "utterances": [{"speaker": who, "start": a, "end": b, "transcript": s} for who, a, b, s in TALK],
    },
}


def segments(body, mime_type="application/json"):
    return read(body, mime_type, "https://a.example/t", 24.0).segments


@pytest.mark.parametrize("document", NAMELESS.values(), ids=NAMELESS)
def test_words_and_times_are_read_whatever_the_shape(document):
    found = segments(json.dumps(document))

    assert [s.text for s in found] == SAID
    assert [s.start for s in found] == pytest.approx([0, 6, 12, 18], abs=0.1)


@pytest.mark.parametrize("document", NAMED.values(), ids=NAMED)
def test_no_segment_holds_two_speakers_and_none_their_labels(document):
    found = segments(json.dumps(document))

    assert [s.text for s in found] == SAID
    assert (found[0].speaker, found[1].speaker) == (found[2].speaker, found[3].speaker)
    assert found[0].speaker != found[1].speaker
    assert [s.start for s in found] == pytest.approx([0, 6, 12, 18], abs=0.1)


UNTIMED = {
    "some without a time": {
        "segments": [{"text": s} | ({"start": a, "end": b} if a != 6 else {}) for _, a, b, s in TALK]
    },
    "whisperX with a number first": {
        "segments": [
            {
                "text": row[3],
                "speaker": f"SPEAKER_0{row[0]}",
                "words": [{"word": t} | ({"start": a, "end": b} if a > row[1] else {}) for _, a, b, t in words_of(row)],
            }
            for row in TALK
        ]
    },
}


@pytest.mark.parametrize("document", UNTIMED.values(), ids=UNTIMED)
def test_what_has_no_time_stands_between_its_neighbours(document):
    found = segments(json.dumps(document))

    assert [s.text for s in found] == SAID
    assert [s.start for s in found] == pytest.approx([0, 6, 12, 18], abs=1.0)


def test_documents_one_behind_the_other_and_commas_behind_the_last_are_read():
    documents = [
        json.dumps({"result": [{"start": a, "end": b, "word": s}], "text": s}, indent=2) for _, a, b, s in TALK
    ]
    listed = ",\n".join(json.dumps({"start": a, "end": b, "text": s}) for _, a, b, s in TALK)

    assert [s.text for s in segments("\n".join(documents))] == SAID
    assert [s.text for s in segments(f'{{"segments": [{listed},]}}')] == SAID


def test_turns_without_times_keep_their_speakers():
    turns = [{"speaker": f"Speaker {who}", "text": s} for who, _, _, s in TALK]

    found = segments(json.dumps({"turns": turns}))

    assert [(s.speaker, s.text) for s in found] == [(f"Speaker {who}", s) for who, _, _, s in TALK]


def test_a_document_a_line_and_one_without_times_are_read_too():
    lines = "\n".join(json.dumps({"start": a, "end": b, "text": s}) for _, a, b, s in TALK)

    assert [s.text for s in segments(lines)] == SAID
    assert [s.text for s in segments(json.dumps({"text": " ".join(SAID)}))] == SAID


PRINTED = {
    "whisper": "Detected language: English\n"
    + "\n".join(f"[{clock(a, '.')} --> {clock(b, '.')}]  {s}" for _, a, b, s in TALK),
    "faster-whisper": "Detected language 'en' with probability 0.98\n"
    + "\n".join(f"[{a:.2f}s -> {b:.2f}s] {s}" for _, a, b, s in TALK),
    "whisper.cpp": "main: processing 'a.wav' ...\n\n"
    + "\n".join(f"[{clock(a, '.')} --> {clock(b, '.')}]   \x1b[38;5;71m{s}\x1b[0m" for _, a, b, s in TALK)
    + "\n\nwhisper_print_timings: load time = 3 ms",
    "whisperX": "\n".join(f"Transcript: [{a} --> {b}]  {s}" for _, a, b, s in TALK),
    "TSV": "start\tend\ttext\n" + "\n".join(f"{ms(a)}\t{ms(b)}\t{s}" for _, a, b, s in TALK),
    "CSV": "start,end,text\n" + "\n".join(f'{ms(a)},{ms(b)},"{s}"' for _, a, b, s in TALK),
    "labels": "\n".join(f"{a:.6f}\t{b:.6f}\t{s}" for _, a, b, s in TALK),
    "SBV": "\n\n".join(f"0{clock(a, '.')[2:]},0{clock(b, '.')[2:]}\n{s}" for _, a, b, s in TALK),
    "ASS": "[Events]\n"
    + "\n".join(f"Dialogue: 0,0:00:{a:05.2f},0:00:{b:05.2f},Default,,0,0,0,,{{\\i1}}{s}" for _, a, b, s in TALK),
    "TTML": "<tt xmlns='http://www.w3.org/ns/ttml'><body><div>"
    + "".join(f"<p begin='{clock(a, '.')}' end='{b}s'>{s}</p>" for _, a, b, s in TALK)
    + "</div></body></tt>",
    "YouTube": "<transcript>"
    + "".join(f"<text start='{a}' dur='5'>{s}</text>" for _, a, _, s in TALK)
    + "</transcript>",
    "YouTube 3": "<timedtext format='3'><body>"
    + "".join(f"<p t='{ms(a)}' d='5000'><s>{s[:7]}</s><s t='300'>{s[7:]}</s></p>" for _, a, _, s in TALK)
    + "</body></timedtext>",
}


@pytest.mark.parametrize("body", PRINTED.values(), ids=PRINTED)
def test_printed_lines_tables_and_xml_are_cues(body):
    transcript = read(body, "text/plain", "https://a.example/t.txt", 24.0)

    assert [s.text for s in transcript.segments] == SAID
    assert [s.start for s in transcript.segments] == pytest.approx([0, 6, 12, 18], abs=0.1)
    assert not transcript.approximate


def test_apples_words_and_agents_are_taken_over():
    words = [[f"<span begin='{a}' end='{b}'>{t}</span>" for _, a, b, t in words_of(row)] for row in TALK]
    lines = "".join(
        f"<p begin='{row[1]}' end='{row[2]}' agent='SPEAKER_{row[0]}'><span>{''.join(w)}</span></p>"
        for row, w in zip(TALK, words, strict=True)
    )

    found = segments(f"<tt xmlns='http://www.w3.org/ns/ttml'><body>{lines}</body></tt>", "application/ttml+xml")

    assert [(s.speaker, s.text) for s in found] == [(f"SPEAKER_{who}", said) for who, _, _, said in TALK]
    assert found[0].words[2].start == 1.0


@pytest.mark.parametrize(
    ("mime_type", "name"),
    [
        ("plain/txt", "t"),
        ("srt", "t.srt"),
        ("text/x-srt", "t.srt"),
        ("application/subrip", "t"),
        ("application/vtt", "t"),
        *[
            ("text/markdown", "t.md"),
            ("application/ttml+xml", "t"),
            ("vtt", ""),
            ("text/json+whisper", "t"),
            ("html", "t"),
        ],
        *[("", "t"), ("text", "t.srt"), ("application/x-unheard-of", "t")],
    ],
)
def test_a_transcript_is_tried_whatever_its_type_says(mime_type, name):
    assert ranked([TranscriptLink(url=f"https://a.example/{name}", mime_type=mime_type)])


@pytest.mark.parametrize(("mime_type", "name"), [("application/pdf", "t"), ("audio/mpeg", "t.srt"), ("", "t.docx")])
def test_what_is_no_text_is_not_tried(mime_type, name):
    assert ranked([TranscriptLink(url=f"https://a.example/{name}", mime_type=mime_type)]) == []


def test_a_suffix_ranks_where_the_type_tells_nothing():
    links = [
        TranscriptLink(url=f"https://a.example/t.{end}", mime_type="text") for end in ("txt", "json", "vtt", "ttml")
    ]

    assert [link.url.rpartition(".")[2] for link in ranked(links)] == ["vtt", "ttml", "json", "txt"]


def test_xml_that_expands_entities_is_refused():
    bomb = '<!DOCTYPE t [<!ENTITY a "aaaa">]><tt><body><p begin="0" end="1">&a;</p></body></tt>'

    with pytest.raises(Unusable):
        segments(bomb, "application/ttml+xml")
