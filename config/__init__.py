"""The settings, and the parts opened from them: the one place that names concrete adapters."""

from config.kept import JUDGE_FIELDS, MODEL_FIELDS, SPEECH_FIELD
from config.opening.channels import open_channels
from config.opening.hearing import SPEECH_SAMPLE, hears, open_transcriber, open_voices
from config.opening.meaning import (
    model_name,
    open_embedder,
    open_followed,
    open_impressions,
    open_library,
    open_packaged_embedder,
    open_reading,
    open_search,
)
from config.opening.models import models_set, open_judge, open_language_model, open_model_named
from config.opening.store import backup_place, open_backups, open_store
from config.opening.web import open_directory, open_seal, open_web, opened_address, sealed_address
from config.opening.workers import open_hands, open_kit
from config.origin import fixed_in, set_in
from config.readership import is_owner, reader, readers, set_hour
from config.release import version
from config.settings import Settings, known_zone, read_settings, without_model

__all__ = [
    "JUDGE_FIELDS",
    "MODEL_FIELDS",
    "SPEECH_FIELD",
    "SPEECH_SAMPLE",
    "Settings",
    "backup_place",
    "fixed_in",
    "hears",
    "is_owner",
    "known_zone",
    "model_name",
    "models_set",
    "open_backups",
    "open_channels",
    "open_directory",
    "open_embedder",
    "open_followed",
    "open_hands",
    "open_impressions",
    "open_judge",
    "open_kit",
    "open_language_model",
    "open_library",
    "open_model_named",
    "open_packaged_embedder",
    "open_reading",
    "open_seal",
    "open_search",
    "open_store",
    "open_transcriber",
    "open_voices",
    "open_web",
    "opened_address",
    "read_settings",
    "reader",
    "readers",
    "sealed_address",
    "set_hour",
    "set_in",
    "version",
    "without_model",
]
