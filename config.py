"""Settings, and the parts built from them: the one place that names concrete adapters.

Settings come from the environment and from a `.env` file, prefix EARMARK_, and the model also from what `cli.py model
use` has kept in the data folder. Only the rim (cli, pages) reads them.
"""

import os
import tomllib
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from functools import cache, partial
from ipaddress import ip_network
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final, Literal
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from platformdirs import user_cache_path
from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic.fields import FieldInfo
from pydantic_settings import (
    BaseSettings,
    DotEnvSettingsSource,
    EnvSettingsSource,
    NoDecode,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
)

from store import Store, kept_settings
from store import open_store as open_database
from store.backups.archive import Place
from store.backups.automatic import Automatic
from store.backups.manifest import DATABASE
from store.database import database_file
from store.errors import Misconfigured, Mistake
from store.queries import digests, outlets
from store.records.readers import Reader

if TYPE_CHECKING:  # each adapter loads its library when it is built, so that --help and the five stay quick
    from digest.delivery.channel import Channel
    from index.library.embedder import Embedder
    from index.library.library import Library
    from index.library.packaged_embedder import PackagedEmbedder
    from index.search.search import Search
    from ingest.feeds.credentials import Seal
    from ingest.feeds.directory import Directory
    from ingest.language_model import LiteLLM
    from ingest.passages.selection import Reading
    from ingest.speech.recognition import Transcriber
    from ingest.voices.encoder import VoiceEncoder
    from ingest.web.client import Web
    from ingest.workers.hands import Hands
    from ingest.workers.jobs import Kit

READER = "me"  # the owner: the one reader of a new installation
# A model, its address and its key are one: what names the model anew says nothing of another one's key.
MODEL_FIELDS: Final = ("llm", "llm_base_url", "llm_key")
JUDGE_FIELDS: Final = ("llm_judge", "llm_judge_base_url", "llm_judge_key")
SPEECH_FIELD: Final = "whisper_model"
# A minute of talk that comes with Earmark, by which a machine's pace is measured.
SPEECH_SAMPLE: Final = Path(__file__).parent / "demo/shows/copper-and-current/audio/evening-batteries.mp3"
HOUR_FIELDS: Final = ("hour", "timezone")


def known_zone(name: str) -> str:
    """The name. Raises ValueError with a sentence when it is no time zone's."""
    try:
        ZoneInfo(name)
    except (ValueError, OSError, KeyError) as error:  # by Python version and by what is wrong with it
        raise ValueError(f"{name!r} is not a time zone; use a name such as Europe/Berlin") from error
    return name


class _Kept(PydanticBaseSettingsSource):
    """What `cli.py model use` and `mail hour` kept. What the environment or .env names stands above: a model with its
    address and key, an hour or a zone alone."""

    def get_field_value(self, field: FieldInfo, field_name: str) -> tuple[Any, str, bool]:
        return field, field_name, False  # never asked for: the whole is read at once

    def __call__(self) -> dict[str, Any]:
        above: Mapping[str, Any] = self.current_state
        kept = kept_settings.read(Path(above.get("data_dir") or Settings.model_fields["data_dir"].default))
        named = (MODEL_FIELDS, JUDGE_FIELDS, (SPEECH_FIELD,), *((field,) for field in HOUR_FIELDS))
        groups = [group for group in named if not above.get(group[0])]
        return {name: kept[name] for group in groups for name in group if name in kept}


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
        return init_settings, env_settings, dotenv_settings, _Kept(settings_cls)

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


def _database_url(settings: Settings) -> str:
    return settings.database_url or f"sqlite:///{settings.data_dir / DATABASE}"


def open_store(settings: Settings, *, patience_ms: int | None = None) -> Store:
    """`patience_ms`: how long a write waits for another program's."""
    url = _database_url(settings)
    automatic = open_backups(settings, lambda: datetime.now(UTC)) if database_file(url) else None
    return open_database(url, patience_ms=patience_ms, backups=automatic)


def backup_place(settings: Settings) -> Place:
    """What a backup is made of. Raises Misconfigured where the database is no file."""
    file = database_file(_database_url(settings))
    if file is None:
        raise Misconfigured("EARMARK_DATABASE_URL names no SQLite file: back that database up with its own tools")
    return Place(folder=settings.data_dir, database=file, earmark=version())


def open_backups(settings: Settings, clock: Callable[[], datetime]) -> Automatic:
    """Raises Misconfigured like backup_place."""
    return Automatic(place=backup_place(settings), most=settings.backups_kept, clock=clock)


@cache
def version() -> str:
    project = tomllib.loads((Path(__file__).parent / "pyproject.toml").read_text(encoding="utf-8"))
    return str(project["project"]["version"])


def model_name(settings: Settings) -> str:
    """The name under which vectors are kept, without loading the model."""
    from index.library.packaged_embedder import PACKAGED_NAME

    return settings.embedding_model or PACKAGED_NAME


def reader(settings: Settings, store: Store, name: str | None = None) -> Reader:
    """The one of that name; without one the owner, whom the settings speak of, brought up to date with them."""
    if name not in (None, READER):
        from digest.readers import named  # every command reads the settings, few ask for another reader

        return named(store, name)
    hour, timezone = _hour_now(settings)
    with store.read() as connection:
        known = digests.reader_named(connection, READER)
    if known and (known.email, known.timezone, known.hour) == (settings.mail_to, timezone, hour):
        return known
    with store.write() as connection:
        return digests.keep_reader(connection, READER, email=settings.mail_to, timezone=timezone, hour=hour)


def is_owner(reader: Reader) -> bool:
    """Whether the settings are theirs: the model, the backups, the channels beside mail."""
    return reader.name == READER


def _hour_now(settings: Settings) -> tuple[int, str]:
    """As it is kept now: the page and the mornings live on with the settings that they began with."""
    kept = kept_settings.read(settings.data_dir)
    here = {
        field: kept[field] for field in HOUR_FIELDS if field in kept and set_in(field, settings) == kept_in(settings)
    }
    return int(here.get("hour", settings.hour)), here.get("timezone", settings.timezone)


def set_hour(settings: Settings, store: Store, reader: Reader, *, hour: int, timezone: str) -> None:
    """When the reader's five are due from now on. Mistake when that cannot be, or the environment says otherwise."""
    wanted: dict[str, str | int] = {"hour": hour, "timezone": timezone}
    try:
        known_zone(timezone)
    except ValueError as error:
        raise Mistake(str(error)) from error
    if not 0 <= hour <= 23:
        raise Mistake(f"{hour} is no hour of the day: use 0 to 23")
    if is_owner(reader):
        changed = [field for field, value in wanted.items() if value != getattr(settings, field)]
        above = [field for field in changed if fixed_in(field, settings)]
        if above:
            raise Mistake(f"EARMARK_{above[0].upper()} is set in {set_in(above[0], settings)}: change it there")
        kept_settings.keep(settings.data_dir, {field: str(wanted[field]) for field in changed})
    with store.write() as connection:
        digests.keep_reader(connection, reader.name, email=reader.email, timezone=timezone, hour=hour)


def readers(settings: Settings, store: Store) -> "Sequence[Reader]":
    """Everybody who reads here: the settings' own reader first."""
    own = reader(settings, store)
    with store.read() as connection:
        return [own, *(one for one in outlets.every_reader(connection) if one.id != own.id)]


def open_web(settings: Settings, *also_allowed: str) -> "Web":
    from ingest.web.client import USER_AGENT, Web

    allowed = settings.allow_private_hosts | frozenset(also_allowed)
    agent = settings.user_agent or USER_AGENT
    return Web(allow_private_hosts=allowed, user_agent=agent, cipher=open_seal(settings))


def opened_address(settings: Settings, url: str) -> str:
    """An address with its sealed keys opened, for the reader's own player; as it is kept where they cannot be."""
    from ingest.web.sealed_keys import SealedKeys

    try:
        return SealedKeys(open_seal(settings)).opened(url)
    except Misconfigured:
        return url


def sealed_address(settings: Settings, url: str) -> str:
    """An address that a person typed, as the store knows it."""
    from ingest.web.sealed_keys import SealedKeys

    return SealedKeys(open_seal(settings)).sealed(url)


def open_seal(settings: Settings) -> "Seal":
    """What keeps passwords of private feeds from whoever reads the database alone."""
    from ingest.feeds.credentials import Seal

    key = settings.secret_key.get_secret_value() if settings.secret_key else None
    return Seal(settings.data_dir / "secret.key", key)


def open_directory(settings: Settings, web: "Web") -> "Directory":
    from ingest.feeds.directory import Directory

    return Directory(web, settings.directory_url)


def _quiet_hub() -> None:
    """Without a network the hub's client warns of each retry; what comes of it is said once, in our words."""
    os.environ.setdefault("HF_HUB_VERBOSITY", "error")


def open_transcriber(settings: Settings, *, threads: int | None = None) -> "Transcriber":
    """Hears with `threads`, by default with all cores."""
    _quiet_hub()
    from ingest.speech.recognition import transcriber_named

    return transcriber_named(recogniser_named(settings), threads=threads, brought=settings.recognisers_dir)


def recogniser_named(settings: Settings) -> str:
    """The recogniser that is set, else the one that this machine's pace allows, which is measured the first time."""
    from ingest.speech.pace import default_recogniser

    return settings.whisper_model or default_recogniser(settings.data_dir, SPEECH_SAMPLE)


def open_voices(settings: Settings) -> "VoiceEncoder | None":
    """What tells voices apart; None where that is switched off, or its package is not there."""
    from ingest.voices.encoder import VoiceEncoder, is_installed

    return VoiceEncoder() if settings.voices == "auto" and is_installed() else None


def open_embedder(settings: Settings) -> "Embedder":
    _quiet_hub()
    if settings.embedding_model:
        from index.library.embedder import SentenceTransformerEmbedder

        return SentenceTransformerEmbedder(settings.embedding_model)
    return open_packaged_embedder()


@cache
def open_packaged_embedder() -> "PackagedEmbedder":
    """The one of this process: it keeps nothing of what it is asked."""
    from index.library.packaged_embedder import PackagedEmbedder

    return PackagedEmbedder(user_cache_path("earmark"))


def open_library(settings: Settings) -> "Library":
    from index.library.library import Library

    return Library(settings.data_dir / "index", chroma_url=settings.chroma_url)


def open_search(settings: Settings, store: Store, embedder: "Embedder", library: "Library | None" = None) -> "Search":
    """In the library that is open already, where one is."""
    from index.search.search import Search

    return Search(store, library or open_library(settings), embedder)


def open_reading(embedder: "Embedder") -> "Reading":
    """What insights are read and checked with."""
    from index.library.embedder import Remembering
    from index.library.packaged_embedder import PACKAGED_NAME
    from ingest.passages.selection import Reading
    from language.grammar import english

    # What is learned of meaning was learned with the packaged model: another one for search does not read.
    own = embedder if embedder.name == PACKAGED_NAME else Remembering(open_packaged_embedder())
    return Reading(grammar=english(), embedder=own)


def open_kit(settings: Settings, threads: int | None) -> "Kit":
    """What a worker works with; its own process calls this."""
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


def open_language_model(settings: Settings, store: Store, *, by_hand: bool = False) -> "LiteLLM | None":
    """The model that EARMARK_LLM names, or None when none is set. `by_hand`: a person asks it, not a run."""
    if settings.llm is None:
        return None
    named = (settings.llm, settings.llm_base_url, settings.llm_key)
    return open_model_named(settings, store, *named, "EARMARK_LLM", by_hand=by_hand)


def open_judge(settings: Settings, store: Store) -> "LiteLLM | None":
    """The model that EARMARK_LLM_JUDGE names, or None when none is set or no model writes what it would judge.

    Without an address or a key of its own it has the first model's, unless it names another provider.
    """
    if settings.llm is None or settings.llm_judge is None:
        return None
    base_url, key = settings.llm_judge_base_url, settings.llm_judge_key
    if settings.llm_judge.partition("/")[0] == settings.llm.partition("/")[0] or "/" not in settings.llm_judge:
        base_url, key = base_url or settings.llm_base_url, key or settings.llm_key
    return open_model_named(settings, store, settings.llm_judge, base_url, key, "EARMARK_LLM_JUDGE")


def open_model_named(
    settings: Settings,
    store: Store,
    model: str,
    base_url: str | None,
    key: SecretStr | None,
    variable: str,
    *,
    by_hand: bool = False,
) -> "LiteLLM":
    """Any model, held to the budget that is set."""
    from ingest.language_model import Limits, LiteLLM

    return LiteLLM(
        model,
        base_url=base_url,
        api_key=key.get_secret_value() if key else None,
        variable=variable,
        by_hand=by_hand,
        limits=Limits(
            calls_per_episode=settings.llm_calls_per_episode,
            usd_per_episode=settings.llm_usd_per_episode,
            calls_per_day=settings.llm_calls_per_day,
            usd_per_day=settings.llm_usd_per_day,
        ),
        store=store,
        clock=lambda: datetime.now(UTC),
    )


def hears(settings: Settings) -> str:
    """Which recogniser hears, and why, in a sentence."""
    from ingest.speech import pace, told

    where = set_in(SPEECH_FIELD, settings)
    return told.hears(settings.whisper_model, where, pace.kept(settings.data_dir))


def models_set(settings: Settings) -> "Sequence[str]":
    """What writes and what judges, and where that is set, a sentence each; a key is never shown."""
    from ingest.web.client import without_secrets

    told = []
    for what, group in (("Writes", MODEL_FIELDS), ("Judges", JUDGE_FIELDS)):
        model, base_url, key = (getattr(settings, field) for field in group)
        if model is None:
            continue
        where = f" at {without_secrets(base_url)}" if base_url else ""
        kept = f", its key in {set_in(group[2], settings)}" if key else ""
        told.append(f"{what}: {model}{where} (set in {set_in(group[0], settings)}{kept}).")
    return told or ["No model is set: the insights are the speakers' own words."]


def open_channels(settings: Settings, reader: Reader) -> "Sequence[Channel]":
    """The ways in which the five are sent, in this order: by mail where a server is set, then over each channel, which
    are the owner's: whoever reads there reads the owner's five."""
    mail = _open_mail(settings)
    if settings.channels is None or not is_owner(reader):
        return mail
    from digest.delivery.push import pushes

    return [*mail, *pushes(tuple(settings.channels.get_secret_value().split()))]


def _open_mail(settings: Settings) -> "Sequence[Channel]":
    if settings.smtp_host is None:
        return ()
    from digest.delivery.mail import Mail
    from digest.delivery.smtp import SmtpServer

    server = SmtpServer(
        host=settings.smtp_host,
        port=settings.smtp_port,
        user=settings.smtp_user,
        password=settings.smtp_password.get_secret_value() if settings.smtp_password else None,
        sender=settings.mail_from or settings.smtp_user or settings.mail_to or "",
        tls=settings.smtp_tls,
    )
    return (Mail(server),)
