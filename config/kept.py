"""Settings that a command or the page has kept in the data folder, and which of them go together."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from pydantic.fields import FieldInfo
from pydantic_settings import PydanticBaseSettingsSource

from store import kept_settings

# A model, its address and its key are one: what names the model anew says nothing of another one's key.
MODEL_FIELDS: Final = ("llm", "llm_base_url", "llm_key")
JUDGE_FIELDS: Final = ("llm_judge", "llm_judge_base_url", "llm_judge_key")
SPEECH_FIELD: Final = "whisper_model"
HOUR_FIELDS: Final = ("hour", "timezone")


class Kept(PydanticBaseSettingsSource):
    """What `cli.py model use` and `mail hour` kept. What the environment or .env names stands above: a model with its
    address and key, an hour or a zone alone."""

    def get_field_value(self, field: FieldInfo, field_name: str) -> tuple[Any, str, bool]:
        return field, field_name, False  # never asked for: the whole is read at once

    def __call__(self) -> dict[str, Any]:
        above: Mapping[str, Any] = self.current_state
        kept = kept_settings.read(Path(above.get("data_dir") or self.settings_cls.model_fields["data_dir"].default))
        named = (MODEL_FIELDS, JUDGE_FIELDS, (SPEECH_FIELD,), *((field,) for field in HOUR_FIELDS))
        groups = [group for group in named if not above.get(group[0])]
        return {name: kept[name] for group in groups for name in group if name in kept}
