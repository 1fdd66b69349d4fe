"""Search over insights and passages, with the real model and the real indexes."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import update

from index import sync
from index.embedding import sentence_vectors
from index.library.documents import claim_text
from index.library.failures import BrokenIndex
from index.library.library import Library
from index.search.related import related
from index.search.search import Search
from store.errors import Mistake
from store.queries import episodes, insights, shows, transcripts
from store.queries.index import insight_vectors
from store.queries.passages import vectors
from store.records.transcripts import Span
from store.schema.transcripts import chunks
from tests.worlds.library_of import MORNING, an_insight, keep_episode

pytestmark = pytest.mark.slow

CHIPS = (
    ("Clara", "Good morning everyone, how are you all today?"),
    ("Nadia", "Nvidia may sell the H20 chip in China again. Our hospital moved from one open model to GPT-4o."),
    ("Nadia", "The switch took four hours, and one of them was lunch."),
)
COPPER = (
    ("Ann", "Copper prices rose because new mines take fifteen years to open."),
    ("Bob", "Batteries now carry the evening peak in California."),
)
CLAIM = (
    "Hospitals can replace one open model with another in an afternoon",
    "Nadia Brooks says that her hospital group moved between open AI models in four hours.",
    "The switch took four hours, and one of them was lunch.",
)


@pytest.fixture
def library(tmp_path):
    opened = Library(tmp_path / "index")
    yield opened
    opened.close()


@pytest.fixture
def filled(store, library, embedder):
    """(store, library, search) over one episode on chips with an insight, and an older one on copper."""
    chips = keep_episode(store, *CHIPS, title="No lock-in", claims=[CLAIM])
    copper = keep_episode(store, *COPPER, show="Copper", title="The queue", published=MORNING - timedelta(days=40))
    sync.index_episode(store, library, embedder, chips, MORNING)
    sync.index_episode(store, library, embedder, copper, MORNING)
    return store, library, Search(store, library, embedder)


def test_a_question_is_answered_by_meaning(filled):
    _, _, search = filled

    best = search.find("Why is the red metal so expensive?", kind="passage")[0]

    assert (best.show, best.episode, best.kind) == ("Copper", "The queue", "passage")
    assert best.similarity > 0.2


def test_a_name_with_digits_lands_on_the_second_where_it_is_said(filled):
    _, _, search = filled

    best = search.find("H20", kind="passage")[0]

    assert best.sentence == "Nvidia may sell the H20 chip in China again."
    assert (best.start, best.speaker, best.audio_url) == (10, "Nadia", "https://audio.example/1.mp3")


def test_the_passage_that_proves_an_insight_is_not_shown_beside_it(filled):
    _, _, search = filled

    hits = search.find("replace an open model in the hospital")

    assert hits[0].headline == CLAIM[0]
    assert (hits[0].sentence, hits[0].start) == (CLAIM[2], 12.5)
    assert [hit.kind for hit in hits if hit.show == "Chips and Terms"] == ["insight"]


def test_words_in_quotes_must_occur_as_they_stand(filled):
    _, _, search = filled

    assert [hit.show for hit in search.find('"evening peak"')] == ["Copper"]
    assert search.find('"peak evening"') == []


def test_limits_are_applied_before_ranking(filled):
    store, _, search = filled
    with store.read() as connection:
        copper = shows.by_url(connection, "https://feeds.example/Copper").id

    assert {hit.show for hit in search.find("model", show_id=copper)} <= {"Copper"}
    assert {hit.show for hit in search.find("copper mines", since=MORNING - timedelta(days=1))} <= {"Chips and Terms"}
    assert {hit.kind for hit in search.find("open model", kind="insight")} == {"insight"}
    assert len(search.find("open model", limit=1)) == 1


@pytest.mark.parametrize("query", ["", "   ", "\n\t"])
def test_nothing_asked_finds_nothing(filled, query):
    assert filled[2].find(query) == []


@pytest.mark.parametrize(
    "query", ['"', "((", "AND OR", "a" * 5000, "'; drop table", "💡", "\x00", "what is it?", "*:*"]
)
def test_no_query_is_an_error(filled, query):
    assert isinstance(filled[2].find(query), list)


def test_what_has_nothing_to_do_with_the_library_is_not_found(filled):
    assert filled[2].find("zxqv wubbo") == []


def test_an_unknown_kind_is_a_mistake(filled):
    with pytest.raises(Mistake):
        filled[2].find("copper", kind="poem")


def test_indexing_twice_changes_nothing(filled, embedder):
    store, library, search = filled
    before = search.find("open model")

    sync.index_episode(store, library, embedder, 1, MORNING)

    assert search.find("open model") == before
    assert not sync.behind(store, library, embedder.name)


def test_a_rebuild_brings_back_the_same_without_embedding(filled, embedder):
    store, library, search = filled
    before = search.find("open model")

    class Remembering:
        name = embedder.name
        embed = None

    count = sync.rebuild(store, library, Remembering())

    assert count == 2
    assert search.find("open model") == before


def test_a_search_finds_the_same_with_the_kept_vectors_and_without(filled, embedder):
    store, library, search = filled
    before = search.find("red metal and open model")
    with store.write() as connection:
        connection.execute(update(chunks).values(vector=None))
        insight_vectors.forget(connection)

    without = search.find("red metal and open model")
    sync.rebuild(store, library, embedder)
    with store.read() as connection:
        again = vectors.kept(connection, [hit.id for hit in before if hit.kind == "passage"])

    # The index knows the shortened vectors alone: what is found is the same, the numbers move.
    told = [{hit.id: hit.similarity for one in found for hit in (one, *one.also)} for found in (without, before)]
    assert told[0] == pytest.approx(told[1], abs=0.1)
    assert len(again.whole) == len(again.sentences) > 1
    assert search.find("red metal and open model") == before


def test_what_is_found_is_told_by_the_whole_vectors(filled, embedder):
    store, _, search = filled
    asked = embedder.embed(["replace an open model in the hospital"])[0]
    with store.read() as connection:
        told = insight_vectors.cosines(connection, asked, [cited.insight.id for cited in insights.every(connection)])

    [claim] = [hit for hit in search.find("replace an open model in the hospital") if hit.kind == "insight"]

    assert told == {claim.id: pytest.approx(claim.similarity, abs=1e-4)}
    assert claim.similarity == pytest.approx(float(asked @ embedder.embed([claim_text(*CLAIM[:2])])[0]), abs=0.002)


def test_vectors_of_insights_go_with_the_model(filled, embedder):
    store, _, _ = filled
    asked = embedder.embed(["copper"])[0]
    with store.read() as connection:
        ids = [cited.insight.id for cited in insights.every(connection)]
        assert [*insight_vectors.cosines(connection, asked, ids)] == ids

    sentence_vectors.begin(store, "another")

    with store.read() as connection:
        assert insight_vectors.cosines(connection, asked, ids) == {}


def test_vectors_of_another_model_are_not_compared_while_it_takes_over(filled, embedder):
    store, library, search = filled
    before = search.find("replace an open model in the hospital")
    sentence_vectors.begin(store, "another")
    others = {hit.id: -embedder.embed([hit.text])[0] for one in before for hit in (one, *one.also)}
    with store.write() as connection:
        vectors.keep_whole(connection, others)
        insight_vectors.keep(connection, others)

    found = search.find("replace an open model in the hospital")

    assert [hit.id for hit in found] == [hit.id for hit in before]
    assert found[0].similarity == pytest.approx(before[0].similarity, abs=0.1)
    assert sync.behind(store, library, embedder.name)  # its whole vectors are gone


def test_a_passage_has_its_whole_vector_without_those_of_its_sentences(filled):
    store, _, search = filled
    before = search.find("Why is the red metal so expensive?", kind="passage")[0]
    with store.write() as connection:
        connection.execute(update(chunks).values(sentence_vectors=None))

    found = search.find("Why is the red metal so expensive?", kind="passage")[0]

    assert (found.id, found.similarity) == (before.id, before.similarity)


def test_a_lost_index_is_empty_and_comes_back_with_the_next_episode(filled, embedder):
    import shutil

    store, library, search = filled
    shutil.rmtree(library.folder)
    assert search.find("copper") == []
    assert sync.behind(store, library, embedder.name)

    sync.index_episode(store, library, embedder, 1, MORNING)

    assert search.find("copper")[0].show == "Copper"


def test_a_removed_show_is_not_found_even_before_the_index_forgets_it(filled):
    store, library, search = filled
    with store.write() as connection:
        shows.remove(connection, shows.by_url(connection, "https://feeds.example/Copper").id)

    assert {hit.show for hit in search.find("copper mines")} <= {"Chips and Terms"}
    library.forget([2])
    assert library.counts() == (2, 2)


def test_an_index_of_another_model_is_not_asked(filled, embedder):
    store, library, _ = filled

    class Other:
        name = "other"
        embed = embedder.embed

    with pytest.raises(BrokenIndex, match="another embedding model"):
        Search(store, library, Other()).find("copper")


def test_adverts_are_not_indexed(store, library, embedder):
    episode = keep_episode(store, *COPPER, adverts=[Span(start=10, end=20, reason="sponsor")])

    sync.index_episode(store, library, embedder, episode, MORNING)

    with store.read() as connection:
        assert [chunk.text for chunk in transcripts.chunks_of(connection, episode)] == [COPPER[0][1]]


def test_an_episode_without_a_word_is_indexed_as_nothing(store, library, embedder):
    episode = keep_episode(store)

    sync.index_episode(store, library, embedder, episode, datetime(2026, 11, 23, tzinfo=UTC))

    assert library.counts() == (0, 0)
    with store.read() as connection:
        assert episodes.by_id(connection, episode) is not None


@pytest.fixture
def alike(filled, embedder):
    """As filled, with an episode more that holds two insights, one of them on what CLAIM is on; its id."""
    store, library, search = filled
    claims = [("Open models swap easily", "One open AI model replaces another within hours."), ("Jazz is back", "So.")]
    other = keep_episode(store, *CHIPS[1:], title="Swapping", claims=claims)
    sync.index_episode(store, library, embedder, other, MORNING)
    return store, library, search, other


def test_related_insights_need_no_embedder(alike, embedder):
    store, library, _, _ = alike

    found = related(store, library, embedder.name, an_insight(1, *CLAIM).id)

    assert [cited.insight.headline for cited in found] == ["Open models swap easily"]
    assert related(store, library, embedder.name, "unknown") == []
    assert related(store, library, "another model", an_insight(1, *CLAIM).id) == []


def test_more_like_an_insight_is_neither_itself_nor_the_talk_around_it(alike):
    _, _, search, other = alike

    hits = search.like(insight_id=an_insight(1, *CLAIM).id)

    assert hits[0].headline == "Open models swap easily"
    assert {hit.episode_id for hit in hits} <= {2, other}
    assert {hit.kind for hit in search.like(insight_id=an_insight(1, *CLAIM).id, kind="passage")} == {"passage"}


def test_more_like_a_passage(alike):
    store, _, search, other = alike
    with store.read() as connection:
        passage = transcripts.chunks_of(connection, 1)[0]

    assert search.like(passage_id=passage.id)[0].episode_id == other


def test_a_pasted_text_finds_what_is_like_it(alike):
    pasted = "I went out for lunch with my daughter. " * 3 + "Peak demand in California is met by batteries now. " * 8

    assert alike[2].find(pasted)[0].show == "Copper"
    assert alike[2].like(text="\n  ") == []


@pytest.mark.parametrize("what", [{"insight_id": "none"}, {"passage_id": "none"}])
def test_more_like_nothing_is_a_mistake(filled, what):
    with pytest.raises(Mistake):
        filled[2].like(**what)
