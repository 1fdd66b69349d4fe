"""Today: the five of a day, each with its proof. `?day=YYYY-MM-DD` names an earlier day."""

from collections.abc import Sequence
from datetime import date

import streamlit as st

from digest.threads.news import of_digest
from digest.wording import day_in, long_day
from pages.shared import demo_notice, parts, times
from pages.shared.frame import name_page, spoken_errors
from pages.shared.today import beginning, card, end, head
from store.queries import digests, shows
from store.records.readers import Digest
from store.records.shows import Show


def draw() -> None:
    me = parts.reader()
    asked = _asked_day()
    with parts.store().read() as connection:
        followed = shows.all_shows(connection)
        days = digests.days(connection, me.id)
        digest = digests.of_day(connection, me.id, asked) if asked else None
        digest = digest or digests.latest(connection, me.id)
    if digest is None:
        beginning.draw(followed)
        return
    _draw_five(digest, days, followed, asked)


def _draw_five(digest: Digest, days: Sequence[date], followed: Sequence[Show], asked: date | None) -> None:
    if digest.day != days[0]:
        name_page(long_day(digest.day))
    with parts.store().read() as connection:
        around = card.surroundings(connection, [pick.cited for pick in digest.picks])
        news = of_digest(connection, digest)
    clips = [clip for clip in (around.clip(pick.cited) for pick in digest.picks) if clip]
    head.draw_not_newest(digest.day, days[0])
    head.draw(digest, days, clips)
    beginning.draw_running()
    if asked and asked != digest.day:
        st.info(f"There are no five for {long_day(asked)}. These are the latest.", icon=":material/event_busy:")
    elif not asked and digest.day != times.today():
        _draw_not_today(digest.day, followed)
    head.draw_news(news)
    demo_notice.draw(followed)
    if demo_notice.asked_without_model(followed):
        demo_notice.draw_own_words()
    else:
        for pick in digest.picks:
            card.draw_pick(pick, digest, around)
    if not digest.picks:
        st.markdown("The shows behind this day’s insights have been removed since.")
    end.draw(digest, days, followed)
    demo_notice.draw_switch(followed, digest)


def _draw_not_today(latest: date, followed: Sequence[Show]) -> None:
    """Tells a day without news from one whose run is still to come."""
    looked = [day_in(times.zone(), show.checked_at) == times.today() for show in followed if show.checked_at]
    if looked and all(looked):
        st.info(f"No news today. These are from {long_day(latest)}.", icon=":material/spa:")
    else:
        st.info(f"Today’s five are not chosen yet. These are from {long_day(latest)}.", icon=":material/schedule:")


def _asked_day() -> date | None:
    try:
        return date.fromisoformat(st.query_params.get("day", ""))
    except ValueError:
        return None


with spoken_errors():
    draw()
