"""Where the five are sent: each channel with what it waits for, stopped and started, and a test."""

from collections.abc import Sequence

import streamlit as st

import config
from digest.delivery.channel import Channel
from digest.delivery.deliver import send_trial
from digest.outlets.addresses import only_here
from pages.shared import parts
from pages.shared.frame import quiet, spoken_errors
from pages.shared.safe import plain
from pages.shared.settings import changes, fixed
from store.errors import EarmarkError
from store.queries import digests, outlets


@st.fragment
@spoken_errors()
def draw() -> None:
    st.header("Where they are sent", anchor=False)
    channels = config.open_channels(parts.settings(), parts.reader())
    for channel in channels:
        _draw_channel(channel)
    if channels:
        _draw_trial(channels)
    else:
        st.markdown("Nothing is sent yet: the five are read on this page.")
    if not channels and parts.is_owner():
        quiet(
            "Mail needs `EARMARK_MAIL_TO` and `EARMARK_SMTP_HOST`, other ways `EARMARK_CHANNELS`, in the environment "
            "or in .env. They hold passwords, so that they are not typed here."
        )
    fixed.draw("mail_to", "smtp_host", "channels")
    changes.draw("sending")


def _draw_channel(channel: Channel) -> None:
    reader = parts.reader()
    with parts.store().read() as connection:
        stopped = outlets.is_stopped(connection, reader.id, channel.name)
    to = f" to {plain(reader.email)}" if channel.name == "mail" and reader.email else ""
    with st.container(horizontal=True, vertical_alignment="center", wrap=False):
        when = "stopped" if stopped else f"goes out at {reader.hour:02}:00"
        st.markdown(f"**{plain(channel.name.capitalize())}**{to}: {when}", width="stretch")
        st.button(
            "Start again" if stopped else "Stop",
            key=f"stop-{channel.name}",
            icon=":material/play_arrow:" if stopped else ":material/pause:",
            type="tertiary",
            on_click=_resume if stopped else _stop,
            args=(channel.name,),
        )
    _draw_trouble(channel)


def _draw_trouble(channel: Channel) -> None:
    """What its settings lack, before a morning finds out."""
    try:
        channel.check(parts.reader())
    except EarmarkError as error:
        st.warning(plain(str(error)), icon=":material/build:")


@spoken_errors()
def _stop(name: str) -> None:
    _stop_quietly(name)
    changes.note("sending", f"The {name} is stopped; the five are still chosen.", lambda: _resume_quietly(name))


@spoken_errors()
def _resume(name: str) -> None:
    _resume_quietly(name)
    changes.note("sending", f"The {name} goes out again.", lambda: _stop_quietly(name))


def _stop_quietly(name: str) -> None:
    with parts.store().write() as connection:
        outlets.stop(connection, parts.reader().id, name, parts.now())


def _resume_quietly(name: str) -> None:
    with parts.store().write() as connection:
        outlets.resume(connection, parts.reader().id, name)


def _draw_trial(channels: Sequence[Channel]) -> None:
    with parts.store().read() as connection:
        newest = digests.latest(connection, parts.reader().id)
    ready = newest is not None and bool(newest.picks)
    base_url = parts.settings().base_url
    if only_here(base_url):
        quiet("Links in it open on this machine alone until `EARMARK_BASE_URL` is an address that others can open.")
    if not ready:
        quiet("A test can be sent once there are five to send.")
    pressed = st.button("Send me a test", key="trial", icon=":material/send:", disabled=not ready)
    if not pressed:
        return
    with st.spinner("Sending…"):
        told = send_trial(parts.store(), parts.reader(), channels, parts.now(), base_url=base_url)
    for each in told:
        if each.outcome == "sent":
            st.success(plain(f"{each.sentence} Is it there?"), icon=":material/check:")
        else:
            st.error(plain(each.sentence), icon=":material/error:")
