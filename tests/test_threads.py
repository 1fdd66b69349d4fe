"""Topic threads that grow by themselves, and those that a reader declares."""

from datetime import timedelta

import numpy as np
import pytest

from index import sync
from index.archive import Claim, archive_of
from index.following import declare, follow_insight
from index.library import Library
from index.terms import terms
from store import thread_history, threads
from store.errors import Mistake
from tests.citing import keep_reader
from tests.library_of import MORNING, an_insight, keep_episode

CHINA = [
    (
        "China gives open-source AI models away to win adoption",
        "Chinese labs release open-source AI models so that developers everywhere build on them.",
    ),
    (
        "Chip sanctions pushed China to open-source AI",
        "Cut off from the best chips, China turned to efficient open-source AI models.",
    ),
    (
        "China's open-source AI models commoditize software",
        "By giving away open-source AI models China weakens US software firms and helps its hardware makers.",
    ),
    (
        "Startups run on Chinese open-source AI",
        "Most young US companies build on open-source AI models from China because they are cheap.",
    ),
]
OTHER = [
    (
        "Copper mines take fifteen years to open",
        "Demand for copper grows faster than new mines can be dug, so prices rise.",
    ),
    (
        "Weight comes back after the injections stop",
        "Patients in the trial regained two thirds of the weight within a year.",
    ),
    ("Junior engineers learn less at home", "New hires who work remotely get less feedback from senior colleagues."),
]


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


def overview(store, reader_id, **options):
    with store.read() as connection:
        return threads.overview(connection, reader_id, **options)


def test_insights_on_one_topic_find_each_other_and_strangers_stay_alone(store, grown):
    shown = overview(store, grown)
    all_threads = overview(store, grown, smallest=1)

    assert [thread.size for thread in shown] == [4]
    assert [thread.size for thread in all_threads] == [4, 1, 1, 1]


def test_a_thread_is_called_what_its_members_share(store, grown):
    assert overview(store, grown)[0].label == "China open-source AI models"


def test_indexing_again_moves_nobody(store, library, embedder, grown):
    before = overview(store, grown, smallest=1)

    sync.index_episode(store, library, embedder, 1, MORNING + timedelta(days=1))

    assert overview(store, grown, smallest=1) == before


def test_a_declared_topic_has_members_from_the_past_and_is_followed(store, embedder, grown):
    thread_id = declare(store, embedder, "  China open-source AI ", grown, MORNING)

    with store.read() as connection:
        thread = threads.by_id(connection, thread_id, grown)
    assert (thread.label, thread.query, thread.size, thread.followed) == ("China open-source AI",) * 2 + (4, True)


def test_the_same_name_again_is_the_same_thread_followed_since_the_first_time(store, embedder, grown):
    first = declare(store, embedder, "China open-source AI", grown, MORNING)

    assert declare(store, embedder, "china open-source ai", grown, MORNING + timedelta(days=2)) == first


def test_new_insights_join_what_was_declared_before(store, library, embedder, grown):
    thread_id = declare(store, embedder, "copper mines", grown, MORNING)
    claim = ("New copper mines open too late", "Copper mines planned today deliver in fifteen years, says Ann.")
    episode = keep_episode(store, (None, "Talk."), title="Late", claims=[claim])

    sync.index_episode(store, library, embedder, episode, MORNING + timedelta(days=1))

    with store.read() as connection:
        assert thread_history.joined_since(connection, thread_id, MORNING) == {an_insight(episode, *claim).id}


def test_a_topic_declared_before_any_insight_is_empty(store, embedder):
    thread_id = declare(store, embedder, "China open-source AI", keep_reader(store).id, MORNING)

    with store.read() as connection:
        assert threads.member_ids(connection, thread_id) == []


def test_what_leaves_out_the_subject_joins_by_what_was_said_before_it(store, library, embedder, grown):
    thread_id = declare(store, embedder, "China open-source AI", grown, MORNING)
    claim = ("The weights are free", "The weights are free, and the machine paid for itself before the spring.")
    talk = [(None, "Our company runs an open AI model from China on a machine in the closet."), (None, claim[1])]
    episode = keep_episode(store, *talk, show="Desk", title="The open model in the closet", claims=[claim])

    sync.index_episode(store, library, embedder, episode, MORNING + timedelta(days=1))

    with store.read() as connection:
        assert thread_history.joined_since(connection, thread_id, MORNING) == {an_insight(episode, *claim).id}


def test_a_topic_on_a_country_leaves_out_the_same_matter_elsewhere(store, library, embedder, grown):
    thread_id = declare(store, embedder, "China open-source AI", grown, MORNING)
    claim = ("Open-source AI models win", "Small teams build on open-source AI models because they are cheap.")
    episode = keep_episode(store, (None, "Talk."), title="Models", claims=[claim])

    sync.index_episode(store, library, embedder, episode, MORNING + timedelta(days=1))

    with store.read() as connection:
        assert thread_history.joined_since(connection, thread_id, MORNING) == set()


def test_a_name_is_what_the_archive_writes_with_a_capital():
    bodies = ["Cheap phones from Acme sell, as AI does.", "Nobody else copies Acme, though AI could."]
    archive = archive_of(
        [Claim(id=body, headline="", text=f"\n{body}", stems=tuple(terms(body)), vector=np.ones(1)) for body in bodies]
    )

    assert [archive.is_name(stem) for stem in ("acme", "ai", "cheap", "nobody", "china")] == [
        True,
        False,
        False,
        False,
        True,
    ]


def test_whom_a_reader_put_out_does_not_come_back(store, embedder, grown):
    thread_id = declare(store, embedder, "China open-source AI", grown, MORNING)
    with store.write() as connection:
        gone = threads.member_ids(connection, thread_id)[0]
        threads.exclude(connection, thread_id, gone, MORNING)

    declare(store, embedder, "China open-source AI", grown, MORNING)

    with store.read() as connection:
        assert gone not in threads.member_ids(connection, thread_id)


@pytest.mark.parametrize("name", ["", "  ", "?!", "x" * 300])
def test_a_topic_needs_a_sensible_name(store, embedder, grown, name):
    with pytest.raises(Mistake):
        declare(store, embedder, name, grown, MORNING)


def test_following_an_insight_follows_its_thread(store, grown):
    thread_id = follow_insight(store, an_insight(1, *CHINA[0]).id, grown, MORNING)

    followed = [thread for thread in overview(store, grown) if thread.followed]
    assert [(thread.id, thread.size) for thread in followed] == [(thread_id, 4)]


def test_following_an_insight_that_is_gone_is_a_mistake(store, grown):
    with pytest.raises(Mistake):
        follow_insight(store, "unknown", grown, MORNING)
