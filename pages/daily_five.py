"""Today: the five of a day, each with its proof. `?day=YYYY-MM-DD` names an earlier day."""

from collections.abc import Sequence
from datetime import date

import streamlit as st

from digest.memory_words import Memory, read_memory
from digest.thread_news import ThreadNews, of_digest
from digest.wording import day_in, long_day, number, thin_day
from pages.shared import cards, demo_notice, feedback_row, parts, swapping, terminal, times
from pages.shared.frame import quiet, spoken_errors
from pages.shared.relations import relation_line
from pages.shared.safe import plain
from store.queries import digests, episodes, insights, shows
from store.records.readers import Digest, Pick
from store.records.shows import Show

ADD = ".venv/bin/python cli.py add https://example.org/feed.xml"
DAILY = ".venv/bin/python cli.py daily"


def draw() -> None:
    me = parts.reader()
    asked = _asked_day()
    with parts.store().read() as connection:
        followed = shows.all_shows(connection)
        days = digests.days(connection, me.id)
        digest = digests.of_day(connection, me.id, asked) if asked else None
        digest = digest or digests.latest(connection, me.id)
    if digest is None:
        _draw_beginning(followed)
        return
    _draw_day(digest, days)
    if asked and asked != digest.day:
        st.info(f"There are no five for {long_day(asked)}. These are the latest.", icon=":material/event_busy:")
    elif not asked and digest.day != times.today():
        _draw_not_today(digest.day, followed)
    if demo_notice.draw(followed, digest):
        demo_notice.draw_own_words()
        return
    with parts.store().read() as connection:
        memory = read_memory(connection, [pick.cited.insight.id for pick in digest.picks])
        news = of_digest(connection, digest)
    _draw_news(news)
    for pick in digest.picks:
        _draw_pick(pick, memory, digest)
    swapping.draw(digest, newest=digest.day == days[0])
    if not digest.picks:
        st.markdown("The shows behind this day’s insights have been removed since.")


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


def _draw_day(digest: Digest, days: Sequence[date]) -> None:
    heard = len({pick.cited.show_id for pick in digest.picks})
    many = len(digest.picks)
    this_year = digest.day.year == times.today().year
    st.title(f"{digest.day:%A}, {digest.day.day} {digest.day:%B}" if this_year else long_day(digest.day), anchor=False)
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        insight_words = "insight" if many == 1 else "insights"
        show_words = "show" if heard == 1 else "shows"
        told = f"{number(many).capitalize()} {insight_words} from {number(heard)} {show_words}"
        thin = thin_day(many)
        quiet(f"{told}. {thin}" if thin else told if many else "No insight")
        with st.container(horizontal=True, vertical_alignment="center", gap="small", width="content"):
            st.page_link("pages/saved_insights.py", label="Saved", icon=":material/bookmarks:")
            if len(days) > 1:
                _draw_day_picker(digest.day, days)


def _draw_day_picker(day: date, days: Sequence[date]) -> None:
    earlier = next((other for other in days if other < day), None)
    later = next((other for other in reversed(days) if other > day), None)
    st.session_state["day-choice"] = day
    with st.container(horizontal=True, vertical_alignment="center", gap="xxsmall", width="content"):
        _step("Earlier day", ":material/chevron_left:", earlier)
        st.selectbox(
            "Day",
            days,
            key="day-choice",
            format_func=lambda choice: f"{choice:%a} {choice.day} {choice:%b %Y}",
            label_visibility="collapsed",
            on_change=lambda: _go(st.session_state["day-choice"]),
            width=180,
        )
        _step("Later day", ":material/chevron_right:", later)


def _step(words: str, icon: str, day: date | None) -> None:
    st.button("", key=words, icon=icon, help=words, type="tertiary", disabled=day is None, on_click=_go, args=(day,))


def _go(day: date) -> None:
    st.query_params["day"] = day.isoformat()


def _draw_pick(pick: Pick, memory: Memory, digest: Digest) -> None:
    insight = pick.cited.insight
    with st.container(border=True):
        st.markdown(f":primary-badge[{pick.rank}] :small[:gray[{cards.origin(insight)}]]")
        cards.headline(insight.id, insight.headline)
        cards.claim(pick.cited)
        cards.play(pick.cited)
        cards.why(pick.why)
        ties = relation_line(memory.relations.get(insight.id, ()), memory.repeated_by.get(insight.id, ()))
        swapping.take_back(digest, pick)
        if ties:
            quiet(f":material/history: {ties}")
        feedback_row.draw(insight.id)
        cards.topics(pick.cited)
        cards.related_insights(insight.id)


def _draw_news(news: Sequence[ThreadNews]) -> None:
    """What came to followed threads since the digest before."""
    told = [f"[{plain(one.told)}](./threads?thread={one.thread_id})" for one in news]
    if told:
        quiet(f":material/timeline: {' · '.join(told)}")


def _draw_beginning(followed: Sequence[Show]) -> None:
    """No day has its five yet: says the next step from what is there."""
    st.title("Good morning", anchor=False)
    if not followed:
        st.markdown("Earmark follows podcasts for you and brings five insights a day, each with its proof.")
        st.subheader("Begin with a show you like", anchor=False)
        st.markdown("Paste the address of its feed on the Shows page, or say it in the terminal:")
        st.code(ADD, language=None, wrap_lines=True)
        st.page_link("pages/followed_shows.py", label="Add a show", icon=":material/add:")
        st.subheader("Or look around first", anchor=False)
        st.markdown("Without any show of yours, this takes four demo shows. It needs no key and no network:")
        st.code(DAILY, language=None, wrap_lines=True)
        if st.button("Take the demo shows now", icon=":material/science:"):
            terminal.begin_daily()
            st.switch_page("pages/followed_shows.py")
        return
    with parts.store().read() as connection:
        waiting = len(episodes.due(connection, parts.now()))
        found = len(insights.every(connection))
    demo_notice.draw(followed)
    if waiting:
        st.markdown(f"**{waiting} episodes** are waiting to be heard. This takes them and chooses your first five:")
    elif found:
        st.markdown(f"**{found} insights** are ready. This chooses your first five:")
    else:
        st.markdown("Nothing has been found in your shows yet. This looks for new episodes:")
    st.code(DAILY, language=None, wrap_lines=True)
    st.page_link("pages/followed_shows.py", label="Or press “Scan now” on the Shows page", icon=":material/podcasts:")


with spoken_errors():
    draw()
