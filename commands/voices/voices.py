"""voices list, rename, unname, merge, forget: the voices of shows. What changes is searched by its new name after the
next run.
"""

from typing import Annotated

import typer
from rich.markup import escape
from rich.table import Table

from commands.frame import Frame, frame, out, plural
from digest.wording import plain
from ingest.voices.naming import change_name, forgotten, merged
from store.errors import Mistake
from store.queries import shows
from store.queries.voices import voices
from store.records.voices import Voice

VoiceId = Annotated[int, typer.Argument(help="The voice's id, as `voices list` gives it.")]


def listing(context: typer.Context, show: Annotated[str | None, typer.Argument(help="One show alone.")] = None) -> None:
    """List the voices of your shows and how each name is known."""
    face = frame(context)
    wanted = face.show(show).id if show else None
    with face.store.read() as connection:
        followed = [each for each in shows.all_shows(connection) if wanted in (None, each.id)]
        known = [(each, voices.of_show(connection, each.id)) for each in followed]
        counts = voices.episode_counts(connection)
    table = Table("id", "show", "voice", "episodes", "minutes", "known by")
    for one, heard in known:
        for voice in heard:
            minutes = f"{voice.seconds / 60:.0f}"
            row = (str(voice.id), one.title, _called(voice), str(counts.get(voice.id, 0)), minutes, _known_by(voice))
            table.add_row(*map(escape, row))
    if table.row_count:
        out.print(table)
    else:
        out.print("No voice is known yet: they are told apart where Earmark recognises the audio itself.")


def rename(
    context: typer.Context, voice: VoiceId, name: Annotated[str, typer.Argument(help="What the voice is called.")]
) -> None:
    """Give a voice a name, in all its episodes; no program changes it."""
    face = frame(context)
    known = _voice(face, voice)
    changed = change_name(face.store, known, plain(name))
    out.print(f"{_called(known)} is {plain(name)} now, in {plural(changed, 'episode')}.", markup=False)


def unname(context: typer.Context, voice: VoiceId) -> None:
    """Take a voice's name away, in all its episodes; no program names it again."""
    face = frame(context)
    known = _voice(face, voice)
    if known.name is None:
        raise Mistake(f"voice {voice} has no name")
    changed = change_name(face.store, known, None)
    told = f"{known.name} has no name any more, in {plural(changed, 'episode')}"
    out.print(f"{told}; `cli.py voices rename {voice} NAME` gives one.", markup=False)


def merge(
    context: typer.Context,
    voice: VoiceId,
    into: Annotated[int, typer.Argument(help="The id of the voice that stays.")],
) -> None:
    """Make two voices of a show one: they are the same person."""
    face = frame(context)
    loser, survivor = _voice(face, voice), _voice(face, into)
    merged(face.store, loser, survivor)
    out.print(f"Voice {loser.id}, {_called(loser)}, is voice {survivor.id}, {_called(survivor)}, now.", markup=False)


def forget(
    context: typer.Context,
    voice: VoiceId,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
) -> None:
    """Delete what a voice sounds like; what transcripts call it stays."""
    face = frame(context)
    known = _voice(face, voice)
    if not yes and not typer.confirm(f"Delete what {_called(known)} sounds like? It will not be known again."):
        out.print("Nothing was forgotten.")
        return
    forgotten(face.store, known)
    out.print(f"Forgotten: what {_called(known)} sounds like. Its transcripts are as they were.", markup=False)


def _voice(face: Frame, voice_id: int) -> Voice:
    with face.store.read() as connection:
        found = voices.by_id(connection, voice_id)
    if found is None:
        raise Mistake(f"there is no voice {voice_id}: `cli.py voices list` gives their ids")
    return found


def _called(voice: Voice) -> str:
    return voice.name or "a voice without a name"


def _known_by(voice: Voice) -> str:
    if voice.by_hand:
        return "your word"
    return voice.reason or ""
