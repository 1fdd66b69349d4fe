"""The tools of a run, wired from the settings."""

import config
from commands.demo import world
from commands.frame import Frame
from index.chat import LanguageModel
from ingest.feeds.credentials import access_to
from ingest.language_model import LiteLLM
from ingest.tools import Tools
from ingest.web.client import Web


def open_tools(face: Frame, web: Web, *, own_words: bool = False) -> Tools:
    """`own_words`: nothing writes, the demo's writer neither."""
    settings = face.settings
    seal = config.open_seal(settings)
    return Tools(
        store=face.store,
        web=web,
        cache=settings.cache_dir,
        kit=config.open_kit(settings),
        make_library=lambda: config.open_library(settings),
        make_model=lambda: None if own_words else writing_model(face),
        make_judge=lambda: _checked(config.open_judge(settings, face.store)),
        second_look=settings.llm_second_look,
        clock=face.clock,
        access=lambda show_id: access_to(face.store, seal, show_id),
        max_audio_bytes=settings.max_audio_mb * 1_000_000,
        keep_audio=settings.keep_audio,
        check_times=settings.check_times,
        make_hands=lambda count: config.open_hands(settings, count),
    )


def writing_model(face: Frame) -> LanguageModel | None:
    """The reader's own where one is set, else what was written for the demo, where it is the demo."""
    return _checked(config.open_language_model(face.settings, face.store)) or world.writer(face)


def _checked(model: LiteLLM | None) -> LiteLLM | None:
    if model is not None:
        model.check()
    return model
