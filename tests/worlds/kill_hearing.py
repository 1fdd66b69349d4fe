"""Recognises FOLDER/a.wav as episode 1, in a process that kills itself (SIGKILL) once COUNT parts are stored.

    python tests/worlds/kill_hearing.py FOLDER COUNT

With COUNT 0 it lives, and prints where it began.
"""

import os
import signal
import sys
from datetime import UTC, datetime
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from ingest import transcribing
from ingest.speech import recognition
from store import open_store
from store.queries import episodes as known
from store.queries import recognised, shows
from store.records.episodes import FeedEpisode
from store.records.shows import Feed

folder, count = Path(sys.argv[1]), int(sys.argv[2])
NOW = datetime(2026, 6, 1, tzinfo=UTC)
store = open_store(f"sqlite:///{folder / 'earmark.db'}")
with store.write() as connection:
    if not shows.all_shows(connection):
        shows.add(connection, "http://a.example/feed", Feed(title="A"), NOW)
        feed = FeedEpisode(key="k", title="Talk", published=NOW, audio_url="http://a.example/a")
        known.discover(connection, 1, feed, NOW, wanted=True)
with store.read() as connection:
    episode = known.by_id(connection, 1)
    sys.stdout.write(str(recognised.so_far(connection, 1)[1].until))

recognition._FEW = recognition._MANY = 1
transcriber = recognition.WhisperTranscriber("tiny.en", threads=2)
stored = []


def advance(*_):
    stored.append(1)
    if len(stored) == count:
        os.kill(os.getpid(), signal.SIGKILL)


asked = transcribing.to_hear(store, episode, folder / "a.wav", None)
transcribing.listen(asked, lambda: transcriber, lambda: None, transcribing.keeper(store, 1), advance)
