"""The endpoint over a store with one day's five, asked as a browser, a mail program or a feed reader would."""

from contextlib import contextmanager
from pathlib import Path

from starlette.applications import Starlette
from starlette.testclient import TestClient

from digest.five.daily import choose_for
from digest.outlets.addresses import address, opened
from endpoint.frame import Desk
from endpoint.routes import routes
from store.queries import digests
from tests.worlds.citing import MODEL, MORNING

BASE = "https://earmark.example"


def chosen_for(store, reader):
    return choose_for(store, reader, MORNING, model_name=MODEL)


def a_desk(store, **changes):
    def set_hour(reader, hour, zone):
        with store.write() as connection:
            digests.keep_reader(connection, reader.name, email=reader.email, timezone=zone, hour=hour)

    facts = {"store": store, "base_url": BASE, "clock": lambda: MORNING, "model_name": MODEL, "set_hour": set_hour}
    facts |= {"data_dir": Path("nowhere"), "indexed": lambda: (0, 0)}
    return Desk(**facts | changes)


@contextmanager
def asked(desk):
    app = Starlette(routes=routes(lambda: desk))
    with TestClient(app, base_url=BASE, follow_redirects=False) as client:
        yield client


def an_address(store, reader, kind, *rest, thread_id=0):
    with store.write() as connection:
        return address(BASE, opened(connection, reader.id, kind, MORNING, thread_id), *rest)
