"""Has the quotes of the day's five listened to, between their choice and their sending."""

from dataclasses import replace
from functools import cached_property

import config
from commands.frame import Frame, err
from digest.morning import TodaysChoice
from ingest.feeds.credentials import access_to
from ingest.speech.recognition import Transcriber
from ingest.voices.encoder import VoiceEncoder
from ingest.voices.hearing import Listener, hear
from store.queries import digests, shows


class _Ears:
    """The slow parts, made once where a quote needs them."""

    def __init__(self, face: Frame) -> None:
        self._settings = face.settings

    @cached_property
    def transcriber(self) -> Transcriber:
        return config.open_transcriber(self._settings)

    @cached_property
    def voices(self) -> VoiceEncoder | None:
        return config.open_voices(self._settings)


def with_hearings(face: Frame, choice: TodaysChoice) -> TodaysChoice:
    """The choice, its quotes listened to where that is wanted and was not done. The demo's audio is not served then."""
    digest = choice.digest
    if digest is None or face.settings.hear_five == "off":
        return choice
    with face.store.read() as connection:
        demo = {show.id for show in shows.all_shows(connection) if show.demo}
    quotes = [pick.cited for pick in digest.picks if pick.cited.heard is None and pick.cited.show_id not in demo]
    if not quotes:
        return choice
    ears, seal = _Ears(face), config.open_seal(face.settings)
    listener = Listener(
        store=face.store,
        web=config.open_web(face.settings),
        cache=face.settings.cache_dir,
        max_bytes=face.settings.max_audio_mb * 1_000_000,
        access=lambda show_id: access_to(face.store, seal, show_id),
        transcriber=lambda: ears.transcriber,
        voices=lambda: ears.voices,
    )
    with err.status("Listening to the quotes of the five…"):
        hear(listener, quotes)
    with face.store.read() as connection:
        return replace(choice, digest=digests.of_day(connection, digest.reader_id, digest.day))
