"""The hour and the time zone in which the five come."""

from zoneinfo import available_timezones

import streamlit as st

import config
from pages.shared import parts, times
from pages.shared.frame import spoken_errors
from pages.shared.settings import changes, fixed

_HOUR, _ZONE = "hour-choice", "zone-choice"


@st.fragment
@spoken_errors()
def draw() -> None:
    st.header("When the five come", anchor=False)
    reader = parts.reader()
    st.session_state[_HOUR], st.session_state[_ZONE] = reader.hour, reader.timezone
    zones = sorted(available_timezones() | {reader.timezone})
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.selectbox(
            "Hour",
            range(24),
            format_func=lambda hour: f"{hour:02}:00",
            key=_HOUR,
            width=120,
            disabled=fixed.is_fixed("hour"),
            on_change=_change,
        )
        st.selectbox(
            "Time zone",
            zones,
            key=_ZONE,
            format_func=lambda name: name.replace("_", " "),
            width=280,
            disabled=fixed.is_fixed("timezone"),
            on_change=_change,
        )
    fixed.draw("hour", "timezone")
    changes.draw("hour")


@spoken_errors()
def _change() -> None:
    before = parts.reader()
    hour, zone = st.session_state[_HOUR], st.session_state[_ZONE]
    _set(hour, zone)
    told = f"The five come at {hour:02}:00 ({zone})."
    changes.note("hour", told, lambda: _set(before.hour, before.timezone))


def _set(hour: int, zone: str) -> None:
    config.set_hour(config.read_settings(), parts.store(), parts.reader(), hour=hour, timezone=zone)
    parts.forget_settings()
    times.keep_zone(zone)
