"""Secret addresses at which the five leave Earmark: copied, made anew where one got about, closed."""

from collections.abc import Callable

import streamlit as st

from digest.outlets.addresses import Way, only_here, opened, renewed, ways
from pages.shared import parts
from pages.shared.browser import copying
from pages.shared.frame import quiet, spoken_errors
from pages.shared.safe import plain
from pages.shared.settings import changes
from store.queries import outlets
from store.records.readers import Outlet, OutletKind

# What can be opened here, and what stands behind each of its files.
_OFFERED: dict[OutletKind, tuple[str, str]] = {
    "five": ("Feed of the five", "For a feed reader."),
    "page": ("The day on one page", "For a phone: it can be kept on the home screen and read without a network."),
    "sound": ("The five as sound", "For a podcast app. Each morning fetches parts of the audio for it."),
}
_REST = "addresses"  # tells of what is drawn no more, such as the closed feed of a thread
_FORMS = {"page": "Page", "feed.atom": "Atom", "feed.json": "JSON Feed", "feed.xml": "Podcast"}


@st.fragment
@spoken_errors()
def draw() -> None:
    st.header("Addresses out", anchor=False)
    base_url = parts.settings().base_url
    quiet("Whoever knows one of these reads along, without a login. One that got about is made anew.")
    if only_here(base_url):
        quiet("Other devices reach them once `EARMARK_BASE_URL` is an address of this page that they can open.")
    with parts.store().read() as connection:
        found = ways(connection, parts.reader().id, base_url)
    there = {way.outlet.kind for way in found}
    for kind in _OFFERED:
        if kind not in there:
            _draw_closed(kind)
    for way in found:
        _draw_open(way)
    changes.draw(_REST)


def _draw_closed(kind: OutletKind) -> None:
    title, what_for = _OFFERED[kind]
    with st.container(horizontal=True, vertical_alignment="center", wrap=False):
        st.markdown(f"**{title}**  \n:small[:gray[{what_for}]]", width="stretch")
        st.button(
            "Open", key=f"open-{kind}", icon=":material/add_link:", type="tertiary", on_click=_open, args=(kind, title)
        )
    changes.draw(_part(kind))


def _draw_open(way: Way) -> None:
    outlet = way.outlet
    title, what_for = _OFFERED.get(outlet.kind, (way.of[:1].upper() + way.of[1:], ""))
    name = f"{outlet.kind}-{outlet.thread_id}"
    with st.container(border=True, key=f"card-way-{name}"):
        st.markdown(f"**{plain(title)}**" + (f"  \n:small[:gray[{what_for}]]" if what_for else ""))
        if outlet.kind != "mail":  # that one is for programs, in each mail
            _draw_addresses(way, title)
        with st.container(horizontal=True, gap="small", key=f"act-way-{name}"):
            _act("New address", f"renew-{name}", "autorenew", _renew, outlet, title)
            _act("Close", f"close-{name}", "link_off", _close, outlet, title)
        if outlet.kind in _OFFERED:
            changes.draw(_part(outlet.kind))


def _part(kind: OutletKind) -> str:
    return f"way-{kind}" if kind in _OFFERED else _REST


def _draw_addresses(way: Way, title: str) -> None:
    for address in way.addresses:
        form = _FORMS.get(address.rpartition("/")[2], "")
        with st.container(gap=None):
            quiet(f"{form + ': ' if form else ''}{plain(address)}")
            copying.draw(address, address, title=title, address=address)


def _act(words: str, key: str, icon: str, act: Callable[[Outlet, str], None], outlet: Outlet, title: str) -> None:
    st.button(words, key=key, icon=f":material/{icon}:", type="tertiary", on_click=act, args=(outlet, title))


@spoken_errors()
def _open(kind: OutletKind, title: str) -> None:
    with parts.store().write() as connection:
        outlet = opened(connection, parts.reader().id, kind, parts.now())
    changes.note(_part(kind), f"{title}: open.", lambda: _shut(outlet))


@spoken_errors()
def _renew(before: Outlet, title: str) -> None:
    with parts.store().write() as connection:
        renewed(connection, before.reader_id, before.kind, parts.now(), before.thread_id)
    changes.note(_part(before.kind), f"{title}: a new address; the old one leads nowhere.", lambda: _put_back(before))


@spoken_errors()
def _close(before: Outlet, title: str) -> None:
    _shut(before)
    changes.note(_part(before.kind), f"{title}: closed; the address leads nowhere.", lambda: _put_back(before))


def _shut(outlet: Outlet) -> None:
    with parts.store().write() as connection:
        outlets.close(connection, outlet.reader_id, outlet.kind, outlet.thread_id)


def _put_back(outlet: Outlet) -> None:
    with parts.store().write() as connection:
        outlets.keep(connection, outlet)
