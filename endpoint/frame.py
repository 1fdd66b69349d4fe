"""What every answer stands in: whose address it is, headers that keep it private, and pages for people.

Anybody may ask anything here. An unknown secret, a wrong kind and a closed address are one and the same answer.
"""

from base64 import b64encode
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from urllib.parse import parse_qsl

from jinja2 import Environment
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from digest.markup import templates
from store import Store
from store.queries import outlets
from store.records.readers import Outlet, OutletKind, Reader

_TEMPLATES = Path(__file__).parent / "templates"
# The address is the key: it goes to no other site, no search engine, no shared cache; nothing is loaded.
PRIVATE = {
    "Cache-Control": "private, no-cache",
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex, nofollow",
    "X-Content-Type-Options": "nosniff",
}
_GREEN, _PAPER = (31, 111, 107), (251, 250, 246)  # the page's own, of .streamlit/config.toml
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """What answers are made from. `base_url` is the page's address. `set_hour` takes the reader, an hour, a zone.

    In `data_dir` lies what was made for readers. `indexed` counts documents in the (vectors, words) of the index.
    """

    store: Store
    base_url: str
    clock: Callable[[], datetime]
    model_name: str
    data_dir: Path
    set_hour: Callable[[Reader, int, str], None]
    indexed: Callable[[], tuple[int, int]]


Wish = Mapping[str, str]  # the fields of a form that was posted
_MOST_BYTES = 4_096  # by judgement, not measured: "List-Unsubscribe=One-Click" takes 26


async def short_form(request: Request) -> Wish:
    """The fields of a small form; nobody is listened to for longer, and what is no form has no fields."""
    body = b""
    async for part in request.stream():
        body += part[:_MOST_BYTES]
        if len(body) > _MOST_BYTES:
            break
    return dict(parse_qsl(body[:_MOST_BYTES].decode("utf-8", "replace")))


def owner(desk: Desk, request: Request, kind: OutletKind) -> tuple[Outlet, Reader] | None:
    """Whose address was asked for; None where it is nobody's."""
    with desk.store.read() as connection:
        outlet = outlets.by_secret(connection, str(request.path_params["secret"]))
        if outlet is None or outlet.kind != kind:
            return None
        reader = outlets.reader_of(connection, outlet.reader_id)
    return (outlet, reader) if reader else None


def page(template: str, *, status: int = 200, script: str | None = None, **values: object) -> Response:
    """A small page for people. `script` is the one that may run on it."""
    allowed = f"; script-src 'sha256-{script_digest(script)}'; connect-src 'self'" if script else ""
    body = _environment().get_template(template).render(script=script, **values)
    return HTMLResponse(body, status, {**PRIVATE, "Content-Security-Policy": _POLICY + allowed})


def nobodys() -> Response:
    return page("nobody.html.jinja", status=404)


def answered(request: Request, body: bytes | str, media_type: str, **headers: str) -> Response:
    """The body, or 304 where the asker has it already (RFC 9110, 13.1.2)."""
    raw = body.encode() if isinstance(body, str) else body
    tag = f'"{sha256(raw).hexdigest()[:32]}"'
    known = {one.strip().removeprefix("W/") for one in request.headers.get("if-none-match", "").split(",")}
    more = {**PRIVATE, "ETag": tag, **headers}
    if tag in known:
        return Response(status_code=304, headers=more)
    return Response(raw, media_type=media_type, headers=more)


def script_digest(script: str) -> str:
    """As a Content-Security-Policy names the one script that may run."""
    return b64encode(sha256(script.encode()).digest()).decode()


@cache
def _environment() -> Environment:
    return templates(_TEMPLATES)


@cache
def icon(side: int) -> bytes:
    """A bookmark on the page's green, within the circle that telephones cut out of a maskable icon."""
    from PIL import Image, ImageDraw

    picture = Image.new("RGB", (side, side), _GREEN)
    left, right, top, foot, notch = (round(side * part) for part in (0.35, 0.65, 0.25, 0.75, 0.62))
    shape = [(left, top), (right, top), (right, foot), (side // 2, notch), (left, foot)]
    ImageDraw.Draw(picture).polygon(shape, fill=_PAPER)
    told = BytesIO()
    picture.save(told, "PNG")
    return told.getvalue()
