"""The workers that hear and read episodes side by side, opened as they are set."""

from functools import partial
from typing import TYPE_CHECKING

from config.opening.hearing import open_transcriber, open_voices, recogniser_named
from config.opening.meaning import open_embedder, open_reading
from config.settings import Settings

if TYPE_CHECKING:
    from ingest.workers.hands import Hands
    from ingest.workers.jobs import Kit


def open_kit(settings: Settings, threads: int | None = None) -> "Kit":
    """What episodes are heard and read with, by a run or by a worker, whose own process calls this."""
    from ingest.workers.jobs import Kit

    return Kit(
        make_transcriber=lambda: open_transcriber(settings, threads=threads),
        make_voices=lambda: open_voices(settings),
        make_embedder=lambda: open_embedder(settings),
        make_reading=open_reading,
    )


def open_hands(settings: Settings, episodes: int) -> "Hands | None":
    """The workers for so many episodes; None where one is enough, for this process is one."""
    from ingest.speech.recognition import cores

    if settings.ray_address:
        from ingest.workers.on_ray import on_ray

        return on_ray(settings.ray_address, partial(open_kit, _for_workers(settings)), most=settings.workers)
    count = min(settings.workers or max(1, cores() - 1), episodes)
    if count < 2:
        return None
    from ingest.workers.processes import processes

    threads = max(1, cores() // count)
    return processes(partial(open_kit, _for_workers(settings), threads), count, threads)


def _for_workers(settings: Settings) -> Settings:
    """Without what they have no need to know: keys, passwords, where the store is. One recogniser hears all."""
    kept = ("data_dir", "whisper_model", "embedding_model", "voices")
    unset = {name: field.default for name, field in Settings.model_fields.items() if name not in kept}
    return settings.model_copy(update=unset | {"whisper_model": recogniser_named(settings)})
