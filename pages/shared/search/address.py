"""What the address of the search page asks for: ?q= &like= &show= &since= &until= &speaker= &thread= &kind= &sort=
&n=, and &plain= for phrases of q that are words and no limits, &exact= for words as they are spelled.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal, cast

import streamlit as st

from index.search.days import Days
from index.search.limits import Asked, Known, Limit, take_apart
from pages.shared import parts, times
from store.queries import episodes
from store.records.shows import Show

EARLIEST = date(2000, 1, 1)  # podcasts are younger
KINDS = {"": "All", "insight": "Insights", "passage": "Passages"}
SORTS = {"": "Best", "newest": "Newest"}
PAGE = 20  # results, and as many more at a press; by judgement, not measured
MOST = 100  # results on one page
NO_QUOTES = str.maketrans("", "", '"“”«»')


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """`like` is "insight:ID" or "passage:ID"; `until` is the last day that counts."""

    query: str
    like: str
    show_id: int | None
    since: date | None
    until: date | None
    speaker: str | None
    thread_id: int | None
    kind: Literal["insight", "passage"] | None
    plain: tuple[str, ...]
    exact: bool
    shown: int
    newest_first: bool

    @property
    def chosen(self) -> int:
        """How many of the filters beside the box are on; the two dates are one."""
        return sum(map(bool, (self.show_id, self.since or self.until, self.speaker, self.thread_id)))


def read_address(followed: Sequence[Show]) -> Address:
    """What makes no sense is as if it were not there."""
    given = st.query_params
    show, kind = _number("show"), given.get("kind", "")
    return Address(
        query=given.get("q", "").strip(),
        like=given.get("like", ""),
        show_id=show if show in {known.id for known in followed} else None,
        since=_day("since"),
        until=_day("until"),
        speaker=given.get("speaker", "").strip() or None,
        thread_id=_number("thread"),
        kind=cast(Literal["insight", "passage"], kind) if kind in KINDS and kind else None,
        plain=tuple(given.get_all("plain")),
        exact="exact" in given,
        shown=min(max(PAGE, _number("n") or PAGE), MOST),
        newest_first=given.get("sort") == "newest",
    )


def write(name: str, value: object) -> None:
    """Puts the value into the address, or takes it out when there is none; what was asked for is asked anew."""
    for stale in {"n", "exact", name} & set(st.query_params):
        del st.query_params[stale]
    if value:
        st.query_params[name] = str(value)


def understood(address: Address, followed: Sequence[Show]) -> Asked:
    """The words of the query without the limits that it says in words."""
    if not address.query:
        return Asked(words="")
    with parts.store().read() as connection:
        oldest = episodes.oldest_heard(connection)
    zone = times.zone()
    known = Known(
        shows={show.id: show.title for show in followed},
        speakers=parts.library().speakers(),
        earliest=oldest.astimezone(zone).date() if oldest else None,
    )
    return take_apart(address.query, known, times.today(), zone, address.plain)


def days_of(address: Address) -> Days:
    return Days(since=address.since, until=date.fromordinal(address.until.toordinal() + 1) if address.until else None)


def lift(limit: Limit) -> None:
    """Makes plain words of the words that a limit was said in; one said by its name (speaker:…) leaves the query."""
    if limit.phrase.lower().startswith(("speaker:", "show:", "kind:")):
        write("q", " ".join(st.query_params.get("q", "").replace(limit.phrase, " ").split()))
    else:
        st.query_params["plain"] = [*st.query_params.get_all("plain"), limit.phrase]


def _number(name: str) -> int | None:
    said = st.query_params.get(name, "")
    return int(said) if said.isdecimal() and len(said) < 18 else None


def _day(name: str) -> date | None:
    try:
        day = date.fromisoformat(st.query_params.get(name, ""))
    except ValueError:
        return None
    return day if EARLIEST <= day <= times.today() else None
