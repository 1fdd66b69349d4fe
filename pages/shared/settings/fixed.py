"""Settings that the environment or .env fixes: shown with the name of the variable, not to be changed here."""

import config
from pages.shared import parts
from pages.shared.frame import quiet
from pages.shared.safe import plain


def is_fixed(field: str) -> bool:
    return _fixed_in(field) is not None


def _fixed_in(field: str) -> str | None:
    """The settings speak of the owner alone."""
    return config.fixed_in(field, parts.settings()) if parts.is_owner() else None


def draw(*fields: str) -> None:
    """A line on those of the fields that are fixed."""
    places = {field: _fixed_in(field) for field in fields}
    for place in dict.fromkeys(where for where in places.values() if where):
        named = " and ".join(f"EARMARK_{field.upper()}" for field, where in places.items() if where == place)
        quiet(f":material/lock: Fixed by {plain(named)} in {plain(place)}, and changed there.")
