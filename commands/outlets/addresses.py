"""addresses: where feeds, the page of the day and the sound are found; renewed or closed where one got about."""

import json
from enum import StrEnum
from typing import Annotated

import typer

from commands.frame import Frame, OutputForm, err, frame, out, print_address
from digest.outlets.addresses import only_here, opened, renewed, ways
from store.errors import Mistake
from store.queries import outlets
from store.records.readers import OutletKind


class Kind(StrEnum):
    FIVE = "five"
    THREAD = "thread"
    PAGE = "page"
    SOUND = "sound"
    MAIL = "mail"


def addresses(
    context: typer.Context,
    thread: Annotated[int | None, typer.Option(help="Open the feeds of a thread.")] = None,
    sound: Annotated[bool, typer.Option("--sound", help="Open the five as sound, made from tomorrow on.")] = False,
    renew: Annotated[Kind | None, typer.Option(help="A new address; the old one is dead.")] = None,
    close: Annotated[Kind | None, typer.Option(help="No address any more.")] = None,
    form: Annotated[OutputForm, typer.Option("--format")] = OutputForm.TEXT,
) -> None:
    """The secret addresses of your feeds, your page of the day and your five as sound."""
    face = frame(context)
    if close and renew:
        raise Mistake("say --renew or --close, not both")
    thread_id = face.thread(thread).id if thread is not None else 0
    wanted = close or renew
    if wanted and (wanted is Kind.THREAD) != bool(thread_id):
        raise Mistake("--thread names the thread whose feeds are meant; other kinds are of no thread")
    if close:
        _close(face, close, thread_id)
        return
    listed = _opened(face, renew, thread_id, sound=sound)
    if form is OutputForm.JSON:
        typer.echo(
            json.dumps([{"kind": kind, "of": of, "address": url} for kind, of, url in listed], ensure_ascii=False)
        )
        return
    for kind, of, url in listed:
        out.print(f"{kind:<7} {of}", markup=False)
        print_address(url, indent=8)
    if only_here(face.settings.base_url):
        err.print("Other devices reach them only once EARMARK_BASE_URL is an address of this page that they can open.")


def _close(face: Frame, kind: Kind, thread_id: int) -> None:
    reader = face.reader
    with face.store.write() as connection:
        was_open = outlets.close(connection, reader.id, kind.value, thread_id)
    out.print("Closed: the address leads nowhere now." if was_open else "It was not open.")


def _opened(face: Frame, renew: Kind | None, thread_id: int, *, sound: bool) -> list[tuple[str, str, str]]:
    """(kind, of what, address) of all that are open, after opening those of the day and of the thread."""
    reader, now = face.reader, face.clock()
    kinds: list[tuple[OutletKind, int]] = [("five", 0), ("page", 0)]
    kinds += [("sound", 0)] if sound else []  # only where it is wanted: each morning fetches audio for it
    kinds += [("thread", thread_id)] if thread_id else []
    with face.store.write() as connection:
        for kind, of in kinds:
            opened(connection, reader.id, kind, now, of)
        if renew:
            renewed(connection, reader.id, renew.value, now, thread_id)
    with face.store.read() as connection:
        found = ways(connection, reader.id, face.settings.base_url)
    return [(way.outlet.kind, way.of, url) for way in found for url in way.addresses]
