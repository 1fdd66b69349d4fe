"""What a press in the mail does: stop it, have it again, say what an insight was worth.

GET changes nothing, for programs that look at mail follow every link; POST does. RFC 8058 has mail programs post where
the reader presses their "unsubscribe". A verdict is posted by the page itself as it opens, so that one press is enough;
without scripts it shows a button.
"""

from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from digest.five import feedback as said
from digest.wording import plain
from endpoint.frame import Desk, Wish, nobodys, owner, page
from store.errors import EarmarkError, Mistake
from store.queries import insights, outlets
from store.records.readers import Reader, Verdict

CHANNEL = "mail"
_VERDICTS: dict[str, tuple[Verdict, str, str]] = {
    "useful": ("useful", "It was useful", "More like it will come."),
    "not-for-me": ("not for me", "It is not for me", "Less like it will come."),
}
_POST_AT_ONCE = "document.getElementById('say').submit();"


def stop(desk: Desk, request: Request) -> Response:
    """RFC 8058: the mail program posts, nobody looks at the answer; who opens the link is asked."""
    found = owner(desk, request, "mail")
    if found is None:
        return nobodys()
    _, reader = found
    if request.method == "POST":
        with desk.store.write() as connection:
            outlets.stop(connection, reader.id, CHANNEL, desk.clock())
    return _mail_page(desk, reader)


def resume(desk: Desk, request: Request) -> Response:
    found = owner(desk, request, "mail")
    if found is None:
        return nobodys()
    _, reader = found
    if request.method == "POST":
        with desk.store.write() as connection:
            outlets.resume(connection, reader.id, CHANNEL)
    return _mail_page(desk, reader, resumed=request.method == "POST")


def _mail_page(desk: Desk, reader: Reader, *, resumed: bool = False) -> Response:
    with desk.store.read() as connection:
        is_stopped = outlets.is_stopped(connection, reader.id, CHANNEL)
    return page("stop.html.jinja", stopped=is_stopped, resumed=resumed, reader=reader, home=desk.base_url)


def hour(desk: Desk, request: Request, wish: Wish | None) -> Response:
    """When the five are due: asked, or set."""
    found = owner(desk, request, "mail")
    if found is None:
        return nobodys()
    reader = found[1]
    if wish is None:
        return page("hour.html.jinja", reader=reader, told="", home=desk.base_url)
    try:
        wanted = int(wish.get("hour", ""))
        desk.set_hour(reader, wanted, wish.get("zone", "").strip() or reader.timezone)
    except (ValueError, EarmarkError) as error:
        told = str(error) if isinstance(error, EarmarkError) else "choose an hour from 0 to 23"
        return page("hour.html.jinja", status=400, reader=reader, told=f"Not changed: {told}.", home=desk.base_url)
    with desk.store.read() as connection:
        changed = outlets.reader_of(connection, reader.id) or reader
    return page("hour.html.jinja", reader=changed, told="Changed.", home=desk.base_url)


def verdict(desk: Desk, request: Request, wish: Wish | None) -> Response:
    found = owner(desk, request, "mail")
    known = _VERDICTS.get(request.path_params["verdict"])
    with desk.store.read() as connection:
        cited = insights.by_id(connection, request.path_params["insight_id"])
    if found is None or known is None or cited is None:
        return nobodys()
    word, button, taught = known
    home = f"{desk.base_url.rstrip('/')}/insight?id={cited.insight.id}"
    facts: dict[str, Any] = {"headline": plain(cited.insight.headline), "home": home, "button": button}
    if wish is None:
        return page("verdict.html.jinja", script=_POST_AT_ONCE, heading=f"{button}?", taught="", given=False, **facts)
    taken_back = "undo" in wish
    try:
        said.give(desk.store, found[1].id, cited.insight.id, None if taken_back else word, desk.clock())
    except Mistake:  # gone between the two
        return nobodys()
    if taken_back:
        return page("verdict.html.jinja", heading="Taken back", taught="It counts for nothing.", given=False, **facts)
    return page("verdict.html.jinja", heading=f"Noted: {word}", taught=taught, given=True, **facts)
