"""What the model hears in pieces is put together to words."""

import pytest

from ingest.speech.ears.whisper import put_together


def timed(*pieces):
    return [{"word": piece, "start": float(at), "end": at + 0.5, "tokens": []} for at, piece in enumerate(pieces)]


@pytest.mark.parametrize(
    ("pieces", "words"),
    [
        ([" most", " blow", "-ups", " are"], ["most", "blow-ups", "are"]),
        ([" visit", " www", ".example", ".com."], ["visit", "www.example.com."]),
        (["工", "場", "の", "建設", "。", "明日"], ["工場の建設。", "明日"]),
        ([" Strom", " da,", " "], ["Strom", "da,"]),
    ],
)
def test_pieces_without_a_space_go_on_with_the_word_before(pieces, words):
    assert [word.text for word in put_together(timed(*pieces), 10.0)] == words


def test_a_word_lasts_as_long_as_its_pieces():
    (word,) = put_together(timed(" blow", "-ups"), 10.0)

    assert (word.start, word.end) == (10.0, 11.5)
