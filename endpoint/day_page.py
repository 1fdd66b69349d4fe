"""The page of the day at its address, with what lets a telephone keep it."""

from datetime import date
from zoneinfo import ZoneInfo

from starlette.requests import Request
from starlette.responses import Response

from digest.outlets import day_page
from digest.reader_day import zone_of
from endpoint.frame import Desk, answered, icon, nobodys, owner, script_digest
from store.queries import digests

_OTHERS = 7  # by judgement, not measured: days that the page leads to
# Scripts and workers are ours alone; audio comes from wherever the shows have it.
_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src 'self'; manifest-src 'self'; worker-src 'self'; "
    "connect-src 'self'; media-src http: https:; frame-ancestors 'none'; base-uri 'none'; "
    f"script-src 'sha256-{script_digest(day_page.SCRIPT)}' 'self'"
)


def day(desk: Desk, request: Request) -> Response:
    """The latest, or the one that is named; other files lie beside it."""
    found = owner(desk, request, "page")
    name = request.path_params.get("name", "")
    if found is None:
        return nobodys()
    if name == "manifest.webmanifest":
        return answered(request, day_page.MANIFEST, "application/manifest+json")
    if name == "worker.js":
        return answered(request, day_page.WORKER, "text/javascript")
    if name in ("icon-192.png", "icon-512.png"):
        return answered(request, icon(int(name[5:8])), "image/png")
    return _page(desk, request, found[1].id, name, zone_of(found[1]))


def _page(desk: Desk, request: Request, reader_id: int, name: str, zone: ZoneInfo) -> Response:
    try:
        wanted = date.fromisoformat(name) if name else None
    except ValueError:
        return nobodys()
    with desk.store.read() as connection:
        days = digests.days(connection, reader_id)
        shown = wanted or (days[0] if days else None)
        digest = digests.of_day(connection, reader_id, shown) if shown else None
    if wanted and digest is None:
        return nobodys()
    others = [one for one in days[:_OTHERS] if one != shown]
    body = day_page.day_page(digest, zone, desk.base_url, others, served=True)
    return answered(request, body, "text/html; charset=utf-8", **{"Content-Security-Policy": _POLICY})
