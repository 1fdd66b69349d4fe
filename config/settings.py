"""What can be set, and what it is by default: the record of the settings and how it is read.

Settings come from the environment and from a `.env` file, prefix EARMARK_, and some also from what a command has kept
in the data folder (`kept.py` beside). Only the rim (cli, pages) reads them.
"""

from ipaddress import ip_network
from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, NoDecode, PydanticBaseSettingsSource, SettingsConfigDict

from config.kept import Kept
from store.errors import Misconfigured


def known_zone(name: str) -> str:
    """The name. Raises ValueError with a sentence when it is no time zone's."""
    try:
        ZoneInfo(name)
    except (ValueError, OSError, KeyError) as error:  # by Python version and by what is wrong with it
        raise ValueError(f"{name!r} is not a time zone; use a name such as Europe/Berlin") from error
    return name


class Settings(BaseSettings):
    """Everything that can be set. Each field NAME is the variable EARMARK_NAME; the description is shown in README."""

    model_config = SettingsConfigDict(
        env_prefix="EARMARK_", env_file=".env", env_ignore_empty=True, extra="ignore", frozen=True
    )

    data_dir: Path = Field(default=Path("data"), description="where everything is kept")
    database_url: str | None = Field(default=None, description="database; by default SQLite in the data folder")
    chroma_url: str | None = Field(default=None, description="a Chroma server; by default embedded in the data folder")
    timezone: str = Field(default="UTC", description="your time zone, such as Europe/Berlin")
    hour: int = Field(default=7, ge=0, le=23, description="the hour at which the five are mailed")
    newest: int = Field(default=3, ge=0, le=1000, description="how many episodes to take when a show is added")
    base_url: str = Field(
        default="http://localhost:8501",
        description="the page's address, for links in the mail; its path is where `serve` puts the page",
    )

    whisper_model: str | None = Field(
        default=None,
        description="recogniser: a name that `model list --for speech` shows, another of faster-whisper's or a path; "
        "by default base, or tiny.en where base takes over 20 minutes for an hour of audio",
    )
    rehear_days: int = Field(
        default=30,
        ge=0,
        le=3650,
        description="how many days back the recogniser that is set hears again in idle time what a weaker one heard; 0 "
        "for never",
    )
    model_mirror: str | None = Field(
        default=None, description="a folder on a web server from which `model use NAME --for speech` takes files"
    )
    embedding_model: str | None = Field(
        default=None, description="sentence-transformers name or path; by default all-MiniLM-L6-v2"
    )
    keep_audio: bool = Field(default=False, description="keep downloaded audio after it is transcribed")
    check_times: Literal["off", "auto", "always"] = Field(
        default="auto",
        description="compare a published transcript with the audio, which must be fetched: off, auto (where their "
        "lengths differ by half a minute) or always",
    )
    voices: Literal["auto", "off"] = Field(
        default="auto",
        description="tell speakers apart in recognised audio and remember them with their show: auto or off",
    )
    hear_five: Literal["auto", "off"] = Field(
        default="auto", description="listen to the quotes of the five, whose audio is fetched for it: auto or off"
    )
    backups_kept: int = Field(
        default=4,  # by judgement, not measured: a month of weeks
        ge=0,
        le=1000,
        description="how many of its weekly backups, and of those before a change of schema, Earmark keeps; 0 for none",
    )
    workers: int | None = Field(
        default=None,
        ge=1,
        le=256,
        description="how many processes hear and read episodes side by side; by default one less than there are cores",
    )
    ray_address: str | None = Field(
        default=None, description="a Ray cluster whose machines hear and read episodes; by default this machine does"
    )
    max_audio_mb: int = Field(default=1024, ge=1, description="largest audio file to download")

    llm: str | None = Field(
        default=None, description="a model for LiteLLM, such as openai/gpt-4o-mini; none by default"
    )
    llm_base_url: str | None = Field(default=None, description="address of an OpenAI-compatible server")
    llm_key: SecretStr | None = Field(default=None, description="the model's key; LiteLLM's own variables work too")
    llm_second_look: bool = Field(
        default=True, description="have the model look at its claims again, where no judge is set"
    )
    llm_judge: str | None = Field(default=None, description="a second model that says yes or no to each insight")
    llm_judge_base_url: str | None = Field(default=None, description="its server; by default the first model's")
    llm_judge_key: SecretStr | None = Field(default=None, description="its key; by default the first model's")
    llm_calls_per_episode: int = Field(default=20, ge=1, description="most model calls for an episode")
    llm_usd_per_episode: float = Field(default=0.5, ge=0, description="most money for an episode, in dollars")
    llm_calls_per_day: int = Field(default=500, ge=1, description="most model calls a day")
    llm_usd_per_day: float = Field(default=5.0, ge=0, description="most money a day, in dollars")
    llm_rewrite_days: int = Field(
        default=30,
        ge=0,
        le=3650,
        description="how many days back a model reads in idle time what was written without one; 0 for never",
    )

    allow_private_hosts: Annotated[frozenset[str], NoDecode] = Field(
        default=frozenset(), description="private hosts that feeds may name, by comma: nas.local, 127.0.0.1:8970"
    )
    user_agent: str | None = Field(default=None, description="how Earmark names itself to hosts")
    secret_key: SecretStr | None = Field(
        default=None, description="seals passwords of private feeds; by default a key file in the data folder"
    )
    directory_url: str = Field(
        default="https://itunes.apple.com", description="where shows are looked up by name or Apple link"
    )

    mail_to: str | None = Field(default=None, description="where the five are mailed; no mail by default")
    mail_from: str | None = Field(default=None, description="sender of the mail; by default the SMTP user")
    smtp_host: str | None = Field(default=None, description="mail server")
    smtp_port: int = Field(default=587, ge=1, le=65535, description="its port")
    smtp_user: str | None = Field(default=None, description="user on the mail server")
    smtp_password: SecretStr | None = Field(default=None, description="password on the mail server")
    smtp_tls: Literal["starttls", "ssl", "none"] = Field(default="starttls", description="starttls, ssl or none")

    channels: SecretStr | None = Field(
        default=None,
        description="other ways for the five, as Apprise names them, with a space between: ntfys://ntfy.sh/my-topic",
    )

    reader_header: str | None = Field(
        default=None,
        description="the header in which a proxy with a login names who reads, such as Remote-User; needs the next",
    )
    trusted_proxies: Annotated[frozenset[str], NoDecode] = Field(
        default=frozenset(),
        description="addresses or networks of those proxies, by comma: 127.0.0.1, 172.18.0.0/16; all else is refused",
    )
    open_to_all: bool = Field(
        default=False,
        description="serve the owner's page beyond this machine without a login, where something else keeps others out",
    )

    demo_port: int = Field(default=8502, ge=0, le=65535, description="port of the demo world on 127.0.0.1")

    @field_validator("allow_private_hosts", "trusted_proxies", mode="before")
    @classmethod
    def _split(cls, value: object) -> object:
        if isinstance(value, str):
            return frozenset(host.strip().lower() for host in value.split(",") if host.strip())
        return value

    @field_validator("base_url", "llm_base_url", "llm_judge_base_url", "directory_url", "model_mirror")
    @classmethod
    def _web_address(cls, value: str | None) -> str | None:
        parts = urlsplit(value or "http://unset")
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise ValueError(f"{value!r} is not an address such as http://localhost:8501")
        return value

    @field_validator("trusted_proxies")
    @classmethod
    def _networks(cls, value: frozenset[str]) -> frozenset[str]:
        for one in value:
            try:
                ip_network(one, strict=False)
            except ValueError as error:
                raise ValueError(f"{one!r} is no address or network such as 127.0.0.1 or 172.18.0.0/16") from error
        return value

    @field_validator("timezone")
    @classmethod
    def _known_zone(cls, value: str) -> str:
        return known_zone(value)

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        return init_settings, env_settings, dotenv_settings, Kept(settings_cls)

    @property
    def cache_dir(self) -> Path:
        return self.data_dir / "cache"

    @property
    def recognisers_dir(self) -> Path:
        """Where recognisers lie that were brought."""
        return self.data_dir / "recognisers"


def read_settings() -> Settings:
    """Reads the environment and .env. Raises Misconfigured with a sentence that names the wrong variable."""
    try:
        return Settings()
    except ValidationError as error:
        first = error.errors()[0]
        name = "EARMARK_" + "_".join(str(part) for part in first["loc"]).upper()
        raise Misconfigured(f"{name} is wrong: {first['msg'].removeprefix('Value error, ')}") from error


def without_model(settings: Settings) -> Settings:
    """Of a library beside the first, in which no model writes and from which nothing is sent."""
    changed = dict.fromkeys(("database_url", "chroma_url", "llm", "llm_judge", "mail_to", "smtp_host", "channels"))
    return settings.model_copy(update={**changed, "data_dir": settings.data_dir / "without-a-model"})
