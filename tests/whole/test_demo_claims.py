"""What was written for the demo: every claim passes the real check, and its writer answers for nothing else."""

import json
from datetime import UTC, datetime

import pytest

from demo import DemoWriter, load_shows
from demo.world import SHOWS_FOLDER
from demo.writer import CLAIMS_FOLDER, written_claims
from index.threads.naming.written import stands
from ingest.insights.contradictions import SCHEMA as RELATION
from ingest.insights.extraction import distil
from ingest.insights.proposals import QUOTE_OF
from ingest.insights.proposals import SCHEMA as CLAIMS
from ingest.thread_labels import SCHEMA as LABELS
from ingest.transcripts.reading import read
from language.sentences import split
from store.errors import Unusable
from store.records.episodes import Episode, FeedEpisode, Progress
from tests.worlds.talks import SCRIPTS

NOW = datetime(2026, 6, 15, 8, tzinfo=UTC)
PUBLISHED = [(show, episode) for show in load_shows() for episode in show.episodes if episode.transcripts]
EVERY = [claim for listed in written_claims().values() for claim in listed]
THREADS = json.loads((CLAIMS_FOLDER.parent / "labels.json").read_text())
CLOSET = "earmark-demo/desk-and-door/model-in-the-closet"
NADIA, CLARA = (
    next(claim for claim in EVERY if claim.headline.startswith(opening))
    for opening in ("Free Chinese AI models do not create", "Free Chinese AI models create")
)

every_claim = pytest.mark.parametrize("claim", EVERY, ids=[claim.headline for claim in EVERY])


def transcript_of(show, episode):
    offer = episode.transcripts[0]
    body = (SHOWS_FOLDER / show.slug / "transcripts" / offer.file).read_text()
    return read(body, offer.type, f"http://demo.example/{offer.file}", None)


def taken(show, episode):
    people = tuple(person.name for person in episode.persons)
    feed = FeedEpisode(
        key=episode.guid,
        title=episode.title,
        published=NOW,
        audio_url=None,
        people=people,
        notes=episode.description,
    )
    return Episode(id=7, show_id=1, show=show.title, feed=feed, progress=Progress(), wanted=True, discovered_at=NOW)


def asked(text):
    return [{"role": "user", "content": text}]


@pytest.mark.parametrize(("show", "episode"), PUBLISHED, ids=[episode.key for _, episode in PUBLISHED])
def test_every_claim_on_an_episode_passes_the_real_check(show, episode, reading):
    writer = DemoWriter(lambda episode_id: episode.guid if episode_id == 7 else None)

    found = distil(taken(show, episode), transcript_of(show, episode), (), NOW, reading=reading, model=writer)

    assert found.refused == {}
    assert {insight.headline for insight in found.insights} == {c.headline for c in written_claims()[episode.guid]}
    assert {insight.origin for insight in found.insights} == {"written for the demo"}


@every_claim
def test_a_claim_has_the_form_that_a_model_is_asked_for(claim):
    assert len(claim.headline.split()) <= 14
    assert 25 <= len(claim.reply["body"].split()) <= 70
    assert 8 <= len(claim.quote.split()) <= 60
    assert claim.reply["worth"] in (1, 2, 3)
    named = {name for name in claim.reply if name.startswith(QUOTE_OF)}
    assert named <= {f"{QUOTE_OF}{at}" for at in range(1, len(split(claim.reply["body"])) + 1)}


def test_every_quote_stands_in_one_turn_of_its_script():
    quotes = [
        (guid, quote)
        for guid, listed in written_claims().items()
        for claim in listed
        for quote in (claim.quote, *(text for name, text in claim.reply.items() if name.startswith(QUOTE_OF)))
    ]

    assert [quote for guid, quote in quotes if not any(quote in turn for turn in turns_of(guid))] == []


def turns_of(guid):
    return (SCRIPTS / f"{guid.removeprefix('earmark-demo/')}.txt").read_text().splitlines()


def test_there_are_enough_for_several_mornings_and_some_are_worth_telling_a_colleague():
    assert len(EVERY) >= 35
    assert 8 <= sum(claim.reply["worth"] == 3 for claim in EVERY) <= len(EVERY) / 3


def test_only_claims_whose_quote_is_in_the_request_are_given():
    first, *others = written_claims()[CLOSET]
    writer = DemoWriter(lambda _: CLOSET)

    answered = json.loads(writer.complete(asked(f"<transcript>\n{first.quote}"), schema=CLAIMS, episode_id=7))

    assert others
    assert [row["headline"] for row in answered["insights"]] == [first.headline]


def test_a_quote_that_breaks_over_a_line_is_found():
    first = written_claims()[CLOSET][0]
    writer = DemoWriter(lambda _: CLOSET)

    answered = writer.complete(asked(first.quote.replace(" ", "\n")), schema=CLAIMS, episode_id=7)

    assert first.headline in answered


@pytest.mark.parametrize("guid", [None, "somebody-elses-guid"])
def test_nothing_is_written_for_another_episode_even_if_it_says_the_very_words(guid):
    writer = DemoWriter(lambda _: guid)

    with pytest.raises(Unusable, match="no other episode"):
        writer.complete(asked(EVERY[0].quote), schema=CLAIMS, episode_id=7)


def test_nothing_is_written_for_the_words_of_another_demo_episode():
    writer = DemoWriter(lambda _: CLOSET)

    assert json.loads(writer.complete(asked(NADIA.quote), schema=CLAIMS, episode_id=7)) == {"insights": []}


def test_it_names_threads_of_its_claims_and_no_others():
    writer = DemoWriter(lambda _: None)
    one, other = (f"- {headline}\n" for headline in THREADS["Gene therapy for rare diseases"])
    threads = f'<thread number="1">\n{one}{other}</thread>\n<thread number="2">\n{one}- Pumps fail\n</thread>'

    named = json.loads(writer.complete(asked(threads), schema=LABELS))

    assert named == {"labels": [{"thread": 1, "label": "Gene therapy for rare diseases"}]}


@pytest.mark.parametrize(("label", "headlines"), THREADS.items())
def test_every_name_for_a_thread_stands_the_check(label, headlines):
    members = [claim.text for claim in EVERY if claim.headline in headlines]

    assert len(members) == len(headlines)
    assert stands(label, members, [], [])


def test_nothing_is_answered_without_an_episode_or_a_known_question():
    writer = DemoWriter(lambda _: CLOSET)

    with pytest.raises(Unusable):
        writer.complete(asked(EVERY[0].quote), schema=CLAIMS)
    with pytest.raises(Unusable):
        writer.complete(asked("What are the five about?"), episode_id=7)
    with pytest.raises(Unusable):
        writer.stream(asked("What are the five about?"))


def test_it_says_that_two_of_its_claims_contradict_each_other():
    writer = DemoWriter(lambda _: CLOSET)

    answer = writer.complete(asked(f"<earlier>{CLARA.text}</earlier> {NADIA.text}"), schema=RELATION, episode_id=7)

    assert json.loads(answer) == {"answer": "contradicts"}


def test_it_leaves_other_pairs_to_the_rules():
    writer = DemoWriter(lambda _: CLOSET)

    assert writer.complete(asked(f"{NADIA.text}\n{EVERY[-1].text}"), schema=RELATION, episode_id=7) == ""
