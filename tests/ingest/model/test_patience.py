"""No request waits longer than is said, whatever the server does."""

import socket
from time import monotonic

import pytest

from ingest.model.patience import Pieces, Unending, within
from store.errors import Transient
from tests.ingest.test_language_model import HELLO, model
from tests.worlds.chat_server import ChatServer, serving


@pytest.mark.slow
def test_a_server_that_drips_does_not_hold_a_run(store):
    began = monotonic()

    with serving(ChatServer(drips=True)) as server, pytest.raises(Transient, match=r"did not answer within 1 s"):
        model(store, server, seconds=1.0).complete(HELLO)

    assert monotonic() - began < 5


@pytest.mark.slow
def test_a_server_that_never_answers_does_not_hold_a_run(store):
    with socket.create_server(("127.0.0.1", 0)) as silent:
        server = ChatServer()
        server.url = f"http://127.0.0.1:{silent.getsockname()[1]}/v1"

        with pytest.raises(Transient, match=r"did not answer within 0\.5 s"):
            model(store, server, seconds=0.5).complete(HELLO)


@pytest.mark.slow
def test_a_stream_that_never_begins_does_not_hold_a_reader(store):
    with socket.create_server(("127.0.0.1", 0)) as silent:
        server = ChatServer()
        server.url = f"http://127.0.0.1:{silent.getsockname()[1]}/v1"

        with pytest.raises(Transient, match=r"said nothing for 0\.5 s"):
            list(model(store, server, stall_seconds=0.5).stream(HELLO))


def test_pieces_come_as_they_are_made_and_their_error_after_them():
    def broken():
        yield 1
        raise ValueError("broken")

    pieces = iter(Pieces(broken, stall=5, total=5))

    assert next(pieces) == 1
    with pytest.raises(ValueError, match="broken"):
        next(pieces)


def test_what_goes_on_and_on_comes_to_an_end():
    endless = iter(Pieces(lambda: iter(int, 1), stall=5, total=0.2))

    with pytest.raises(Unending):
        list(endless)


def test_nothing_more_is_made_than_is_read():
    made = []
    pieces = iter(Pieces(lambda: (made.append(at) or at for at in range(100)), stall=5, total=5))

    next(pieces)
    pieces.close()

    assert len(made) < 10


def test_what_is_made_in_time_is_given():
    assert within(5, lambda: 42) == 42
