"""The five, and a thread, as feeds."""

from starlette.requests import Request
from starlette.responses import Response

from digest.outlets import entries, feeds
from digest.outlets.addresses import address
from digest.outlets.entries import Entries
from endpoint.frame import Desk, answered, nobodys, owner

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
    with desk.store.read() as connection:
        told = entries.of_thread(connection, reader, outlet.thread_id, desk.base_url, desk.clock())
    if told is None:
        return nobodys()
    return _formed(request, told, address(desk.base_url, outlet, request.path_params["form"]))


def _formed(request: Request, told: Entries, own_address: str) -> Response:
    form = request.path_params["form"]
    if form not in _FORMS:
        return nobodys()
    body = feeds.atom(told, own_address) if form == "feed.atom" else feeds.json_feed(told, own_address)
    return answered(request, body, f"{_FORMS[form]}; charset=utf-8")
