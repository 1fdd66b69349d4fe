"""The sentence "why this one": what a friend would say who had heard all of it. Pure; one line a reason, in words.

`reasons` says which reasons hold. None holds a rank: `cli.py explain` has the numbers.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum, auto

from digest.wording import number, plain, shortened

_LABEL = 60  # characters of a thread's name and of a headline; by judgement, not measured: half a line on a laptop
_HEADLINE = 90
_DAYS_OF_A_WEEK = 7


class Kind(Enum):
    """The reasons, the most telling first."""

    CONTRADICTS = auto()
    AGREES = auto()
    GOES_ON = auto()
    FIRST = auto()
    THREAD = auto()
    NUMBER = auto()
    LIKED = auto()
    LIKED_VOICE = auto()
    BEYOND = auto()
    NAME = auto()
    AGAIN = auto()
    MORE_ON = auto()
    UNLIKE = auto()
    CLOSE = auto()
    TALKED_OF = auto()
    FIGURE = auto()
    NEW_SHOW = auto()
    NEW_VOICE = auto()
    HELD_OVER = auto()
    STRONGEST = auto()
    PLAIN = auto()


# What others said of the same matter is told whatever else was told that day; from TALKED_OF on a reason only places
# the insight, and is said where nothing else holds.
_ALWAYS = frozenset((Kind.CONTRADICTS, Kind.AGREES, Kind.GOES_ON))
_PLACES = frozenset(kind for kind in Kind if kind.value >= Kind.TALKED_OF.value)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """`words` say it as a sentence without its full stop; `tail` after another's, with the comma. None: it cannot."""

    kind: Kind
    words: str
    tail: str | None = None


def sentences(reasons: Sequence[Sequence[Reason]]) -> list[str]:
    """One for each insight of a day, `reasons` being those that hold for it, the most telling first and at least one.

    Where several hold, one that was not said that day yet.
    """
    out: list[str] = []
    said = set[Kind]()
    for holding in reasons:
        first = _first(holding, said)
        second = next((each for each in holding if each.kind not in {first.kind, *said} and each.tail), None)
        if first.kind in _PLACES:
            second = None
        out.append(f"{first.words}{second.tail if second else ''}.")
        said |= {each.kind for each in (first, second) if each}
    return out


def _first(holding: Sequence[Reason], said: Collection[Kind]) -> Reason:
    if holding[0].kind in _ALWAYS:
        return holding[0]
    telling = [each for each in holding if each.kind not in _PLACES] or list(holding)
    # Where all was said already: again the most telling, but where it is from rather than another such remark.
    again = telling[-1] if telling[0].kind in _PLACES else telling[0]
    return next((each for each in telling if each.kind not in said), again)


def contradicts(*, who: str, show: str | None, day: date | None, told: bool, same_person: bool, today: date) -> Reason:
    """`told`: the reader was sent it on `day`; otherwise it was published then. `show` where `who` is a person."""
    where = f" on {plain(show)}" if show else ""
    if same_person:
        words = f"{plain(who)} said otherwise{on(day, today)}{where}"
    elif told:
        words = f"Contradicts what {plain(who)} told you{on(day, today)}"
    else:
        words = f"Contradicts what {plain(who)} said{on(day, today)}{where}"
    return Reason(kind=Kind.CONTRADICTS, words=words)


def agrees(*, shows: int, days: int | None, other: str, day: date | None, today: date) -> Reason:
    """`shows` say it, its own among them, within `days`; where that is None, too far apart, `other` said it first."""
    counted = f"{number(shows).capitalize()} shows"
    if days is not None:
        words = f"{counted} said this {'on the same day' if days == 0 else 'within a week'}"
    elif shows == 2:
        words = f"{plain(other)} said this too{on(day, today)}"
    else:
        words = f"{counted} have said this, {plain(other)} first{on(day, today)}"
    return Reason(kind=Kind.AGREES, words=words)


def said_again(*, who: str, show: str, day: date | None, today: date) -> Reason:
    """The same person on another show: no second voice."""
    return Reason(kind=Kind.AGAIN, words=f"{plain(who)} said this on {plain(show)} too{on(day, today)}")


def goes_on(*, who: str, show: str | None, day: date | None, told: bool, judged: bool, today: date) -> Reason:
    """As contradicts. `judged`: a model has read that it develops that; otherwise both are on one matter."""
    lead = f"{'Takes further' if judged else 'More on'} what {plain(who)}"
    if told:
        return Reason(kind=Kind.GOES_ON, words=f"{lead} told you{on(day, today)}")
    where = f" on {plain(show)}" if show else ""
    return Reason(kind=Kind.MORE_ON, words=f"{lead} said{on(day, today)}{where}")


def first_said() -> Reason:
    return Reason(kind=Kind.FIRST, words="First time anyone in your shows says this")


def in_thread(label: str, *, new: bool, first_from: str | None) -> Reason:
    thread = f"your thread {shortened(plain(label), _LABEL)}"
    words = f"New in {thread}" if new else f"Belongs to {thread}"
    tail = f", in {thread}"
    return Reason(
        kind=Kind.THREAD, words=f"{words}, the first from {plain(first_from)}" if first_from else words, tail=tail
    )


def one_number(topic: str) -> Reason:
    return Reason(kind=Kind.NUMBER, words=f"The one number on {shortened(plain(topic), _LABEL)} this week")


def liked(count: int) -> Reason:
    words = f"ou liked {number(count)} like it"
    return Reason(kind=Kind.LIKED, words=f"Y{words}", tail=f", and y{words}")


def beyond() -> Reason:
    return Reason(kind=Kind.BEYOND, words="A step beyond what you have judged so far")


def new_name(name: str) -> Reason:
    return Reason(kind=Kind.NAME, words=f"First time {plain(name)} comes up in your shows")


def unlike() -> Reason:
    return Reason(kind=Kind.UNLIKE, words="Nothing like it was in your fives so far")


def close(headline: str, day: date, today: date) -> Reason:
    told = shortened(plain(headline), _HEADLINE).rstrip(".")
    return Reason(kind=Kind.CLOSE, words=f"Close to “{told}”, which you were sent{on(day, today)}")


def talked_of(topic: str, shows: int) -> Reason:
    words = f"{number(shows).capitalize()} of your shows have talked about {shortened(plain(topic), _LABEL)}"
    return Reason(kind=Kind.TALKED_OF, words=words)


def figure() -> Reason:
    return Reason(kind=Kind.FIGURE, words="Puts a number on it")


def new_show(show: str) -> Reason:
    return Reason(kind=Kind.NEW_SHOW, words=f"{plain(show)} is in your five for the first time")


def liked_voice(who: str) -> Reason:
    return Reason(kind=Kind.LIKED_VOICE, words=f"You liked what {plain(who)} said before")


def new_voice(who: str) -> Reason:
    return Reason(kind=Kind.NEW_VOICE, words=f"A new voice: {plain(who)} was in none of your fives")


def held_over(day: date, today: date) -> Reason:
    return Reason(kind=Kind.HELD_OVER, words=f"Held over from {on(day, today).removeprefix(' on').strip()}")


def strongest() -> Reason:
    return Reason(kind=Kind.STRONGEST, words="The strongest claim of its episode")


def freshness(published: date | None, today: date) -> Reason:
    """What holds of any: how fresh it is. The card says already which show it is from, and when that came out."""
    days = -1 if published is None else (today - published).days
    if published is None or days < 0:
        words = "New to you"
    elif days <= 1:
        words = f"Out{on(published, today)}"
    elif days < _DAYS_OF_A_WEEK:
        words = "Out this week"
    else:
        weeks = days // _DAYS_OF_A_WEEK
        words = f"{number(weeks).capitalize()} {'week' if weeks == 1 else 'weeks'} old, and new to you"
    return Reason(kind=Kind.PLAIN, words=words)


def on(day: date | None, today: date) -> str:
    """ " yesterday", " on 3 May", with the year where it is another; empty when the day is unknown."""
    if day is None:
        return ""
    if (today - day).days in (0, 1):
        return " yesterday" if day < today else " today"
    return f" on {day.day} {day:%B}" + ("" if day.year == today.year else f" {day.year}")
