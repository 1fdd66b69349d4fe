"""Topic threads that a reader declares, by a name or from an insight."""

from datetime import timedelta

import numpy as np
import pytest

from index import sync
from index.library.library import Library
from index.memory.archive import Claim, archive_of
from index.threads.following import borderline, declare, describe, follow_insight, rule
from index.threads.name_forms import keys
from language.words import stem
from store.errors import Mistake
from store.queries import digests
from store.queries.threads import history, threads
from tests.worlds.china import CHINA, OTHER
from tests.worlds.citing import keep_reader
from tests.worlds.happened import joined_after
from tests.worlds.library_of import MORNING, an_insight, keep_episode

pytestmark = pytest.mark.slow


@pytest.fixture
def library(tmp_path):
    opened = Library(tmp_path / "index")
    yield opened
    opened.close()


@pytest.fixture
def grown(store, library, embedder):
    """Each insight in an episode of its own, indexed in turn; the reader's id."""
    for number, claim in enumerate([CHINA[0], *OTHER, *CHINA[1:]]):
        episode = keep_episode(store, (None, "Talk."), title=f"Episode {number}", claims=[claim])
        sync.index_episode(store, library, embedder, episode, MORNING)
    return keep_reader(store).id


@pytest.fixture
def told(store):
    """The same insights, not indexed yet; the reader's id."""
    for number, claim in enumerate([CHINA[0], *OTHER, *CHINA[1:]]):
        keep_episode(store, (None, "Talk."), title=f"Episode {number}", claims=[claim])
    return keep_reader(store).id


def overview(store, reader_id, **options):
    with store.read() as connection:
        return threads.overview(connection, reader_id, **options)


def test_a_declared_topic_has_members_from_the_past_and_is_followed(store, embedder, told):
    thread_id = declare(store, embedder, "  China open-source AI ", told, MORNING)

    with store.read() as connection:
        thread = threads.by_id(connection, thread_id, told)
    assert (thread.label, thread.query, thread.size, thread.followed) == ("China open-source AI",) * 2 + (4, True)


def test_the_same_name_again_is_the_same_thread_followed_since_the_first_time(store, embedder, told):
    first = declare(store, embedder, "China open-source AI", told, MORNING)

    assert declare(store, embedder, "china open-source ai", told, MORNING + timedelta(days=2)) == first


def test_new_insights_join_what_was_declared_before(store, library, embedder, told):
    thread_id = declare(store, embedder, "copper mines", told, MORNING)
    claim = ("New copper mines open too late", "Copper mines planned today deliver in fifteen years, says Ann.")
    episode = keep_episode(store, (None, "Talk."), title="Late", claims=[claim])

    sync.index_episode(store, library, embedder, episode, MORNING + timedelta(days=1))

    with store.read() as connection:
        assert joined_after(connection, thread_id, MORNING) == {an_insight(episode, *claim).id}


def test_a_topic_declared_before_any_insight_is_empty(store, embedder):
    thread_id = declare(store, embedder, "China open-source AI", keep_reader(store).id, MORNING)

    with store.read() as connection:
        assert threads.member_ids(connection, thread_id) == []


def test_what_its_episode_is_about_brings_no_stranger_in(store, library, embedder, told):
    thread_id = declare(store, embedder, "China open-source AI", told, MORNING)
    claim = ("Bread rises slower in winter", "Bread needs a warm kitchen, so in winter it rises slower.")
    talk = [(None, "We spoke of open-source AI from China."), (None, claim[1])]
    episode = keep_episode(store, *talk, show="Desk", title="China's open-source AI", claims=[claim])

    sync.index_episode(store, library, embedder, episode, MORNING + timedelta(days=1))

    with store.read() as connection:
        assert joined_after(connection, thread_id, MORNING) == set()


def test_the_same_matter_elsewhere_is_less_sure_than_what_names_the_country(store, embedder, told):
    claim = ("Open-source AI models win", "Small teams build on open-source AI models because they are cheap.")
    stranger = an_insight(keep_episode(store, (None, "Talk."), title="Models", claims=[claim]), *claim).id

    thread_id = declare(store, embedder, "China open-source AI", told, MORNING)

    sure = sureness(store, thread_id)
    assert sure.get(stranger, 0.0) < min(sure[insight_id] for insight_id in IDS)


def test_a_name_is_what_the_archive_writes_with_a_capital():
    bodies = ["Cheap phones from Acme sell, as AI does.", "Nobody else copies Acme, though AI could."]
    archive = archive_of([Claim(id=body, headline="", text=f"\n{body}", vector=np.ones(1)) for body in bodies])

    assert [archive.is_name(stem(word)) for word in ("acme", "ai", "cheap", "nobody", "china")] == [
        True,
        False,
        False,
        False,
        True,
    ]


def test_whom_a_reader_put_out_does_not_come_back(store, embedder, told):
    thread_id = declare(store, embedder, "China open-source AI", told, MORNING)
    with store.write() as connection:
        gone = threads.member_ids(connection, thread_id)[0]
        threads.exclude(connection, thread_id, gone, MORNING)

    declare(store, embedder, "China open-source AI", told, MORNING)

    with store.read() as connection:
        assert gone not in threads.member_ids(connection, thread_id)


@pytest.mark.parametrize("name", ["", "  ", "?!", "x" * 300])
def test_a_topic_needs_a_sensible_name(store, embedder, told, name):
    with pytest.raises(Mistake):
        declare(store, embedder, name, told, MORNING)


def test_following_an_insight_follows_its_thread(store, grown):
    thread_id = follow_insight(store, an_insight(1, *CHINA[0]).id, grown, MORNING)

    followed = [thread for thread in overview(store, grown) if thread.followed]
    assert [(thread.id, thread.size) for thread in followed] == [(thread_id, 4)]


def test_following_an_insight_that_is_gone_is_a_mistake(store, told):
    with pytest.raises(Mistake):
        follow_insight(store, "unknown", told, MORNING)


def members(store, thread_id):
    with store.read() as connection:
        return set(threads.member_ids(connection, thread_id))


def sureness(store, thread_id):
    with store.read() as connection:
        return threads.sureness(connection, thread_id)


def kinds(store, thread_id, insight_id):
    with store.read() as connection:
        happened = history.events(connection, thread_id)
    return [event.kind for event in happened if event.insight_id == insight_id]


IDS = [an_insight(1, *CHINA[0]).id, *(an_insight(at, *claim).id for at, claim in enumerate(CHINA[1:], start=5))]
COPPER = an_insight(2, *OTHER[0]).id


def test_members_are_as_sure_as_they_fit(store, embedder, told):
    sure = sureness(store, declare(store, embedder, "China open-source AI", told, MORNING))

    assert set(sure) == set(IDS)
    assert all(0.5 <= each <= 1 for each in sure.values())


def test_a_yes_brings_it_in_and_a_no_puts_it_out(store, embedder, told):
    thread_id = declare(store, embedder, "China open-source AI", told, MORNING)

    rule(store, embedder, thread_id, COPPER, True, MORNING)
    rule(store, embedder, thread_id, IDS[0], False, MORNING)

    assert COPPER in members(store, thread_id)
    assert IDS[0] not in members(store, thread_id)
    assert sureness(store, thread_id)[COPPER] == 1.0
    assert (kinds(store, thread_id, COPPER), kinds(store, thread_id, IDS[0])) == (
        ["joined", "pinned"],
        ["joined", "excluded"],
    )


def test_what_is_like_a_refused_one_leaves_with_it(store, library, embedder, told):
    claim = (
        "Chip sanctions pushed China to open AI",
        "Without the best chips China turned to efficient open-source AI.",
    )
    twin = an_insight(keep_episode(store, (None, "Talk."), title="Twin", claims=[claim]), *claim).id
    thread_id = declare(store, embedder, "China open-source AI", told, MORNING)

    moved = rule(store, embedder, thread_id, IDS[1], False, MORNING)

    assert moved.left == (twin,)
    assert kinds(store, thread_id, twin) == ["joined", "left"]


def test_what_is_like_a_confirmed_one_joins_with_it(store, library, embedder, told):
    claim = ("New copper mines open too late", "Copper mines planned today deliver in fifteen years, so prices rise.")
    twin = an_insight(keep_episode(store, (None, "Talk."), title="Twin", claims=[claim]), *claim).id
    thread_id = declare(store, embedder, "China open-source AI", told, MORNING)

    moved = rule(store, embedder, thread_id, COPPER, True, MORNING)

    assert moved.joined == (twin,)


def test_a_word_taken_back_leaves_all_as_it_was(store, embedder, told):
    thread_id = declare(store, embedder, "China open-source AI", told, MORNING)

    rule(store, embedder, thread_id, IDS[0], False, MORNING)
    rule(store, embedder, thread_id, COPPER, True, MORNING)
    rule(store, embedder, thread_id, IDS[0], None, MORNING)
    rule(store, embedder, thread_id, COPPER, None, MORNING)

    assert members(store, thread_id) == set(IDS)


def test_a_pinned_one_stays_whatever_the_topic_becomes(store, embedder, told):
    thread_id = declare(store, embedder, "China open-source AI", told, MORNING)
    rule(store, embedder, thread_id, COPPER, True, MORNING)

    describe(store, embedder, thread_id, "What Chinese laboratories give away for nothing.", MORNING)

    assert COPPER in members(store, thread_id)


def test_a_description_says_what_the_name_does_not(store, embedder, told):
    thread_id = declare(store, embedder, "Red metal", told, MORNING)
    before = dict(borderline(store, embedder, thread_id))

    describe(store, embedder, thread_id, "How fast new copper mines open and what copper costs.", MORNING)

    after = dict(borderline(store, embedder, thread_id)) | sureness(store, thread_id)
    assert before.get(COPPER, 0.0) < after[COPPER]


def test_examples_alone_declare_a_topic(store, embedder, told):
    thread_id = declare(store, embedder, "", told, MORNING, examples=IDS[:2])

    with store.read() as connection:
        thread = threads.by_id(connection, thread_id, told)
    assert (thread.query, thread.followed, "Chin" in thread.label) == ("", True, True)
    assert members(store, thread_id) == set(IDS)


def test_an_example_that_is_gone_is_a_mistake(store, embedder, told):
    with pytest.raises(Mistake):
        declare(store, embedder, "China", told, MORNING, examples=["unknown"])


def test_two_readers_of_one_name_share_its_thread(store, embedder, told):
    with store.write() as connection:
        other = digests.keep_reader(connection, "bob", email="bob@example.org", timezone="UTC", hour=6).id
    thread_id = declare(store, embedder, "China open-source AI", told, MORNING)
    rule(store, embedder, thread_id, IDS[0], False, MORNING)

    assert declare(store, embedder, "china OPEN-SOURCE ai", other, MORNING) == thread_id
    assert IDS[0] not in members(store, thread_id)
    with store.read() as connection:
        assert threads.by_id(connection, thread_id, other).followed


def test_a_thread_that_grew_by_itself_moves_only_what_was_ruled_on(store, grown):
    thread_id = follow_insight(store, IDS[0], grown, MORNING)

    moved = rule(store, None, thread_id, IDS[1], False, MORNING)

    assert (moved.joined, moved.left) == ((), ())
    assert members(store, thread_id) == {IDS[0], *IDS[2:]}


def test_what_came_before_the_declaration_and_after_it_joins_alike(store, library, embedder, told):
    thread_id = declare(store, embedder, "China open-source AI", told, MORNING)
    claim = ("Chinese labs lead open-source AI", "The best open-source AI models come from labs in China now.")
    episode = keep_episode(store, (None, "Talk."), title="Late", claims=[claim])
    sync.index_episode(store, library, embedder, episode, MORNING)
    after = sureness(store, thread_id)

    again = declare(store, embedder, "China open-source AI", told, MORNING)

    assert an_insight(episode, *claim).id in after
    assert sureness(store, again) == pytest.approx(after, abs=0.05)


def test_the_next_to_join_are_those_that_nearly_fit(store, embedder, told):
    thread_id = declare(store, embedder, "China open-source AI", told, MORNING)

    asked = borderline(store, embedder, thread_id, limit=3)

    assert not {key for key, _ in asked} & members(store, thread_id)
    assert [each for _, each in asked] == sorted((each for _, each in asked), reverse=True)


@pytest.mark.parametrize(
    "name", ["'; DROP TABLE threads; --", "<script>alert(1)</script>", "\u202eevil", "%_*", "日本"]
)
def test_any_name_with_a_letter_is_only_a_name(store, embedder, told, name):
    thread_id = declare(store, embedder, name + "a", told, MORNING)

    with store.read() as connection:
        assert threads.by_id(connection, thread_id, told).query == name + "a"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("hiring", "hired"),
        ("AI", "artificial intelligence"),
        ("EU", "European"),
        ("China", "Chinese"),
        ("the Fed", "Federal Reserve"),
        ("open-source", "open source"),
        ("agents", "agent"),
    ],
)
def test_forms_of_a_word_are_one_word_of_a_name(one, other):
    assert keys(one) == keys(other)


def test_the_central_bank_is_not_the_verb():
    assert keys("Fed") != keys("fed")
