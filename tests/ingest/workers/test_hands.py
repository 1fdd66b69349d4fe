"""Jobs handed out to processes: what comes back of them, and what becomes of one whose process ends."""

import pytest

from ingest.workers.processes import processes
from store.errors import Transient, Unusable
from tests.worlds.dying import Dying, Refusing, no_kit

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def hands():
    opened = processes(no_kit, 2, 1)
    yield opened
    opened.close()


def made(hands, job):
    return hands.hand_out(1, lambda: job).wait(lambda done, total: None)


def test_a_job_whose_process_is_killed_is_tried_once_more(hands, tmp_path):
    tries, _, _ = made(hands, Dying(tmp_path, deaths=1))

    assert tries == 2


def test_a_job_whose_process_ends_each_time_fails_in_a_sentence_and_harms_no_other(hands, tmp_path):
    (tmp_path / "bad").mkdir()
    (tmp_path / "good").mkdir()
    bad = hands.hand_out(1, lambda: Dying(tmp_path / "bad", deaths=9))
    good = hands.hand_out(2, lambda: Dying(tmp_path / "good", deaths=0))

    with pytest.raises(Transient, match="ended before it was done, and did so 2 times"):
        bad.wait(lambda done, total: None)
    assert good.wait(lambda done, total: None)[0] == 1


def test_a_failure_in_our_words_comes_back_in_them(hands):
    with pytest.raises(Unusable, match="no speech was found in 6 s of audio"):
        made(hands, Refusing())


def test_what_waits_is_given_up_when_the_run_ends(tmp_path):
    hands = processes(no_kit, 1, 1)
    first = hands.hand_out(1, lambda: Dying(tmp_path, deaths=9))
    waiting = hands.hand_out(2, Refusing)

    hands.close()

    assert waiting.future.cancelled() or first.future.cancelled()
