"""Cues whose stamps cannot be right."""

import pytest

from ingest.transcripts.reading import read

SAID = [
    "A crane that waits costs and earns nothing.",
    "Does a ship that is late lose those hours?",
    "It loses them, and the next one pays again.",
    "Then the quay is sold twice on one morning.",
    "Airports sell the same seat twice every day.",
    "I shall think of that when I wait at a gate.",
]


def srt(starts, ends):
    def stamp(at):
        return f"{at // 3600:02}:{at // 60 % 60:02}:{at % 60:02},000"

    cues = enumerate(zip(starts, ends, SAID, strict=True), start=1)
    return "\n\n".join(f"{n}\n{stamp(a)} --> {stamp(b)}\n{said}" for n, (a, b, said) in cues)


def segments(starts, ends, duration=None):
    return read(srt(starts, ends), "application/srt", "https://a.example/t", duration)


def test_stamps_that_are_all_zero_are_no_times():
    transcript = segments([0] * 6, [0] * 6, duration=36.0)

    assert (transcript.approximate, transcript.source) == (True, "published:srt")
    assert [round(s.start / 6) for s in transcript.segments] == [0, 1, 2, 3, 4, 5]


@pytest.mark.parametrize(
    ("starts", "ends"),
    [
        ([0, 6, 3012, 18, 24, 30], [6, 3012, 18, 24, 30, 36]),
        ([0, 6, 12, 18, 24, 30], [6, 12, 4000, 24, 30, 36]),
        ([0, 6, 12, 1, 24, 30], [6, 12, 18, 24, 30, 36]),
        ([3600, 6, 12, 18, 24, 30], [3606, 12, 18, 24, 30, 36]),
    ],
)
def test_one_wrong_stamp_neither_moves_its_cue_nor_stretches_the_talk(starts, ends):
    found = segments(starts, ends).segments

    assert [s.text for s in found] == SAID
    assert [s.start for s in found] == sorted(s.start for s in found)
    assert max(s.end for s in found) == 36


def test_tracks_one_after_the_other_are_put_in_the_order_of_time():
    found = segments([0, 12, 24, 6, 18, 30], [6, 18, 30, 12, 24, 36]).segments

    assert [s.text for s in found] == [SAID[n] for n in (0, 3, 1, 4, 2, 5)]
