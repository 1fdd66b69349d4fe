"""The addresses that are answered: mounted beside the pages, they need no port of their own.

Readers' are under /out, behind secrets; /health and /metrics are for whoever watches the installation.
"""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from functools import cache, partial

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Mount, Route

import config
from digest.outlets.addresses import ROOT
from endpoint import day_page, feeds, mail, sound
from endpoint.frame import Desk, Wish, short_form
from endpoint.health import health
from endpoint.metrics import metrics

GET, BOTH = ["GET"], ["GET", "POST"]


def routes(desk: Callable[[], Desk], base_path: str = "") -> list[BaseRoute]:
    """`desk` is asked at the first request, so that the page starts without a database.

    Under `base_path`, such as "earmark", where the pages are; whoever watches this machine asks at the root as well.
    """
    under = f"/{base_path.strip('/')}".rstrip("/")
    return [_readers(desk, under), *(route for root in {under, ""} for route in _watched(desk, root))]


def _watched(desk: Callable[[], Desk], under: str) -> list[BaseRoute]:
    def watched(answer: Callable[[Callable[[], Desk], Request], Response]) -> Callable[[Request], Awaitable[Response]]:
        """With the desk still closed, for that it cannot be opened is an answer, too."""
        return partial(run_in_threadpool, partial(answer, desk))

    return [
        Route(f"{under}/health", watched(health), methods=GET),
        Route(f"{under}/metrics", watched(metrics), methods=GET),
    ]


def _readers(desk: Callable[[], Desk], under: str) -> Mount:
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

    return Mount(
        f"{under}/{ROOT}",
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


@cache
def from_settings() -> Desk:
    """The desk of this installation."""
    settings = config.read_settings()
    store = config.open_store(settings)
    library = cache(lambda: config.open_library(settings))
    return Desk(
        store=store,
        base_url=settings.base_url,
        clock=lambda: datetime.now(UTC),
        model_name=config.model_name(settings),
        data_dir=settings.data_dir,
        set_hour=lambda reader, hour, zone: config.set_hour(
            config.read_settings(), store, reader, hour=hour, timezone=zone
        ),
        indexed=lambda: library().counts(),
    )
