"""Where the answer begins in a passage, and which results are one."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from index.search.hits import Hit
from index.search.landing import land
from index.search.neighbours import folded
from language.words import terms
from store.records.transcripts import Segment


def said(*turns):
    """Sentences of ten seconds each."""
    return [
        Segment(start=10.0 * at, end=10.0 * at + 10, text=text, speaker=speaker)
        for at, (speaker, text) in enumerate(turns)
    ]


COPPER = said(
    ("Ann", "So we moved to the desert in May."),
    ("Ann", "Copper prices rose because new mines take fifteen years."),
    ("Ann", "Smelters in Chile ran dry for three months besides."),
    ("Ann", "My brother keeps bees."),
)
ASKED = said(
    ("Ann", "Welcome back to the show."),
    ("Ann", "I read that copper prices rose a lot this year."),
    ("Ann", "Why did copper prices rise so much?"),
    ("Bob", "New mines take fifteen years to open, and nobody opened one when the metal was cheap."),
    ("Bob", "That is all there is to it."),
)


def test_the_sentence_with_the_asked_words_is_where_it_starts():
    assert land(COPPER, terms("copper prices")) == 1


def test_meaning_finds_what_no_word_does():
    assert land(COPPER, terms("red metal"), [0.1, 0.5, 0.3, 0.1]) == 1


def test_a_run_of_answering_sentences_starts_with_its_first():
    assert land(COPPER, terms("red metal"), [0.1, 0.5, 0.6, 0.1]) == 1


def test_nothing_asked_for_starts_at_the_beginning():
    assert land(COPPER, []) == 0


def test_the_answer_is_played_and_not_the_interviewers_question():
    assert land(ASKED, terms("why did copper prices rise"), [0.1, 0.7, 0.9, 0.5, 0.2]) == 3


def test_a_question_that_ends_the_passage_is_answered_in_the_next():
    assert land(ASKED[:3], terms("copper prices"), following=ASKED[3:]) == 3
    assert land(ASKED[:3], terms("copper prices")) == 1


def test_what_says_all_that_is_asked_is_no_question_though_its_turn_ends_in_one():
    talk = said(
        ("Ann", "I taught my children probability through poker."),
        ("Ann", "They were six then."),
        ("Ann", "It went well."),
        ("Ann", "So how did you come to like all these numbers?"),
        ("Bob", "My teacher had us count every tree along the river for a whole summer."),
    )

    assert land(talk, terms("taught children probability poker")) == 0


def test_a_sentence_that_was_cut_in_two_begins_with_its_first_half():
    talk = said(("Ann", "We took all of the cars that ever drove, and"), ("Ann", "built a solver with Ines Okafor."))

    assert land(talk, terms("ines okafor solver")) == 0


def test_a_question_that_gets_a_nod_is_not_passed_over():
    nod = [*ASKED[:3], replace(ASKED[3], text="Yeah, totally.")]

    assert land(nod, terms("copper prices rise")) == 2


def test_only_the_speaker_asked_for_is_played():
    assert land(ASKED, terms("copper prices"), among=[0, 1, 2]) in (1, 2)


def a_hit(kind="passage", start=0.0, end=60.0, *, id_="", episode_id=1, sentence="", score=1.0, own=0.0):
    sentences = (Segment(start=start, end=end, text=sentence or "So it goes."),) if kind == "passage" else ()
    return Hit(
        kind=kind,
        id=id_ or f"{kind}{start}",
        score=score,
        episode_id=episode_id,
        show_id=1,
        show="Copper",
        episode="The queue",
        published=datetime(2026, 11, 23, tzinfo=UTC),
        audio_url=None,
        link=None,
        speaker=None,
        start=start,
        end=end,
        headline=None,
        text=sentence or "So it goes.",
        sentence=sentence or "So it goes.",
        approximate=False,
        own=own,
        sentences=sentences,
    )


def test_passages_that_follow_each_other_are_one_result():
    best, next_one, far = a_hit(start=120, end=180), a_hit(start=181, end=240), a_hit(start=400, end=460)

    found = folded([best, far, next_one, a_hit(start=180, end=240, episode_id=2)])

    assert [(hit.id, [other.id for other in hit.also]) for hit in found] == [
        ("passage120", ["passage181"]),
        ("passage400", []),
        ("passage180", []),
    ]


def test_what_follows_a_folded_passage_is_a_result_of_its_own():
    hits = [a_hit(start=60.0 * n, end=60.0 * n + 60) for n in range(4)]

    assert [hit.id for hit in folded(hits)] == ["passage0.0", "passage120.0"]


def test_an_advert_between_parts_them():
    assert len(folded([a_hit(start=0, end=60), a_hit(start=90, end=150)])) == 2


QUOTE = "Copper prices rose because new mines take fifteen years."


@pytest.mark.parametrize("insight_first", [True, False])
@pytest.mark.parametrize(("own", "shown"), [(0.7, "insight"), (0.5, "insight"), (0.4, "passage")])
def test_an_insight_stands_for_the_passage_of_its_quote_if_its_own_words_match_as_well(insight_first, own, shown):
    pair = [a_hit("insight", 20, 30, sentence=QUOTE, own=own), a_hit(sentence=f"Yes. {QUOTE}", own=0.5)]

    (found,) = folded(pair if insight_first else pair[::-1])

    assert [found.kind, *(other.kind for other in found.also)] == [shown, *({"insight", "passage"} - {shown})]


def test_of_a_stretch_what_answers_best_is_shown_in_the_place_of_the_best_ranked():
    hits = [a_hit(start=0, end=60, own=0.3), a_hit(start=400, end=460, own=0.4), a_hit(start=61, end=120, own=0.6)]

    assert [(hit.start, len(hit.also)) for hit in folded(hits)] == [(61, 1), (400, 0)]
