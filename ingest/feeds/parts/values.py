"""One value of feedparser's record, made sure of: text, records, a web address. Pure."""

import re
from urllib.parse import urljoin, urlsplit

_SCHEME = re.compile(r"^(https?)(?::/|:///+|//)(?=[^/])", re.IGNORECASE)  # of which a slash or the colon was lost

Entry = dict[str, object]  # feedparser's own record, which ends here


def address_of(text: str, base: str) -> str | None:
    """A web address completed from `base`; None when it is empty or of another kind, such as javascript:."""
    written = _SCHEME.sub(r"\1://", text.strip())
    written = f"https://{written}" if written.lower().startswith("www.") else written
    try:
        address = urljoin(base, written) if written else ""
        return address if urlsplit(address).scheme in ("http", "https") and urlsplit(address).hostname else None
    except ValueError:
        return None


def text_of(record: Entry, name: str) -> str:
    value = record.get(name)
    return value.strip() if isinstance(value, str) else ""


def records_of(record: Entry, name: str) -> list[Entry]:
    value = record.get(name)
    return [each for each in value if isinstance(each, dict)] if isinstance(value, list) else []
