"""Who reads here: readers come, change, and go with all that is theirs. `name` is what the terminal calls them."""

import shutil
from dataclasses import replace
from pathlib import Path

from digest.delivery import timetable
from digest.outlets.podcast import sound_folder
from store import Store
from store.errors import Mistake
from store.queries import digests, outlets
from store.records.readers import Reader

_LONGEST_NAME = 60  # letters; by judgement, not measured: it stands in one line of the page's foot


def login_of(text: str) -> str:
    """As it is kept and compared: an e-mail address in small letters, another name as it stands."""
    told = text.strip()
    return told.lower() if "@" in told and "#" not in told else told


def add(store: Store, wanted: Reader) -> Reader:
    """`wanted` without its id. Mistake when the name or the login is taken, or is none."""
    name = " ".join(wanted.name.split())
    if not name or len(name) > _LONGEST_NAME or not name.isprintable():
        raise Mistake(f"{wanted.name!r} is no name for a reader: use up to {_LONGEST_NAME} letters")
    with store.write() as connection:
        if digests.reader_named(connection, name):
            raise Mistake(f"{name} reads here already: `cli.py readers change` changes what is known of them")
        made = digests.keep_reader(connection, name, email=wanted.email, timezone=wanted.timezone, hour=wanted.hour)
    try:
        return give_login(store, made, wanted.login)
    except Mistake:
        remove(store, made, None)
        raise


def give_login(store: Store, reader: Reader, login: str | None) -> Reader:
    """What the login before the page calls them; None or nothing lets them in no more. Mistake when it is another's."""
    kept = login_of(login or "") or None
    with store.write() as connection:
        other = digests.reader_with_login(connection, kept) if kept else None
        if other and other.id != reader.id:
            raise Mistake(f"{other.name} signs in as {kept} already")
        digests.give_login(connection, reader.id, kept)
    return replace(reader, login=kept)


def remove(store: Store, reader: Reader, data_dir: Path | None) -> None:
    """With all that is theirs, also their sound in `data_dir`, for the next reader may have the number."""
    with store.write() as connection:
        timetable.forget(connection, reader)
        digests.remove_reader(connection, reader.id)
    if data_dir:
        shutil.rmtree(sound_folder(data_dir, reader.id), ignore_errors=True)


def admitted(store: Store, login: str) -> Reader | None:
    """The reader whom that login lets in."""
    with store.read() as connection:
        return digests.reader_with_login(connection, login_of(login))


def named(store: Store, name: str) -> Reader:
    with store.read() as connection:
        found = digests.reader_named(connection, name)
        known = [one.name for one in outlets.every_reader(connection)]
    if found is None:
        raise Mistake(f"nobody called {name!r} reads here: there is {', '.join(known) or 'nobody yet'}")
    return found
