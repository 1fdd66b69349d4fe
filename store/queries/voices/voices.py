"""Queries on the voices of shows and on what they are called in transcripts."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
from sqlalchemy import Connection, Row, delete, func, insert, select, update

from store.records.episodes import Stage
from store.records.voices import Print, Voice, VoiceHeard
from store.schema.episodes import episodes
from store.schema.insights import insights
from store.schema.transcripts import chunks, transcripts
from store.schema.voices import voices, voices_heard


def _voice(row: "Row[tuple[object, ...]]") -> Voice:
    facts: dict[str, Any] = dict(row._mapping)
    return Voice(**facts | {"print": np.frombuffer(facts["print"], np.float32)})


def of_show(connection: Connection, show_id: int) -> Sequence[Voice]:
    """Those heard longest first."""
    statement = select(voices).where(voices.c.show_id == show_id).order_by(voices.c.seconds.desc(), voices.c.id)
    return [_voice(row) for row in connection.execute(statement)]


def called(connection: Connection, name: str) -> Sequence[Voice]:
    """The voices of that name, in all shows."""
    return [_voice(row) for row in connection.execute(select(voices).where(voices.c.name == name))]


def by_id(connection: Connection, voice_id: int) -> Voice | None:
    row = connection.execute(select(voices).where(voices.c.id == voice_id)).one_or_none()
    return _voice(row) if row else None


def episode_counts(connection: Connection) -> dict[int, int]:
    """Voice id → in how many episodes it is heard."""
    statement = select(voices_heard.c.voice_id, func.count()).group_by(voices_heard.c.voice_id)
    return {row[0]: row[1] for row in connection.execute(statement)}


def labels(connection: Connection, voice_id: int) -> dict[int, str]:
    """Episode id → what the voice is called in its transcript."""
    rows = connection.execute(select(voices_heard).where(voices_heard.c.voice_id == voice_id))
    return {row.episode_id: row.label for row in rows}


def heard_as(connection: Connection, episode_id: int, label: str) -> Voice | None:
    """Whose voice it is that the episode's transcript calls so."""
    statement = select(voices).join(voices_heard, voices_heard.c.voice_id == voices.c.id)
    where = (voices_heard.c.episode_id == episode_id) & (voices_heard.c.label == label)
    row = connection.execute(statement.where(where)).one_or_none()
    return _voice(row) if row else None


def keep(connection: Connection, show_id: int, episode_id: int, heard: Sequence[VoiceHeard]) -> None:
    """Stores who is heard in an episode, in place of what was known of it; new voices join the show's."""
    for before in connection.execute(select(voices_heard).where(voices_heard.c.episode_id == episode_id)).all():
        shorter = voices.c.seconds - before.seconds
        connection.execute(update(voices).where(voices.c.id == before.voice_id).values(seconds=shorter))
    connection.execute(delete(voices_heard).where(voices_heard.c.episode_id == episode_id))
    for each in heard:
        voice_id = each.voice_id or _new(connection, show_id, each)
        known = by_id(connection, voice_id)
        if known is None:
            continue
        if each.voice_id:
            blend(connection, known, each.print, each.seconds)
        if each.name and not known.name and not known.by_hand:
            rename(connection, voice_id, each.name, each.reason)
        row = {"episode_id": episode_id, "label": each.label, "voice_id": voice_id, "seconds": each.seconds}
        connection.execute(insert(voices_heard).values(row))


def _new(connection: Connection, show_id: int, heard: VoiceHeard) -> int:
    values = {"show_id": show_id, "name": heard.name, "reason": heard.reason, "seconds": heard.seconds}
    statement = insert(voices).values(**values, by_hand=False, print=heard.print.astype(np.float32).tobytes())
    return int(connection.execute(statement.returning(voices.c.id)).scalar_one())


def blend(connection: Connection, voice: Voice, row: Print, seconds: float) -> None:
    """The mean of what the voice sounds like, each print weighing as long as it was heard."""
    mean = voice.print * voice.seconds + row * seconds
    unit = np.asarray(mean / max(float(np.linalg.norm(mean)), 1e-9), np.float32)
    values = {"print": unit.tobytes(), "seconds": voice.seconds + seconds}
    connection.execute(update(voices).where(voices.c.id == voice.id).values(values))


def rename(
    connection: Connection, voice_id: int, name: str | None, reason: str | None, *, by_hand: bool = False
) -> Sequence[int]:
    """Gives the voice a name, or none, also where it was heard before; the ids of the episodes that were changed."""
    values = {"name": name, "reason": reason, "by_hand": by_hand}
    connection.execute(update(voices).where(voices.c.id == voice_id).values(values))
    changed = []
    for episode_id, label in labels(connection, voice_id).items():
        taken = _labels_in(connection, episode_id)
        wanted = name or free_label(taken)
        if wanted not in taken:
            _relabel(connection, episode_id, label, wanted)
            changed.append(episode_id)
    return changed


def merge(connection: Connection, voice: Voice, into: Voice) -> Sequence[int]:
    """The one voice becomes the other; the ids of the episodes that were changed."""
    blend(connection, into, voice.print, voice.seconds)
    changed = []
    theirs = labels(connection, into.id)
    for episode_id, label in labels(connection, voice.id).items():
        wanted = theirs.get(episode_id) or into.name or label
        where = (voices_heard.c.episode_id == episode_id) & (voices_heard.c.label == label)
        if episode_id in theirs:
            connection.execute(delete(voices_heard).where(where))
        else:
            connection.execute(update(voices_heard).where(where).values(voice_id=into.id))
        if wanted != label:
            _relabel(connection, episode_id, label, wanted)
            changed.append(episode_id)
    forget(connection, voice.id)
    return changed


def forget(connection: Connection, voice_id: int) -> None:
    """Deletes what the voice sounds like. What transcripts call it stays."""
    connection.execute(delete(voices_heard).where(voices_heard.c.voice_id == voice_id))
    connection.execute(delete(voices).where(voices.c.id == voice_id))


def free_label(taken: set[str]) -> str:
    """The first "Speaker N" that nobody is called."""
    return next(label for at in range(1, len(taken) + 2) if (label := f"Speaker {at}") not in taken)


def _labels_in(connection: Connection, episode_id: int) -> set[str]:
    row = connection.execute(select(transcripts.c.segments).where(transcripts.c.episode_id == episode_id)).first()
    return {segment["speaker"] for segment in row.segments if segment["speaker"]} if row else set()


def _relabel(connection: Connection, episode_id: int, label: str, wanted: str) -> None:
    """Calls a speaker otherwise wherever the episode does; it is indexed again by the next run."""
    change = _changed_speaker(label, wanted)
    for table, column in ((transcripts, "segments"), (chunks, "sentences"), (insights, "support")):
        key = next(iter(table.primary_key))
        for row in connection.execute(select(key, table.c[column]).where(table.c.episode_id == episode_id)).all():
            connection.execute(update(table).where(key == row[0]).values({column: [change(one) for one in row[1]]}))
    for table in (chunks, insights):
        where = (table.c.episode_id == episode_id) & (table.c.speaker == label)
        connection.execute(update(table).where(where).values(speaker=wanted))
    where = (voices_heard.c.episode_id == episode_id) & (voices_heard.c.label == label)
    connection.execute(update(voices_heard).where(where).values(label=wanted))
    indexed = (episodes.c.id == episode_id) & (episodes.c.stage == Stage.INDEXED)
    connection.execute(update(episodes).where(indexed).values(stage=Stage.DISTILLED))


def _changed_speaker(label: str, wanted: str) -> Callable[[Mapping[str, object]], Mapping[str, object]]:
    def change(row: Mapping[str, object]) -> Mapping[str, object]:
        return {**row, "speaker": wanted} if row["speaker"] == label else row

    return change
