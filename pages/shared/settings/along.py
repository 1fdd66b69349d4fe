"""Everything taken along, for other programs. Written when it is asked for, not when the page is drawn."""

from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

import streamlit as st

from digest import export
from digest.outlets import tables
from digest.outlets.belongings import Which, belongings, in_one_file, subscriptions
from digest.tags import Tags
from pages.shared import parts
from pages.shared.frame import quiet, spoken_errors
from store.backups import archive
from store.queries import feedback
from store.records.insights import CitedInsight


@st.fragment
@spoken_errors()
def draw() -> None:
    st.header("Take it along", anchor=False)
    quiet("Yours are the insights of your five, of your followed threads, and those you saved.")
    with st.container(horizontal=True, gap="small"):
        _offer("All insights (JSON lines)", _json_lines, "earmark.jsonl", "application/x-ndjson")
        _offer("All insights (CSV)", _table, "earmark.csv", "text/csv")
        _offer("Yours as notes (Markdown)", _notes, "earmark.md", "text/markdown")
        _offer("Yours for Readwise (CSV)", _readwise, "earmark-readwise.csv", "text/csv")
        _offer("Your shows (OPML)", _shows, "earmark-shows.opml", "text/x-opml")
        if parts.is_owner():  # it holds what every reader saved and said
            _offer("A backup of everything, without keys (ZIP)", _backup, "earmark-backup.zip", "application/zip")


def _offer(words: str, written: Callable[[], str | bytes], name: str, mime: str) -> None:
    st.download_button(words, written, name, mime, icon=":material/download:", type="tertiary", on_click="ignore")


def _listed(which: Which) -> list[CitedInsight]:
    with parts.store().read() as connection:
        return belongings(connection, parts.reader().id, which)


def _tags() -> Tags:
    with parts.store().read() as connection:
        return feedback.tags_of(connection, parts.reader().id)


def _backup() -> bytes:
    """Without keys: a browser's downloads are anybody's to read."""
    with TemporaryDirectory(prefix="earmark-") as room:
        made = Path(room) / "backup.zip"
        archive.write(parts.backup_place(), made, parts.now(), keys=False)
        return made.read_bytes()


def _json_lines() -> str:
    return "".join(f"{line}\n" for line in export.jsonl(parts.store(), _tags()))


def _table() -> str:
    return "".join(f"{line}\n" for line in tables.table(_listed(Which.ALL), _tags()))


def _readwise() -> str:
    return "".join(f"{line}\n" for line in tables.readwise(_listed(Which.MINE), _tags()))


def _notes() -> str:
    reader, home = parts.reader(), parts.settings().base_url
    return "\n".join(in_one_file(_listed(Which.MINE), reader, home, _tags()))


def _shows() -> str:
    with parts.store().read() as connection:
        return subscriptions(connection, parts.now())
