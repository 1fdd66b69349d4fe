"""Topic threads that grow by themselves."""

from datetime import timedelta

import numpy as np
import pytest

from index import sync
from index.library.library import Library
from index.threads import topics
from index.threads.naming.labels import label, wording_of
from index.threads.regrouping import regroup
from index.threads.topic_space import Space
from store.queries.threads import growth, history, threads
from tests.worlds.china import CHINA, OTHER
from tests.worlds.citing import keep_reader
from tests.worlds.happened import joined_after
from tests.worlds.library_of import MORNING, an_insight, keep_episode

pytestmark = pytest.mark.slow

EVENING = MORNING + timedelta(hours=12)


@pytest.fixture
def library(tmp_path):
    opened = Library(tmp_path / "index")
    yield opened
    opened.close()


@pytest.fixture
def space(library, embedder):
    return Space(library, embedder.name)


@pytest.fixture
def grow(store, library, embedder, space):
    """Indexes each claim in an episode of its own, in turn, and lets the background put the threads right."""

    def grow(*claims):
        for claim in claims:
            episode = keep_episode(store, (None, "Talk."), title=claim[0], claims=[claim])
            sync.index_episode(store, library, embedder, episode, MORNING, space=space)
        regroup(store, space, EVENING, MORNING)

    return grow


@pytest.fixture
def grown(store, grow):
    """The id of a reader of an archive with all seven claims."""
    grow(CHINA[0], *OTHER, *CHINA[1:])
    return keep_reader(store).id


def overview(store, reader_id, **options):
    with store.read() as connection:
        return threads.overview(connection, reader_id, **options)


def headlines(store, thread_id):
    with store.read() as connection:
        members = set(threads.member_ids(connection, thread_id))
    known = {an_insight(at, *claim).id: claim[0] for claim in [*CHINA, *OTHER] for at in range(1, 8)}
    return {known[member] for member in members}


def events(store, thread_id):
    with store.read() as connection:
        return history.events(connection, thread_id)


def test_insights_on_one_topic_find_each_other_and_strangers_stay_alone(store, grown):
    shown = overview(store, grown)
    all_threads = overview(store, grown, smallest=1)

    assert [thread.size for thread in shown] == [4]
    assert [thread.size for thread in all_threads] == [4, 1, 1, 1]


def test_another_order_of_arrival_makes_the_same_threads(store, grow):
    grow(*OTHER, *reversed(CHINA))

    shown = overview(store, keep_reader(store).id)

    assert [headlines(store, thread.id) for thread in shown] == [{claim[0] for claim in CHINA}]


def test_indexing_and_regrouping_again_change_nothing(store, library, embedder, space, grown):
    before = overview(store, grown, smallest=1)

    sync.index_episode(store, library, embedder, 1, EVENING)
    sync.rebuild(store, library, embedder)
    moved = regroup(store, space, EVENING + timedelta(days=1), MORNING)

    assert moved == 0
    assert overview(store, grown, smallest=1) == before


def apart(store, grown, count=2):
    """Takes `count` members into a thread of their own as a program would; (the old one's id, the new one's)."""
    thread_id = overview(store, grown)[0].id
    with store.write() as connection:
        members = sorted(threads.member_ids(connection, thread_id))[:count]
        other = threads.begin(connection, "Models", MORNING)
        growth.move(connection, thread_id, other, members, MORNING)
        history.record(connection, other, members, "joined", MORNING)
    return thread_id, other


def test_threads_that_are_one_are_merged_into_the_older_and_the_link_to_the_other_leads_there(store, space, grown):
    old, new = apart(store, grown)

    moved = regroup(store, space, EVENING, MORNING)

    with store.read() as connection:
        assert threads.survivor(connection, new) == old
    assert moved == 2
    assert [thread.size for thread in overview(store, grown)] == [4]
    assert [event.kind for event in events(store, new)][-2:] == ["merged", "merged"]


def test_a_followed_thread_outlives_an_older_one(store, space, grown):
    old, new = apart(store, grown)
    with store.write() as connection:
        threads.follow(connection, grown, new, MORNING)

    regroup(store, space, EVENING, MORNING)

    with store.read() as connection:
        assert threads.survivor(connection, old) == new


def test_what_a_reader_split_stays_split(store, space, grown):
    thread_id = overview(store, grown)[0].id
    with store.write() as connection:
        away = sorted(threads.member_ids(connection, thread_id))[:2]
        threads.split(connection, thread_id, away, "Models", MORNING)

    regroup(store, space, EVENING, MORNING)

    assert [thread.size for thread in overview(store, grown)] == [2, 2]


def test_whom_a_reader_put_out_does_not_come_back_with_others(store, library, embedder, space, grown):
    thread_id = overview(store, grown)[0].id
    with store.write() as connection:
        gone = threads.member_ids(connection, thread_id)[0]
        threads.exclude(connection, thread_id, gone, MORNING)

    sync.index_episode(store, library, embedder, 1, EVENING, space=space)
    regroup(store, space, EVENING, MORNING)

    with store.read() as connection:
        assert gone not in threads.member_ids(connection, thread_id)


def test_strangers_in_a_thread_get_one_of_their_own_but_for_whom_a_reader_pinned(store, space, grown):
    china, *others = overview(store, grown, smallest=1)
    with store.write() as connection:
        threads.merge(connection, others[0].id, china.id, MORNING)
        threads.merge(connection, others[1].id, china.id, MORNING)
        away, kept = (event.insight_id for event in history.events(connection, china.id)[-2:])
        threads.pin(connection, china.id, kept, MORNING)

    regroup(store, space, EVENING, MORNING)

    with store.read() as connection:
        members = threads.member_ids(connection, china.id)
    assert kept in members
    assert away not in members
    assert [event.kind for event in events(store, china.id) if event.insight_id == away][-1] == "moved"


def test_a_declared_thread_is_left_alone(store, space, grown):
    with store.write() as connection:
        declared = threads.begin(connection, "China", MORNING, query="China")
        threads.join(connection, declared, threads.member_ids(connection, overview(store, grown)[0].id)[:2], MORNING)

    assert regroup(store, space, EVENING, MORNING) == 0


def test_one_who_is_moved_is_no_news(store, grown):
    _, new = apart(store, grown)

    with store.write() as connection:
        back = threads.begin(connection, "Back", EVENING)
        growth.move(connection, new, back, threads.member_ids(connection, new), EVENING)
        assert joined_after(connection, back, MORNING) == set()


def test_a_neighbour_that_strangers_reach_adds_nothing_to_a_profile():
    own, far = np.eye(2, dtype=np.float32)

    alone = topics.profile(own, np.array([far]), np.array([topics.FLOOR], dtype=np.float32))

    assert alone.tolist() == own.tolist()


def test_groups_form_by_the_mean_of_their_members_and_chains_do_not():
    near = topics.LINKED + 0.1
    likeness = np.array([[1, near, 0], [near, 1, near - 0.05], [0, near - 0.05, 1]], dtype=np.float32)

    assert topics.grouped(likeness, np.ones(3)) == [[0, 1], [2]]


def test_a_thread_is_called_what_its_members_share(store, grown):
    assert overview(store, grown)[0].label == "China open-source AI models"


TEXTS = [f"{headline}\n{body}" for headline, body in CHINA]
WORDING = wording_of([*TEXTS, *(f"{headline}\n{body}" for headline, body in OTHER)])


def test_a_name_stays_as_long_as_it_fits():
    assert label(TEXTS, WORDING, now="Open-source AI models") == "Open-source AI models"
    assert label(TEXTS, WORDING, now="Copper mines") == label(TEXTS, WORDING)


def test_two_threads_are_not_called_the_same():
    first = label(TEXTS, WORDING)

    assert label(TEXTS, WORDING, taken=[first.upper()]) != first


def test_a_verb_is_no_name():
    texts = ["We restart the turbine. They restart it.", "I restart the turbine at night. You restart it by hand."]

    assert label(texts, wording_of(texts)) == "Turbine"
