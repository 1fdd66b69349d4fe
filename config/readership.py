"""Who reads here and when their five are due: the owner, of whom the settings speak, and the others in the store."""

from collections.abc import Sequence

from config.kept import HOUR_FIELDS
from config.origin import fixed_in, kept_in, set_in
from config.settings import Settings, known_zone
from store import Store, kept_settings
from store.errors import Mistake
from store.queries import digests, outlets
from store.records.readers import Reader

READER = "me"  # the owner: the one reader of a new installation


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


def readers(settings: Settings, store: Store) -> Sequence[Reader]:
    """Everybody who reads here: the settings' own reader first."""
    own = reader(settings, store)
    with store.read() as connection:
        return [own, *(one for one in outlets.every_reader(connection) if one.id != own.id)]
