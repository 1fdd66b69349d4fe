"""The models that can be had, as `model list` tells them: on this machine, by the keys here, and three suggestions."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import streamlit as st
from rich.filesize import decimal

from pages.shared import terminal
from pages.shared.frame import quiet
from pages.shared.safe import plain
from pages.shared.settings import runs


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """A model with where it is and what it takes, in words."""

    name: str
    address: str
    told: str


def draw(act: Callable[[str, str, str], None], *, can_use: bool) -> None:
    """`act` begins a work with a model: TRY or USE, its name, the address of its server."""
    if runs.running(runs.FIND):
        with st.container(key="told-found"):
            quiet(":shimmer[Looking for models on this machine and among its keys…]")
        return
    listed = runs.record(runs.FIND)
    words = "Look again" if listed else "Look for models here"
    if st.button(words, key="find-models", icon=":material/search:", type="tertiary"):
        terminal.begin(runs.FIND, "model", "list", "--format", "json")
        st.rerun()
    if not isinstance(listed, dict):
        return
    offers = list(_offers(listed))
    if not listed.get("servers"):
        quiet("No server of models answers on this machine.")
    for at, offer in enumerate(offers):
        _draw(at, offer, act, can_use=can_use)


def _draw(at: int, offer: Offer, act: Callable[[str, str, str], None], *, can_use: bool) -> None:
    with st.container(horizontal=True, vertical_alignment="center", key=f"act-found-{at}"):
        st.markdown(f"**{plain(offer.name)}**  \n:small[:gray[{plain(offer.told)}]]", width="stretch")
        for work, words, icon in ((runs.TRY, "Examine it", "quiz"), (runs.USE, "Have it write", "edit")):
            st.button(
                words,
                key=f"{work}-found-{at}",
                icon=f":material/{icon}:",
                type="tertiary",
                disabled=work == runs.USE and not can_use,
                on_click=act,
                args=(work, offer.name, offer.address),
            )


def _offers(listed: Mapping[str, Any]) -> Iterator[Offer]:
    for server in listed.get("servers", ()):
        for model in server["models"]:
            size = f", {decimal(model['size_bytes'])}" if model["size_bytes"] else ""
            told = f"{server['kind'] or 'Your server'} at {server['address']}{size}"
            yield Offer(name=model["name"], address=model["base_url"] or "", told=told)
    for key in listed.get("keys", ()):
        for name in key["models"]:
            yield Offer(name=name, address="", told=f"By {key['variable']}")
    for each in listed.get("suggestions", ()):
        yield Offer(name=each["model"], address="", told=f"Suggested for a {each['name']}: {_takes(each)}")


def _takes(suggestion: Mapping[str, Any]) -> str:
    """As `model list` says it."""
    told: Sequence[str] = []
    if suggestion["size_gb"]:
        told = [*told, f"{suggestion['size_gb']:g} GB to load, about {suggestion['memory_gb']:g} GB of memory"]
    if suggestion["minutes_an_hour"]:
        told = [*told, f"an hour of audio takes some {max(1, round(suggestion['minutes_an_hour']))} min (estimate)"]
    if suggestion["usd_an_hour"]:
        told = [*told, f"an hour of audio costs ${suggestion['usd_an_hour']:.3f}"]
    return "; ".join(told)
