"""serve: the page in the browser, with the demo shows' audio beside it while they are followed, and idle work."""

import signal
import socket
import subprocess
import sys
from contextlib import ExitStack
from pathlib import Path
from typing import Annotated, NoReturn

import typer

from commands.demo import world
from commands.frame import Frame, frame, out
from commands.model.rewriting import idle_of
from ingest.rewriting import waiting
from store.errors import EarmarkError

_HOME = Path(__file__).parent.parent
_APP = _HOME / "app.py"
_PATIENCE_SECONDS = 10  # by judgement, not measured: after that Streamlit is killed
_IDLE_EVERY_SECONDS = 600  # by judgement, not measured: how often what a model has still to read is looked for


def serve(
    context: typer.Context,
    port: Annotated[int, typer.Option(min=1, max=65535, help="The page's port.")] = 8501,
    address: Annotated[str, typer.Option(help="The address to listen on.")] = "127.0.0.1",
) -> None:
    """Show the page in the browser."""
    face = frame(context)
    _check_port(address, port)
    with ExitStack() as stack:
        if world.followed(face):
            stack.enter_context(world.served(face))
        host = "localhost" if address == "127.0.0.1" else address
        out.print(f"Earmark is at [bold]http://{host}:{port}[/] — Ctrl-C stops it.")
        status = _run(face, ["--server.port", str(port), "--server.address", address, "--server.headless", "true"])
    if status != 0:
        raise EarmarkError(f"the page could not be served on port {port}: what stands above says why")


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


def _run(face: Frame, arguments: list[str]) -> int:
    """Streamlit's exit status; 0 when a person stopped it. It never outlives this process's Ctrl-C or SIGTERM."""
    command = [sys.executable, "-m", "streamlit", "run", str(_APP), *arguments]
    before = signal.signal(signal.SIGTERM, _stop)
    # A session of its own: Ctrl-C comes to us alone, and Streamlit is asked to end in its quiet way.
    page = subprocess.Popen(command, start_new_session=True)  # noqa: S603 - our own file with our own arguments
    idle: subprocess.Popen[bytes] | None = None
    try:
        while True:
            try:
                return page.wait(_IDLE_EVERY_SECONDS)
            except subprocess.TimeoutExpired:
                idle = _idle_work(face, idle)
    except KeyboardInterrupt:
        out.print("Stopped.")
        return 0
    finally:
        _end(page)
        if idle:
            _end(idle)
        signal.signal(signal.SIGTERM, before)


def _idle_work(face: Frame, before: "subprocess.Popen[bytes] | None") -> "subprocess.Popen[bytes] | None":
    """A process that rewrites what waits for the model; none where nothing does, or the one before is at it still.

    A process of its own: the models that it loads go when it ends.
    """
    if before is not None and before.poll() is None:
        return before
    idle = idle_of(face)
    if idle is None or not waiting(face.store, idle, face.clock()):
        return None
    command = [sys.executable, str(_HOME / "cli.py"), "model", "rewrite"]
    quiet = subprocess.DEVNULL  # the log and `status` tell
    return subprocess.Popen(command, start_new_session=True, stdout=quiet, stderr=quiet)  # noqa: S603 - our own command


def _stop(*_: object) -> NoReturn:
    raise KeyboardInterrupt


def _end(page: subprocess.Popen[bytes]) -> None:
    page.terminate()
    try:
        page.wait(_PATIENCE_SECONDS)
    except subprocess.TimeoutExpired:
        page.kill()
        page.wait()
