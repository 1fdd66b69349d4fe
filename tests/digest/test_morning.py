"""The morning: its steps in their order, each told when it ends, and what a broken one keeps for the next run."""

from contextlib import contextmanager

import pytest

from digest.morning import Intake, Steps, TodaysChoice, bring_in, choose_today, morning
from store.errors import Transient
from tests.worlds.citing import MODEL, MORNING, an_insight, keep_reader
from tests.worlds.citing import bring_in as take_in

pytestmark = pytest.mark.both_databases

NOTHING = TodaysChoice(digest=None, already=False, any_before=False)


class Diary:
    """A Teller and the steps that it hears of, all written down as they happen."""

    def __init__(self):
        self.lines = []

    def does(self, step, came_to):
        def act():
            self.lines.append(step)
            return came_to

        return act

    @contextmanager
    def intake(self):
        self.lines.append("alone")
        yield Intake(scan=self.does("scan", "2 new"), take=self.does("take", "2 taken"), mend=self.does("mend", 14))
        self.lines.append("no longer alone")

    def steps(self):
        return Steps(intake=self.intake, choose=self.does("choose", NOTHING), deliver=self.does("deliver", ()))

    def scanned(self, scan):
        self.lines.append(f"told: {scan}")

    def taken(self, run):
        self.lines.append(f"told: {run}")

    def mended(self, episodes):
        self.lines.append(f"told: {episodes} in the index")

    def chosen(self, choice):
        self.lines.append(f"told: {choice.digest}")

    def delivered(self, deliveries):
        self.lines.append(f"told: {len(deliveries)} sent")


INTAKE = ["scan", "told: 2 new", "take", "told: 2 taken", "mend", "told: 14 in the index"]


def test_a_morning_does_its_steps_in_order_and_tells_each_before_the_next():
    diary = Diary()

    morning(diary.steps(), diary)

    rest = ["choose", "told: None", "deliver", "told: 0 sent"]
    assert diary.lines == ["alone", *INTAKE, "no longer alone", *rest]


def test_the_first_half_stands_alone():
    diary = Diary()

    with diary.intake() as intake:
        bring_in(intake, diary)

    assert diary.lines == ["alone", *INTAKE, "no longer alone"]


def test_what_breaks_keeps_the_later_steps_for_the_next_run():
    class Stopped(Diary):
        def taken(self, run):
            raise Transient("the terminal is gone")

    diary = Stopped()

    with pytest.raises(Transient):
        morning(diary.steps(), diary)

    assert diary.lines == ["alone", "scan", "told: 2 new", "take"]


def test_a_choice_says_whether_it_was_made_before(store):
    reader = keep_reader(store)
    empty = choose_today(store, reader, MORNING, model_name=MODEL)
    take_in(store, an_insight("a"))

    first = choose_today(store, reader, MORNING, model_name=MODEL)
    second = choose_today(store, reader, MORNING, model_name=MODEL)

    assert empty == NOTHING
    assert (first.already, first.any_before, len(first.digest.picks)) == (False, False, 1)
    assert (second.already, second.any_before, second.digest) == (True, True, first.digest)
