"""A speaker's name as it leads to all that is said under it."""

from urllib.parse import urlencode

from digest.people.known import name_key
from index.people.speaker import called
from pages.shared.safe import plain


def linked(label: str | None, show_id: int) -> str:
    """Markdown, in bold; only the name of what is nobody's, such as "Speaker 2"; empty for none."""
    label = (label or "").strip()
    if not label:
        return ""
    address = address_of(label, show_id)
    return f"[**{plain(label)}**]({address})" if address else f"**{plain(label)}**"


def address_of(label: str, show_id: int) -> str | None:
    """Relative, so that it holds behind a proxy's path too."""
    query = query_of(label, show_id)
    return f"./people?{urlencode(query)}" if query else None


def query_of(label: str | None, show_id: int) -> dict[str, str] | None:
    """A first name alone is of one show."""
    key = name_key(label, show_id)
    if key is None:
        return None
    return {"name": called(label) or ""} | ({"show": str(show_id)} if key.show_id else {})
