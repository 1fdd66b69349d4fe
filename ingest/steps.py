"""The four steps of an episode's life, each from one stage to the next. They act, where stages decides.

A step's product and the new stage are committed together, so a kill at any moment costs at most the step in hand, and
every step may run twice.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection

from index.library.failures import BrokenIndex
from index.sync import index_episode
from ingest import stages
from ingest.fetching import fetch
from ingest.insights import contradictions
from ingest.insights.extraction import Distilled, distil
from ingest.model.report.told import mostly, why_nothing
from ingest.model.report.witness import Witness
from ingest.tools import Tools, Watcher
from ingest.transcribing import Ears, transcribe
from ingest.workers.jobs import ToRead
from store.errors import Transient
from store.queries import candidates, episodes, insights, transcripts
from store.queries.index import changes
from store.queries.models import readings
from store.records.episodes import Episode, Stage
from store.records.insights import DEMO_ORIGIN, Candidate, Insight
from store.records.readings import ModelReading
from store.records.transcripts import Span, Transcript

TWICE_FOLLOWED = "known from another address of the show"


def _fetch(tools: Tools, episode: Episode, watcher: Watcher) -> None:
    def on_bytes(done: float, total: float | None) -> None:
        watcher.advance(done, total, "bytes")

    coming = tools.ahead.brought.pop(episode.id, None)
    brought = coming.wait(on_bytes) if coming else None
    tools.ahead.offers[episode.id] = fetch(tools.store, tools.sources(episode), episode, on_bytes, brought)


def _transcribe(tools: Tools, episode: Episode, watcher: Watcher) -> None:
    ears = Ears(
        transcriber=lambda: tools.kit.transcriber,
        cache=tools.cache,
        keep_audio=tools.keep_audio,
        voices=lambda: tools.kit.voices,
        elsewhere=tools.ahead.hear,
    )
    offer = tools.ahead.offers.pop(episode.id, None)
    if not transcribe(tools.store, ears, episode, offer, lambda done, total: watcher.advance(done, total, "seconds")):
        _start_over(tools, episode)


def _start_over(tools: Tools, episode: Episode) -> None:
    """What an earlier step brought is gone, as when the cache folder was emptied."""
    with tools.store.write() as connection:
        episodes.advance(connection, episode.id, stages.restart(episode.progress))


def _distil(tools: Tools, episode: Episode, _: Watcher) -> None:
    with tools.store.read() as connection:
        transcript = transcripts.of_episode(connection, episode.id)
        spans = transcripts.adverts_of(connection, episode.id)
    if transcript is None:
        _start_over(tools, episode)
        return
    witness = Witness(tools.model) if tools.model else None
    distilled = _read_elsewhere(tools, episode) or distilled_by(tools, episode, transcript, spans, witness)
    keep_distilled(tools, episode, distilled, witness)


def _read_elsewhere(tools: Tools, episode: Episode) -> Distilled | None:
    """What a worker found in the talk; None where none looked, or a model is to look."""
    coming = tools.ahead.read.pop(episode.id, None)
    if coming is None:
        return None
    read = coming.wait(lambda done, total: None)
    tools.kit.embedder.learn(read.vectors)
    return read.distilled


def to_read(tools: Tools, episode: Episode) -> ToRead | None:
    """What a worker is given of a talk that is stored. Models are asked by the run alone, for it holds their purse."""
    with tools.store.read() as connection:
        transcript = transcripts.of_episode(connection, episode.id)
        spans = transcripts.adverts_of(connection, episode.id)
    if transcript is None:
        return None
    own_words = tools.model is None
    return ToRead(episode=episode, transcript=transcript, adverts=spans, now=tools.clock(), own_words=own_words)


def distilled_by(
    tools: Tools, episode: Episode, transcript: Transcript, spans: Sequence[Span], witness: Witness | None
) -> Distilled:
    return distil(
        episode,
        transcript,
        spans,
        tools.clock(),
        reading=tools.kit.reading,
        model=witness,
        judge=tools.judge,
        looking=tools.model if tools.second_look else None,  # no reading of the talk, so the witness has no part in it
    )


def reading_of(witness: Witness, distilled: Distilled, now: datetime) -> ModelReading:
    """How the model did. Own words in place of its claims are none of its doing."""
    kept = sum(insight.origin == witness.name for insight in distilled.insights)
    return witness.reading(distilled.refused, kept, now)


def keep_distilled(tools: Tools, episode: Episode, distilled: Distilled, witness: Witness | None) -> None:
    """Stores what was found in place of what was before, but for what readers saved, spoke on or were sent."""
    reading = reading_of(witness, distilled, tools.clock()) if witness else None
    with tools.store.write() as connection:
        found, elsewhere = _own(connection, episode.id, distilled.insights)
        refused = {**distilled.refused, **({TWICE_FOLLOWED: elsewhere} if elsewhere else {})}
        insights.keep(connection, episode.id, found, refused)
        candidates.keep(connection, episode.id, _told(distilled.weighed, found))
        if reading and reading.model != DEMO_ORIGIN:  # no model to be judged by it
            readings.keep(connection, episode.id, reading)
        episodes.annotate(connection, episode.id, _note(distilled, reading), fell_back=distilled.fell_back)
        episodes.advance(connection, episode.id, stages.succeed(Stage.DISTILLED))


def _note(distilled: Distilled, reading: ModelReading | None) -> str | None:
    """A sentence for the person; where a model found nothing, it says why."""
    if reading is None or distilled.note is None:
        return distilled.note or (why_nothing(reading) if reading else None)
    return f"{distilled.note}{mostly(reading)}" if reading.proposed and not reading.kept else distilled.note


def _own(connection: Connection, episode_id: int, found: Sequence[Insight]) -> tuple[list[Insight], int]:
    """The insights that no other episode holds, and how many one does: a show may be followed at two addresses."""
    known = insights.by_ids(connection, [insight.id for insight in found])
    taken = {insight_id for insight_id, cited in known.items() if cited.insight.episode_id != episode_id}
    own = [insight for insight in found if insight.id not in taken]
    return own, len(found) - len(own)


def _told(weighed: Sequence[Candidate], found: Sequence[Insight]) -> list[Candidate]:
    """The candidates, of which those that an episode elsewhere holds became no insight here."""
    own = {insight.id for insight in found}
    return [
        replace(each, outcome=TWICE_FOLLOWED, insight_id=None)
        if each.insight_id and each.insight_id not in own
        else each
        for each in weighed
    ]


def _index(tools: Tools, episode: Episode, _: Watcher) -> None:
    try:
        index_episode(
            tools.store,
            tools.library,
            tools.kit.embedder,
            episode.id,
            tools.clock(),
            space=tools.space,
            followed=tools.followed,
            archive=tools.archive,
        )
    except BrokenIndex as error:
        raise Transient(str(error)) from error  # the next try finds it broken and rebuilds it
    if tools.model:
        contradictions.ask(tools.store, tools.model, episode.id)
    with tools.store.write() as connection:
        episodes.advance(connection, episode.id, stages.succeed(Stage.INDEXED))
        place = changes.note(connection, [episode.id], tools.clock())
    tools.library.follows(place)


Step = Callable[[Tools, Episode, Watcher], None]
STEPS: dict[Stage, tuple[str, Step]] = {
    Stage.DISCOVERED: ("fetch", _fetch),
    Stage.FETCHED: ("transcribe", _transcribe),
    Stage.TRANSCRIBED: ("find insights", _distil),
    Stage.DISTILLED: ("index", _index),
}
