"""add, remove, retry: which shows are followed, and another try for what failed."""

from collections.abc import Sequence
from typing import Annotated

import typer
from sqlalchemy import Connection

import config
from commands.demo import world
from commands.frame import Frame, err, frame, out, plural
from index.sync import take_over
from ingest import stages
from ingest.artwork import take_artwork
from ingest.feeds.subscription import AddedShow, add_source
from ingest.web.client import without_secrets
from store.errors import EarmarkError, Mistake
from store.lock import run_lock
from store.queries import episodes, shows
from store.queries.index import changes
from store.records.episodes import Episode, Stage


def add(
    context: typer.Context,
    source: Annotated[
        str, typer.Argument(help="A feed's or a page's address, an Apple Podcasts link, a name, or an OPML file.")
    ],
    newest: Annotated[int | None, typer.Option(min=0, help="How many of the newest episodes to take.")] = None,
    by_name: Annotated[bool, typer.Option("--by-name", help="It is a show's name, never a file.")] = False,
) -> None:
    """Follow a show, or all shows of an OPML file."""
    face = frame(context)
    count = face.settings.newest if newest is None else newest
    only_demo = world.followed(face) and world.wanted(face)
    web = config.open_web(face.settings)
    results = add_source(
        face.store,
        web,
        source,
        face.clock(),
        newest=count,
        seal=config.open_seal(face.settings),
        directory=config.open_directory(face.settings, web),
        files=not by_name,
    )
    take_artwork(face.store, web, face.clock())
    added = [result for result in results if isinstance(result, AddedShow)]
    for result in results:
        if not isinstance(result, AddedShow):
            err.print(f"left out: {result.source}: {result.error}", markup=False)
        elif result.new:
            told = f"Following {result.title}: {result.taken} of {result.known} episodes will be taken."
            out.print(told, markup=False)
        else:
            out.print(f"Already following {result.title}.", markup=False)
    if not added:
        raise EarmarkError(f"nothing could be added from {without_secrets(source)}")
    if any(result.new for result in added):
        out.print("Run [bold].venv/bin/python cli.py daily[/] to take them now.")
        if only_demo:
            out.print("The demo shows stay until you say [bold].venv/bin/python cli.py remove --demo[/].")


def remove(
    context: typer.Context,
    show: Annotated[str | None, typer.Argument(help="The show's id, address or title.")] = None,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")] = False,
    demo: Annotated[bool, typer.Option("--demo", help="Remove the demo shows.")] = False,
) -> None:
    """Stop following a show and forget its episodes and insights."""
    face = frame(context)
    if demo == (show is not None):
        raise Mistake("name one show to remove, or --demo for the demo shows")
    with face.store.read() as connection:
        chosen = [s for s in shows.all_shows(connection) if s.demo] if show is None else [face.show(show)]
        known = {s.id: episodes.of_show(connection, s.id) for s in chosen}
    if not chosen:
        out.print("No demo show is followed.")
        return
    with run_lock(face.settings.data_dir, face.store.engine):
        for leaving in chosen:
            question = f"Remove {leaving.title} with its {len(known[leaving.id])} episodes and their insights?"
            if not yes and not typer.confirm(question):
                out.print("Nothing was removed.")
                return
            _remove(face, leaving.id, [episode.id for episode in known[leaving.id]])
            out.print(f"Removed {leaving.title}.", markup=False)
        if demo:
            world.forget(face)


def _remove(face: Frame, show_id: int, episode_ids: Sequence[int]) -> None:
    settings, library = face.settings, config.open_library(face.settings)
    take_over(face.store, library, config.model_name(settings), lambda: config.open_embedder(settings))
    with face.store.write() as connection:
        shows.remove(connection, show_id)
        place = changes.note(connection, episode_ids, face.clock())
    library.forget(episode_ids)
    library.follows(place)


def retry(
    context: typer.Context,
    episode: Annotated[int | None, typer.Argument(help="The episode's id; all failed ones when left out.")] = None,
    show: Annotated[str | None, typer.Option(help="Let this show's feed be asked again, even if it has ended.")] = None,
) -> None:
    """Let failed feeds and episodes be tried again, and those that the model missed; with an id also one of the back
    catalogue."""
    face = frame(context)
    if show is not None:
        found = face.show(show)
        if found.paused_at:
            raise Mistake(f"{found.title} is paused: `resume {found.id}` has it looked at again")
        with face.store.write() as connection:
            shows.reopen(connection, found.id)
        out.print(f"{found.title} will be asked again at the next `cli.py daily`.", markup=False)
        return
    with face.store.write() as connection:
        if episode is None:
            _retry_all(face, connection)
            return
        known = episodes.by_id(connection, episode)
        if known is None:
            raise Mistake(f"there is no episode {episode}: `status` lists those that failed")
        if known.replaced_at is not None:
            episodes.take_again(connection, episode)
            out.print(f"The new audio of {known.feed.title} will be taken {_when(connection, known)}.", markup=False)
            return
        if known.fell_back and known.progress.error is None:
            _ask_again(face, connection, known)
            out.print(f"The model will read {known.feed.title} {_when(connection, known)}.", markup=False)
            return
        if known.wanted and known.progress.error is None:
            out.print(f"{known.feed.title} is {known.progress.stage.value}: there is nothing to retry.", markup=False)
            return
        episodes.want(connection, episode)
        out.print(f"{known.feed.title} will be taken {_when(connection, known)}.", markup=False)


def _when(connection: Connection, episode: Episode) -> str:
    show = shows.by_id(connection, episode.show_id)
    return "once its show is resumed" if show and show.paused_at else "at the next `cli.py daily`"


def _retry_all(face: Frame, connection: Connection) -> None:
    missed = episodes.fallen_back(connection)
    count = episodes.reopen(connection) + shows.reopen(connection)
    if count:
        out.print(f"{count} will be tried again at the next `cli.py daily`.")
    if missed and face.settings.llm:
        for each in missed:
            _ask_again(face, connection, each)
        out.print(f"The model will read {plural(len(missed), 'episode')} at the next `cli.py daily`.")
    elif missed:
        out.print(f"{plural(len(missed), 'episode')} could be read by a model: set EARMARK_LLM first.")
    elif not count:
        out.print("Nothing has failed.")


def _ask_again(face: Frame, connection: Connection, episode: Episode) -> None:
    """Takes the episode back to its transcript. Its insights stay until the model's are there."""
    if face.settings.llm is None:
        raise Mistake("no model is set to read it: set EARMARK_LLM first")
    episodes.advance(connection, episode.id, stages.succeed(Stage.TRANSCRIBED))
