"""The doctor on this machine: settings, keys, disk, clock, model weights."""

import difflib
import os
import shutil
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime, timedelta
from pathlib import Path

from dotenv import dotenv_values

import config
from commands.frame import Frame
from commands.upkeep.finding import Finding
from digest.standing import FULL_BYTES, TIGHT_BYTES
from ingest.speech.known import DEFAULT, SMALL, recogniser
from store.backups.kept import kept
from store.backups.manifest import KEY
from store.errors import EarmarkError
from store.kept_settings import NAME as KEPT
from store.queries import digests, shows

_CLOCKS_DIFFER = timedelta(minutes=10)  # by judgement, not measured: no harm comes of less
_SECRET = ("KEY", "PASSWORD", "TOKEN", "SECRET")
_PREFIX = "EARMARK_"


def settings(_: Frame) -> Iterator[Finding]:
    """That they can be read, the command's beginning has shown; what it cannot show are names that nobody reads."""
    known = {f"{_PREFIX}{name}".upper() for name in config.Settings.model_fields}
    named = {name.upper() for name in (*os.environ, *dotenv_values(".env")) if name.upper().startswith(_PREFIX)}
    for name in sorted(named - known):
        near = difflib.get_close_matches(name, known, n=1)
        todo = f"did you mean {near[0]}?" if near else "README lists the settings"
        yield Finding(about="settings", state="look", told=f"nothing reads {name}", todo=todo)
    if named <= known:
        yield Finding(about="settings", state="fine", told=f"{len(named)} set")


def secrets(face: Frame) -> Iterator[Finding]:
    folder = face.settings.data_dir
    copies = [each.path for each in kept(config.open_backups(face.settings, face.clock).folder)]
    files = [
        folder / KEPT,
        folder / KEY,
        Path(".streamlit/secrets.toml"),
        *copies,
        *([Path(".env")] if _holds_a_secret(Path(".env")) else []),
    ]
    open_ones = [file for file in files if file.is_file() and file.stat().st_mode & 0o077]
    for file in open_ones:
        yield Finding(
            about="secrets",
            state="wrong",
            told=f"others on this machine may read {file}, which holds keys",
            todo=f"chmod 600 {file}",
            repair=_closing(file),
        )
    if not open_ones:
        yield Finding(about="secrets", state="fine", told="only you may read the files that hold keys")


def passwords(face: Frame) -> Iterator[Finding]:
    from ingest.feeds.credentials import access_of  # as below

    seal = config.open_seal(face.settings)
    with face.store.read() as connection:
        for show in shows.all_shows(connection):
            try:
                access_of(connection, show, seal)
            except EarmarkError as error:
                yield Finding(about="private feeds", state="wrong", told=show.title, todo=str(error))


def disk(face: Frame) -> Iterator[Finding]:
    free = shutil.disk_usage(face.settings.data_dir).free
    told = f"{free / 1e9:.1f} GB free at {face.settings.data_dir}"
    state, todo = (
        ("wrong", "make room: nothing can be taken in")
        if free < FULL_BYTES
        else ("look", "make room: an episode's audio may need a gigabyte")
        if free < TIGHT_BYTES
        else ("fine", "")
    )
    if not os.access(face.settings.data_dir, os.W_OK):
        state, todo = "wrong", "its folder cannot be written: check EARMARK_DATA_DIR and who owns it"
    yield Finding(about="disk", state=state, told=told, todo=todo)  # type: ignore[arg-type]


def clock(face: Frame) -> Iterator[Finding]:
    """A clock that was set back makes feeds rest and backups wait until it has caught up."""
    with face.store.read() as connection:
        latest = digests.latest(connection, face.reader.id)
        seen = [show.checked_at for show in shows.all_shows(connection) if show.checked_at]
    last = max([*seen, *([latest.created_at] if latest else [])], default=None)
    now = face.clock()
    if last and last - now > _CLOCKS_DIFFER:
        told = f"it says {_minute(now)}, but something was done at {_minute(last)}"
        yield Finding(about="clock", state="wrong", told=told, todo="set this machine's clock by the network")
    else:
        yield Finding(about="clock", state="fine", told=f"{_minute(now)} ({face.settings.timezone} is yours)")


def weights(face: Frame) -> Iterator[Finding]:
    found = list(_weights(face))
    wrong = {name: error for name, check in found if (error := _trouble(check))}
    for name, error in wrong.items():
        yield Finding(about="weights", state="wrong", told=name, todo=error)
    right = [name for name, _ in found if name not in wrong]
    if right:
        yield Finding(about="weights", state="fine", told=f"as published: {', '.join(right)}")


def _weights(face: Frame) -> Iterator[tuple[str, Callable[[], object]]]:
    # What brings episodes in is loaded by whoever asks the doctor, not by every command.
    from index.embedding import packaged_embedder
    from ingest.voices import encoder
    from language import grammar

    yield "embedder", packaged_embedder.published
    yield "grammar", grammar.published
    if face.settings.voices == "auto":
        yield "voices", encoder.published
    named = face.settings.whisper_model
    for name in (named,) if named else (DEFAULT, SMALL):
        if recogniser(name):
            yield f"recogniser {name}", _reading(name, face.settings.recognisers_dir)


def _reading(name: str, brought: Path) -> Callable[[], object]:
    from ingest.speech.weights import weights

    return lambda: weights(name, brought)


def _trouble(check: Callable[[], object]) -> str | None:
    try:
        check()
    except EarmarkError as error:
        return str(error)
    return None


def _closing(file: Path) -> Callable[[], str]:
    def close() -> str:
        file.chmod(0o600)
        return f"only you may read {file} now"

    return close


def _holds_a_secret(file: Path) -> bool:
    found: Mapping[str, str | None] = dotenv_values(file) if file.is_file() else {}
    return any(value and name.upper().endswith(_SECRET) for name, value in found.items())


def _minute(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d %H:%M} UTC"
