"""serve: the page in the browser, with the demo shows' audio beside it while they are followed."""

import subprocess
import sys
from contextlib import ExitStack
from pathlib import Path
from typing import Annotated

import typer

from commands import demo_world
from commands.frame import frame, out
from store.errors import EarmarkError

_APP = Path(__file__).parent.parent / "app.py"


def serve(
    context: typer.Context,
    port: Annotated[int, typer.Option(min=1, max=65535, help="The page's port.")] = 8501,
    address: Annotated[str, typer.Option(help="The address to listen on.")] = "127.0.0.1",
) -> None:
    """Show the page in the browser."""
    face = frame(context)
    with ExitStack() as stack:
        if demo_world.followed(face):
            stack.enter_context(demo_world.served(face))
        host = "localhost" if address == "127.0.0.1" else address
        out.print(f"Earmark is at [bold]http://{host}:{port}[/] — Ctrl-C stops it.")
        arguments = ["--server.port", str(port), "--server.address", address, "--server.headless", "true"]
        run = subprocess.run(  # noqa: S603 - our own file with our own arguments
            [sys.executable, "-m", "streamlit", "run", str(_APP), *arguments], check=False
        )
    if run.returncode not in (0, -2, 130):
        raise EarmarkError(f"the page could not be served on port {port}: choose another with --port")
