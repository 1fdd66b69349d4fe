"""Which limit keeps a search from finding anything."""

from collections.abc import Callable, Sequence
from typing import Literal

from index.search.hits import Hit
from index.search.search import Filters

Lifted = Literal["dates", "speaker", "show", "kind", "thread", "quotes", "everything"]

_FIELDS: dict[Lifted, tuple[str, ...]] = {
    "dates": ("since", "until"),
    "speaker": ("speaker",),
    "show": ("show_id",),
    "kind": ("kind",),
    "thread": ("thread_id",),
}
_QUOTES = str.maketrans("", "", '"“”«»')


def liftable(find: Callable[..., Sequence[Hit]], query: str, filters: Filters) -> list[Lifted]:
    """The limits that each alone hide something, as Search.find tells; "everything" when only all of them do.

    Asks once for each limit that is set.
    """
    quoted = query.translate(_QUOTES) != query
    given = [name for name, fields in _FIELDS.items() if any(filters.get(field) is not None for field in fields)]
    found: list[Lifted] = [name for name in given if find(query, limit=1, **_without(filters, name))]
    if quoted and find(query.translate(_QUOTES), limit=1, **filters):
        found.append("quotes")
    if not found and len(given) + quoted > 1 and find(query.translate(_QUOTES), limit=1):
        found.append("everything")
    return found


def _without(filters: Filters, name: Lifted) -> dict[str, object]:
    return {field: value for field, value in filters.items() if field not in _FIELDS[name]}
