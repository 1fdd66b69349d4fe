"""The five as sound, made after a morning for readers who opened that address: clips fetched, cut and set together."""

import logging
from pathlib import Path
from typing import IO, cast

import config
from commands.demo import world
from commands.frame import Frame
from digest.outlets import podcast
from digest.outlets.entries import in_xml
from digest.outlets.sound import Clip, compose, cut
from digest.reader_day import day_of
from digest.wording import long_day, web_address
from ingest.web.client import Web
from ingest.web.ranged import RangedFile
from store.errors import EarmarkError
from store.queries import credentials, digests, outlets
from store.records.insights import CitedInsight
from store.records.readers import Pick, Reader

_log = logging.getLogger("earmark.sound")

_DAYS = 14  # by judgement, not measured: half a megabyte a minute, so some 20 MB


def make_sound(face: Frame, reader: Reader) -> None:
    """Nothing where the reader has no such address, the day has no five, or its sound is there already.

    A clip that cannot be had is left out and logged: the others are worth hearing.
    """
    now = face.clock()
    with face.store.read() as connection:
        wanted = outlets.of_kind(connection, reader.id, "sound")
        digest = digests.of_day(connection, reader.id, day_of(reader, now)) if wanted else None
    folder = podcast.sound_folder(face.settings.data_dir, reader.id)
    if digest is None or podcast.sound_path(folder, digest.day).exists():
        return
    web = config.open_web(face.settings, *([world.host(face)] if world.followed(face) else []))
    clips = [clip for pick in digest.picks if (clip := _clip(face, web, pick)) is not None]
    if clips:
        marks = compose(clips, podcast.sound_path(folder, digest.day), f"Earmark, {long_day(digest.day)}")
        podcast.keep_facts(folder, digest.day, marks, now)
        podcast.sweep(folder, _DAYS)
    _log.info("reader=%d day=%s clips=%d of=%d", reader.id, digest.day, len(clips), len(digest.picks))


def _clip(face: Frame, web: Web, pick: Pick) -> Clip | None:
    insight = pick.cited.insight
    try:
        samples = cut(_source(face, web, pick.cited), insight.start, insight.end)
    except EarmarkError as error:
        _log.warning("episode=%d clip=left_out reason=%r", insight.episode_id, str(error))
        return None
    who = f"{insight.speaker}, {pick.cited.show}" if insight.speaker else pick.cited.show
    title = in_xml(f"{insight.headline} ({who})")
    home = f"{face.settings.base_url.rstrip('/')}/insight?id={insight.id}"
    return Clip(title=title, url=home, samples=samples)


def _source(face: Frame, web: Web, cited: CitedInsight) -> Path | IO[bytes]:
    """The file that was kept, else the parts of it that are needed. What is behind a password is put into no feed."""
    with face.store.read() as connection:
        if credentials.current(connection, cited.show_id):
            raise Private
    kept = face.settings.cache_dir / f"episode-{cited.insight.episode_id}.audio"
    if kept.exists():
        return kept
    address = web_address(cited.audio_url)
    if address is None:
        raise Unheard
    return cast(IO[bytes], RangedFile(web, address))


class Private(EarmarkError):
    """The show's feed asks for a password: its audio is for its subscribers."""

    def __init__(self) -> None:
        super().__init__("the show is behind a password, and its audio is put into no feed")


class Unheard(EarmarkError):
    """There is no address of the audio."""

    def __init__(self) -> None:
        super().__init__("the feed offers no audio")
