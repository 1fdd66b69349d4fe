"""The five, and a thread, as feeds; a thread as a page, too."""

from starlette.requests import Request
from starlette.responses import Response

from digest.outlets import entries, feeds
from digest.outlets.addresses import address
from digest.outlets.entries import Entries
from digest.outlets.thread_page import thread_page
from digest.reader_day import zone_of
from digest.threads.reading import read_thread
from endpoint.frame import Desk, answered, nobodys, owner
from store.records.readers import Reader

# The page has no script; audio comes from wherever the shows have it.
_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; media-src http: https:; frame-ancestors 'none'; base-uri 'none'"
)
_FORMS = {"feed.atom": feeds.ATOM, "feed.json": feeds.JSON_FEED}


def five(desk: Desk, request: Request) -> Response:
    found = owner(desk, request, "five")
    if found is None:
        return nobodys()
    outlet, reader = found
    with desk.store.read() as connection:
        told = entries.of_days(connection, reader, desk.base_url, desk.clock())
    return _formed(request, told, address(desk.base_url, outlet, request.path_params["form"]))


def thread(desk: Desk, request: Request) -> Response:
    found = owner(desk, request, "thread")
    if found is None:
        return nobodys()
    outlet, reader = found
    if request.path_params["form"] == "page":
        return _page(desk, request, outlet.thread_id, reader)
    with desk.store.read() as connection:
        told = entries.of_thread(connection, reader, outlet.thread_id, desk.base_url, desk.clock())
    if told is None:
        return nobodys()
    return _formed(request, told, address(desk.base_url, outlet, request.path_params["form"]))


def _page(desk: Desk, request: Request, thread_id: int, reader: Reader) -> Response:
    with desk.store.read() as connection:
        told = read_thread(connection, desk.model_name, thread_id, reader.id, None)
    if told is None:
        return nobodys()
    body = thread_page(told, zone_of(reader), desk.base_url)
    return answered(request, body, "text/html; charset=utf-8", **{"Content-Security-Policy": _POLICY})


def _formed(request: Request, told: Entries, own_address: str) -> Response:
    form = request.path_params["form"]
    if form not in _FORMS:
        return nobodys()
    body = feeds.atom(told, own_address) if form == "feed.atom" else feeds.json_feed(told, own_address)
    return answered(request, body, f"{_FORMS[form]}; charset=utf-8")
