"""The sentence that says why an insight was chosen, made of the numbers that ranked it. Pure.

It says only what set this insight apart: that it is from today, say, only where others are not.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from digest.wording import number, ordinal, plain, shortened

LIKE_SENT = 0.65  # MiniLM cosine: about the median between claims of one topic
NOVEL_BELOW = 0.45  # below the lowest between any two claims of one topic (0.51)


class Passed(StrEnum):
    """Why a candidate of more worth was passed over."""

    SENT = "sent"
    SHOW = "show"
    THREAD = "thread"
    SAME = "same"
    OLDER = "older"
    UNFOLLOWED = "unfollowed"
    CLOSER = "closer"


# One stronger candidate, several of them.
_PASSED = {
    Passed.SENT: ("repeats what you were sent before", "repeat what you were sent before"),
    Passed.SHOW: ("is from a show that is here twice already", "are from shows that are here twice already"),
    Passed.THREAD: ("belongs to a thread that is here already", "belong to threads that are here already"),
    Passed.SAME: ("says nearly what one above says", "say nearly what those above say"),
    Passed.OLDER: ("is older", "are older"),
    Passed.UNFOLLOWED: ("is outside the threads you follow", "are outside the threads you follow"),
    Passed.CLOSER: ("is closer to what you have already", "are closer to what you have already"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What ranked a chosen insight. Counts of "new" are over all candidates of the day, weak ones too.

    `thread*`: its followed thread, the new insights there (itself among them), and how many others there are of more or
    of the same worth. `passed`: the commonest reason for passing over stronger candidates, with their number.
    `nearest`: headline, day and cosine of what was sent before and is nearest to it; None when nothing is known.
    """

    today: date
    new: int
    stronger: int
    equals: int
    days_old: int | None
    newer_than_some: bool
    thread: str | None = None
    thread_shows: int = 0
    thread_new: int = 0
    thread_stronger: int = 0
    thread_equals: int = 0
    passed: tuple[Passed, int] | None = None
    nearest: tuple[str, date, float] | None = None
    others_are_like_sent: bool = False


def sentence(facts: Facts) -> str:
    place = _place_in_thread(facts) if facts.thread else _place(facts)
    published = {0: "published today", 1: "published yesterday"}.get(-1 if facts.days_old is None else facts.days_old)
    said = f"{published} and {place}" if published and facts.newer_than_some else place
    more = _memory(facts) or _passed_over(facts) or _novelty(facts)
    return said[0].upper() + said[1:] + (f"; {more}." if more else ".")


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
    if facts.nearest is None or facts.nearest[2] < LIKE_SENT:
        return None
    headline, day, _ = facts.nearest
    year = "" if day.year == facts.today.year else f" {day.year}"
    told = shortened(plain(headline), 90).rstrip(".")
    return f"it comes close to “{told}”, which you were sent on {day.day} {day:%B}{year}"


def _passed_over(facts: Facts) -> str | None:
    if facts.passed is None:
        return None
    reason, count = facts.passed
    one, several = _PASSED[reason]
    return f"one stronger claim {one}" if count == 1 else f"{number(count)} stronger claims {several}"


def _novelty(facts: Facts) -> str | None:
    unlike = facts.nearest is not None and facts.nearest[2] < NOVEL_BELOW
    return "nothing like it was sent before" if unlike and facts.others_are_like_sent else None
