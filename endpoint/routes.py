"""The addresses that are answered, all under /out: mounted beside the pages, they need no port of their own."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from functools import cache

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Mount, Route

import config
from digest.outlets.addresses import ROOT
from endpoint import day_page, feeds, mail, sound
from endpoint.frame import Desk, Wish, short_form

GET, BOTH = ["GET"], ["GET", "POST"]


def routes(desk: Callable[[], Desk]) -> list[Mount]:
    """`desk` is asked at the first request, so that the page starts without a database."""

    def quick(answer: Callable[[Desk, Request], Response]) -> Callable[[Request], Awaitable[Response]]:
        async def act(request: Request) -> Response:
            return await run_in_threadpool(lambda: answer(desk(), request))

        return act

    def heard(answer: Callable[[Desk, Request, Wish | None], Response]) -> Callable[[Request], Awaitable[Response]]:
        """With what was posted, None where nothing was."""

        async def act(request: Request) -> Response:
            wish = await short_form(request) if request.method == "POST" else None
            return await run_in_threadpool(lambda: answer(desk(), request, wish))

        return act

    return [
        Mount(
            f"/{ROOT}",
            routes=[
                Route("/five/{secret}/{form}", quick(feeds.five), methods=GET),
                Route("/thread/{secret}/{form}", quick(feeds.thread), methods=GET),
                Route("/sound/{secret}/{name}", quick(sound.sound), methods=GET),
                Route("/page/{secret}/", quick(day_page.day), methods=GET),
                Route("/page/{secret}/{name}", quick(day_page.day), methods=GET),
                Route("/mail/{secret}/stop", quick(mail.stop), methods=BOTH),
                Route("/mail/{secret}/resume", quick(mail.resume), methods=BOTH),
                Route("/mail/{secret}/hour", heard(mail.hour), methods=BOTH),
                Route("/mail/{secret}/{verdict}/{insight_id}", heard(mail.verdict), methods=BOTH),
            ],
        )
    ]


@cache
def from_settings() -> Desk:
    """The desk of this installation."""
    settings = config.read_settings()
    store = config.open_store(settings)
    return Desk(
        store=store,
        base_url=settings.base_url,
        clock=lambda: datetime.now(UTC),
        model_name=config.model_name(settings),
        data_dir=settings.data_dir,
        set_hour=lambda reader, hour, zone: config.set_hour(
            config.read_settings(), store, reader, hour=hour, timezone=zone
        ),
    )
