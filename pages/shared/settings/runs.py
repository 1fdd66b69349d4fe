"""What looks for models, asks one or brings one: commands, which go on when the page is closed."""

import json
from collections.abc import Sequence

import streamlit as st

from pages.shared import parts, terminal
from store import kept_settings

TRY, USE, FIND = "model-try", "model-use", "model-find"
EARS, HEAR = "ears-find", "ears-use"
EVERY_SECONDS = 3  # by judgement, not measured: how often the page asks how far one of them has come


def running(*works: str) -> bool:
    return any(terminal.is_running(work) for work in works)


def begin(work: str, name: str, address: str = "", key: str = "") -> None:
    """TRY or USE, with the model of that name."""
    options = [*(["--base-url", address] if address else []), *(["--key"] if key else [])]
    words = ("try", "--format", "json") if work == TRY else ("use",)
    terminal.begin(work, "model", *words, *options, "--", name, secret=key)


def record(work: str) -> object:
    """The JSON with which the last run of the work ended, behind whatever it said on the way; None where it did not."""
    lines = terminal.words_of(work)
    begins = next((at for at, line in enumerate(lines) if line[:1] in ("{", "[")), len(lines))
    try:
        return json.loads("\n".join(lines[begins:]))
    except ValueError:
        return None


def kept(fields: Sequence[str]) -> dict[str, str | None]:
    """What is kept of the settings, None for each that is not."""
    found = kept_settings.read(parts.settings().data_dir)
    return {field: found.get(field) for field in fields}


def put_back(values: dict[str, str | None]) -> None:
    kept_settings.keep(parts.settings().data_dir, values)
    parts.forget_settings()


def remember(work: str, fields: Sequence[str]) -> None:
    """How the settings stood before a run that this visit began."""
    st.session_state[f"before-{work}"] = kept(fields)


def ended(work: str, fields: Sequence[str]) -> tuple[dict[str, str | None], dict[str, str | None]] | None:
    """Once, after a run that this visit began: how its settings stood before and stand now."""
    if f"before-{work}" not in st.session_state or running(work):
        return None
    parts.forget_settings()
    return st.session_state.pop(f"before-{work}"), kept(fields)
