"""A thread taken along or handed on: its page's address, files of it, a secret address at which others read along."""

import streamlit as st

from digest.outlets.addresses import Way, only_here, opened, ways
from digest.outlets.thread_page import thread_page
from digest.threads.reading import Telling
from pages.shared import parts, times
from pages.shared.browser import copying
from pages.shared.frame import quiet, spoken_errors
from pages.shared.safe import plain
from pages.shared.settings import changes
from pages.shared.threads import file, passages
from store.queries import outlets
from store.records.readers import Outlet
from store.records.threads import Thread

_FORMS = {"page": "As a page", "feed.atom": "As a feed (Atom)", "feed.json": "As a feed (JSON Feed)"}


def part(thread_id: int) -> str:
    """By which a press on it is told on the page."""
    return f"sharing-{thread_id}"


def draw(told: Telling) -> None:
    """Drawn only when it is opened."""
    menu = st.popover("Share", icon=":material/share:", type="tertiary", key="share-thread", on_change="rerun")
    if not menu.open:
        return
    with menu:
        thread = told.thread
        address = f"{parts.settings().base_url.rstrip('/')}/threads?thread={thread.id}"
        quiet("**Its address here**, for who can open this page")
        copying.draw(f"thread-{thread.id}", address, title=thread.label, address=address)
        _draw_files(told)
        _draw_outlet(thread)


def _draw_files(told: Telling) -> None:
    thread, zone = told.thread, times.zone()
    name, home = f"thread-{thread.id}", parts.settings().base_url
    quiet("**As a file**")
    with st.container(horizontal=True, gap="small"):
        st.download_button(
            "Page (HTML)", lambda: thread_page(told, zone, home), f"{name}.html", "text/html", on_click="ignore"
        )
        st.download_button(
            "Markdown",
            lambda: file.markdown(told, passages.found(thread), zone),
            f"{name}.md",
            "text/markdown",
            on_click="ignore",
        )
        st.download_button(
            "JSON",
            lambda: file.records(told, passages.found(thread)),
            f"{name}.json",
            "application/json",
            on_click="ignore",
        )


def _draw_outlet(thread: Thread) -> None:
    base_url = parts.settings().base_url
    with parts.store().read() as connection:
        found = [way for way in ways(connection, parts.reader().id, base_url) if way.outlet.thread_id == thread.id]
    quiet("**At a secret address**: whoever knows it reads along, without a login")
    if not found:
        st.button("Open one", key="open-thread", icon=":material/add_link:", on_click=_open, args=(thread,))
        return
    if only_here(base_url):
        quiet("Other devices reach it once `EARMARK_BASE_URL` is an address of this page that they can open.")
    for way in found:
        _draw_way(way, thread)


def _draw_way(way: Way, thread: Thread) -> None:
    for address in way.addresses:
        form = _FORMS[address.rpartition("/")[2]]
        with st.container(gap=None):
            quiet(f"{form}: {plain(address)}")
            copying.draw(address, address, title=thread.label, address=address)
    st.button("Close it", key="close-thread", icon=":material/link_off:", on_click=_close, args=(way.outlet,))


@spoken_errors()
def _open(thread: Thread) -> None:
    with parts.store().write() as connection:
        outlet = opened(connection, parts.reader().id, "thread", parts.now(), thread.id)
    changes.note(part(thread.id), "A secret address of this thread is open.", lambda: _shut(outlet))


@spoken_errors()
def _close(outlet: Outlet) -> None:
    _shut(outlet)
    changes.note(part(outlet.thread_id), "Closed; the address leads nowhere.", lambda: _put_back(outlet))


def _shut(outlet: Outlet) -> None:
    with parts.store().write() as connection:
        outlets.close(connection, outlet.reader_id, outlet.kind, outlet.thread_id)


def _put_back(outlet: Outlet) -> None:
    with parts.store().write() as connection:
        outlets.keep(connection, outlet)
