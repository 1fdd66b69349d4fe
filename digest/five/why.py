"""The sentence that says why an insight was chosen, made of the numbers that ranked it. Pure.

It says only what set this insight apart: that it is from today, say, only where others are not.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Literal

from digest.five.scoring import NOVEL_BELOW
from digest.wording import number, ordinal, plain, shortened

LIKE_SENT = 0.65  # MiniLM cosine: about the median between claims of one topic


class Passed(StrEnum):
    """Why a candidate was passed over, in the words that are stored for it."""

    SENT = "sent before"
    REPEATS = "repeats what you were sent"
    REFUSED = "like what you called wrong"
    SHOW = "two from this show already"
    THREAD = "its thread is here already"
    SAME = "nearly the same as another"
    FLOOR = "below the floor"
    OLDER = "older"
    UNFOLLOWED = "unfollowed"
    UNLIKED = "unliked"
    CLOSER = "closer"


# One stronger candidate, several of them.
_PASSED = {
    Passed.SENT: ("was sent to you before", "were sent to you before"),
    Passed.REPEATS: ("repeats what you were sent before", "repeat what you were sent before"),
    Passed.REFUSED: ("is like what you called wrong or an advert", "are like what you called wrong or an advert"),
    Passed.SHOW: ("is from a show that is here twice already", "are from shows that are here twice already"),
    Passed.THREAD: ("belongs to a thread that is here already", "belong to threads that are here already"),
    Passed.SAME: ("says nearly what another says", "say nearly what others say"),
    Passed.OLDER: ("is older", "are older"),
    Passed.UNFOLLOWED: ("is outside the threads you follow", "are outside the threads you follow"),
    Passed.UNLIKED: ("is less like what you found useful", "are less like what you found useful"),
    Passed.CLOSER: ("is closer to what you have already", "are closer to what you have already"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Counterpart:
    """What the insight does to another: `show` said that on `day`, or the reader was sent its `headline` on `day`.

    `joins`: the other comes after it, on the same day. `shows` counts all that say it, its own among them.
    """

    kind: Literal["confirms", "joins", "contradicts", "develops"]
    day: date | None
    show: str = ""
    headline: str | None = None
    shows: int = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What ranked a chosen insight. Counts of "new" are over all candidates of the day, weak ones too.

    `thread*`: its followed thread, the new insights there (itself among them), and how many others there are of more or
    of the same worth. `passed`: the commonest reason for passing over stronger candidates, with their number.
    `nearest`: headline, day and cosine of what was sent before and is nearest to it; None when nothing is known.
    `alike`: how many insights that the reader found useful it is like, 0 where that did not set it apart. `explored`:
    it is there because feedback says nothing of it. `waiting`: it found no room on an earlier day.
    """

    today: date
    new: int
    stronger: int
    equals: int
    days_old: int | None
    newer_than_some: bool
    said: Counterpart | None = None
    thread: str | None = None
    thread_shows: int = 0
    thread_new: int = 0
    thread_stronger: int = 0
    thread_equals: int = 0
    alike: int = 0
    explored: bool = False
    waiting: bool = False
    passed: tuple[Passed, int] | None = None
    nearest: tuple[str, date, float] | None = None
    others_are_like_sent: bool = False


def sentence(facts: Facts, waited_since: date | None = None) -> str:
    """What it says or how it stands first, then the two strongest of its other reasons."""
    if facts.said:
        parts = [_said(facts, facts.said), _follows(facts)]
    elif facts.waiting and waited_since:
        parts = [f"there was no room for it {_on(waited_since, facts.today)}", _follows(facts)]
    else:
        parts = [_published(facts) + (_place_in_thread(facts) if facts.thread else _place(facts))]
    liked = f"like {number(facts.alike)} you found useful" if facts.alike else None
    beyond = "about something you have not judged so far" if facts.explored else None
    parts += [liked, beyond, _memory(facts) or _passed_over(facts) or _novelty(facts)]
    told = "; ".join([part for part in parts if part][:3])
    return told[0].upper() + told[1:] + "."


def _said(facts: Facts, said: Counterpart) -> str:
    if said.kind == "joins":
        return f"first time {number(said.shows)} shows say this, {plain(said.show)} too"
    if said.kind != "confirms":
        what = f"“{_title(said.headline)}”, which you were sent" if said.headline else f"what {plain(said.show)} said"
        return f"{said.kind} {what}{_dated(said.day, facts.today)}"
    after = f"after {plain(said.show)}{_dated(said.day, facts.today)}"
    place = ordinal(said.shows)
    if said.shows == 2:
        return f"the second show to say this, {after}"
    return f"the {place} show to say this, first {after}" if place else f"one of {said.shows} shows to say this"


def _follows(facts: Facts) -> str | None:
    return f"you follow “{shortened(plain(facts.thread), 80)}”" if facts.thread else None


def _published(facts: Facts) -> str:
    days = facts.days_old if facts.newer_than_some else None
    return {0: "published today and ", 1: "published yesterday and "}.get(-1 if days is None else days, "")


def _dated(day: date | None, today: date) -> str:
    return f" {_on(day, today)}" if day else ""


def _on(day: date, today: date) -> str:
    if (today - day).days in (0, 1):
        return "yesterday" if day < today else "today"
    return f"on {day.day} {day:%B}" + ("" if day.year == today.year else f" {day.year}")


def _title(headline: str | None) -> str:
    return shortened(plain(headline or ""), 90).rstrip(".")


def _place(facts: Facts) -> str:
    new = f"{number(facts.new)} new insights"
    if facts.new == 1:
        return "the only new insight"
    if facts.equals:
        among = facts.stronger + facts.equals + 1
        if facts.stronger == 0:
            return f"as strong as any of {new}"
        return f"one of {new}" if among == facts.new else f"among the {number(among)} strongest of {new}"
    if facts.stronger == 0:
        return f"the strongest of {new}"
    position = ordinal(facts.stronger + 1)
    return f"the {position} strongest of {new}" if position else f"number {facts.stronger + 1} by strength of {new}"


def _place_in_thread(facts: Facts) -> str:
    thread = f"in your thread “{shortened(plain(facts.thread or ''), 80)}”"
    spans = f", which now spans {number(facts.thread_shows)} shows" if facts.thread_shows > 1 else ""
    new = f"{number(facts.thread_new)} new claims"
    if facts.thread_new == 1:
        return f"the one new claim {thread}{spans}"
    if facts.thread_stronger:
        return f"one of {new} {thread}{spans}"
    return f"{'among the strongest' if facts.thread_equals else 'the strongest'} of {new} {thread}{spans}"


def _memory(facts: Facts) -> str | None:
    if facts.said or facts.nearest is None or facts.nearest[2] < LIKE_SENT:
        return None
    headline, day, _ = facts.nearest
    return f"it comes close to “{_title(headline)}”, which you were sent {_on(day, facts.today)}"


def _passed_over(facts: Facts) -> str | None:
    if facts.passed is None:
        return None
    reason, count = facts.passed
    one, several = _PASSED[reason]
    return f"one stronger claim {one}" if count == 1 else f"{number(count)} stronger claims {several}"


def _novelty(facts: Facts) -> str | None:
    unlike = facts.nearest is not None and facts.nearest[2] < NOVEL_BELOW
    return "nothing like it was sent before" if unlike and facts.others_are_like_sent else None
