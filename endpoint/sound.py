"""The five as sound: the feed, a day's file, its chapters, the cover."""

from datetime import date

from starlette.requests import Request
from starlette.responses import FileResponse, Response

from digest.outlets import podcast
from digest.outlets.addresses import address
from digest.outlets.entries import identity
from endpoint.frame import PRIVATE, Desk, answered, icon, nobodys, owner

_COVER = 1400  # what Apple asks of a cover at the least


def sound(desk: Desk, request: Request) -> Response:
    found = owner(desk, request, "sound")
    if found is None:
        return nobodys()
    outlet, reader = found
    name = request.path_params["name"]
    folder = podcast.sound_folder(desk.data_dir, reader.id)
    if name == "feed.xml":
        base = address(desk.base_url, outlet)
        told = podcast.rss(podcast.kept_days(folder), base, desk.base_url, identity(reader, "sound"))
        return answered(request, told, f"{podcast.FEED}; charset=utf-8")
    if name == "cover.png":
        return answered(request, icon(_COVER), "image/png")
    stem, _, ending = name.rpartition(".")
    day = next((one for one in podcast.kept_days(folder) if one.day.isoformat() == stem), None)
    if day is None or ending not in ("mp3", "json"):
        return nobodys()
    if ending == "json":
        return answered(request, podcast.chapters(day), podcast.CHAPTERS)
    path = podcast.sound_path(folder, date.fromisoformat(stem))
    return FileResponse(path, media_type=podcast.SOUND, headers=PRIVATE)  # it answers Range, so that players can seek
