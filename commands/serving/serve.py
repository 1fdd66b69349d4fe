"""serve: one command for all: the page, the mornings, what leaves by secret addresses, and the demo's audio."""

import os
import re
import signal
import socket
import subprocess
import sys
from contextlib import ExitStack
from threading import Event
from typing import Annotated, NoReturn
from urllib.parse import urlsplit

import typer

import config
from commands.demo import world
from commands.frame import Frame, frame, out
from commands.serving.children import HOME, end
from commands.serving.following import Following
from commands.serving.mornings import Mornings
from endpoint.gate import BELIEVED
from store.errors import EarmarkError, Mistake


def serve(
    context: typer.Context,
    port: Annotated[int, typer.Option(min=1, max=65535, help="The page's port.")] = 8501,
    address: Annotated[str, typer.Option(help="The address to listen on.")] = "127.0.0.1",
    only_page: Annotated[bool, typer.Option("--only-page", help="No mornings: cron runs `daily`.")] = False,
    only_mornings: Annotated[
        bool, typer.Option("--only-mornings", help="No page: another process or container serves it.")
    ] = False,
    base_path: Annotated[
        str | None, typer.Option(help="The path under which a proxy has it; by default EARMARK_BASE_URL's.")
    ] = None,
) -> None:
    """Show the page in the browser, look at the feeds every hour, and send the five at your hour."""
    face = frame(context)
    if only_page and only_mornings:
        raise Mistake("--only-page and --only-mornings leave nothing to serve: give one of them")
    if only_mornings:
        _mornings_alone(face)
        return
    under = _under(face, base_path)
    _check_port(address, port)
    with ExitStack() as stack:
        if world.followed(face):
            stack.enter_context(world.served(face))
        host = "localhost" if address == "127.0.0.1" else address
        out.print(f"Earmark is at [bold]http://{host}:{port}{under}[/] — Ctrl-C stops it.")
        stack.enter_context(Following(face))
        if not only_page:
            stack.enter_context(Mornings(face))
            out.print(_next_five(face), markup=False)
        where = ["--server.port", str(port), "--server.address", address, "--server.baseUrlPath", under]
        status = _run([*where, "--server.headless", "true"])
    if status != 0:
        raise EarmarkError(f"the page could not be served on port {port}: what stands above says why")


def _under(face: Frame, wanted: str | None) -> str:
    """The path with a slash before it, "" for none; links in the mail have EARMARK_BASE_URL's."""
    of_links = urlsplit(face.settings.base_url).path.strip("/")
    under = (of_links if wanted is None else wanted).strip("/")
    if not re.fullmatch(r"[\w.~/-]*", under, re.ASCII):
        raise Mistake(f"{wanted!r} is no path of plain letters: use one such as /earmark")
    if under != of_links:
        out.print(f"Links in mail and feeds lead elsewhere: have EARMARK_BASE_URL end in /{under}.", markup=False)
    return f"/{under}" if under else ""


def _mornings_alone(face: Frame) -> None:
    before = signal.signal(signal.SIGTERM, _stop)
    try:
        with Mornings(face):
            out.print(_next_five(face), markup=False)
            Event().wait()
    except KeyboardInterrupt:
        out.print("Stopped.")
    finally:
        signal.signal(signal.SIGTERM, before)


def _next_five(face: Frame) -> str:
    reader = face.reader
    ways = [channel.name for channel in config.open_channels(face.settings, reader)]
    sent = (
        f", and go out by {' and '.join(ways)}"
        if ways
        else "; no mail or channel is set, so they are on the page alone"
    )
    return f"The five are chosen at {reader.hour}:00 ({reader.timezone}){sent}."


def _check_port(address: str, port: int) -> None:
    """Says that the port is taken before Streamlit does, and before the address is announced."""
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((address, port))
        except OSError as error:
            reason = (error.strerror or str(error)).lower()
            raise EarmarkError(
                f"the page cannot be served at {address}:{port} ({reason}): choose another with --port or --address"
            ) from error


def _run(arguments: list[str]) -> int:
    """Streamlit's exit status; 0 when a person stopped it. It never outlives this process's Ctrl-C or SIGTERM."""
    command = [sys.executable, "-m", "streamlit", "run", str(HOME / "app.py"), *arguments]
    before = signal.signal(signal.SIGTERM, _stop)
    environment = os.environ | {BELIEVED: ""}  # see endpoint/gate.py
    page = subprocess.Popen(command, start_new_session=True, env=environment)  # noqa: S603 - our own file with our own arguments
    try:
        return page.wait()
    except KeyboardInterrupt:
        out.print("Stopped.")
        return 0
    finally:
        end(page)
        signal.signal(signal.SIGTERM, before)


def _stop(*_: object) -> NoReturn:
    raise KeyboardInterrupt
