"""Where a setting's value stands, and whether a command or the page can change it."""

from pydantic_settings import DotEnvSettingsSource, EnvSettingsSource

from config.settings import Settings
from store import kept_settings


def set_in(field: str, settings: Settings) -> str | None:
    """Where a setting's value stands: "the environment", ".env" or the kept file; None for a default."""
    if EnvSettingsSource(Settings)().get(field):
        return "the environment"
    if DotEnvSettingsSource(Settings)().get(field):
        return ".env"
    return kept_in(settings) if kept_settings.read(settings.data_dir).get(field) else None


def fixed_in(field: str, settings: Settings) -> str | None:
    """Where a setting stands that no command and no page can change: the environment or .env; None for any other."""
    where = set_in(field, settings)
    return where if where in ("the environment", ".env") else None


def kept_in(settings: Settings) -> str:
    return str(settings.data_dir / kept_settings.NAME)
