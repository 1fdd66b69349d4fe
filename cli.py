#!/usr/bin/env python
"""Terminal face: add, daily, search, ask, threads, digest, model, status and the rest. `cli.py --help` lists them."""

import tomllib
from pathlib import Path
from typing import Annotated

import typer

from commands import ask, daily, explain, feedback, private_feeds, read, search, shows, status, swap
from commands.demo.morning import demo
from commands.frame import Frame, parse_moment, spoken_errors, start_logging, ticking_from
from commands.model import model
from commands.outlets.addresses import addresses
from commands.outlets.export import export
from commands.outlets.mail import mail
from commands.outlets.model_tools import mcp
from commands.serving import serve
from commands.threads import changes, threads
from config import read_settings

app = typer.Typer(no_args_is_help=True, pretty_exceptions_enable=False)


def tell_version(wanted: bool) -> None:
    if wanted:
        project = (Path(__file__).parent / "pyproject.toml").read_text(encoding="utf-8")
        typer.echo(f"earmark {tomllib.loads(project)['project']['version']}")
        raise typer.Exit


@app.callback()
def earmark(
    context: typer.Context,
    now: Annotated[str | None, typer.Option(help="Act as if it were this time (ISO 8601), for replays.")] = None,
    verbose: Annotated[bool, typer.Option("--verbose", "-v", help="Show the log.")] = False,
    _version: Annotated[
        bool, typer.Option("--version", help="Print the version.", callback=tell_version, is_eager=True)
    ] = False,
) -> None:
    """Scans new podcasts and brings you the five insights worth your morning, each with its proof."""
    settings = read_settings()
    start_logging(settings, verbose=verbose)
    context.obj = Frame(settings=settings, clock=ticking_from(parse_moment(now) if now else None), verbose=verbose)


# What `--help` shows, under these heads.
GROUPS = {
    "Every day": (read.digest, daily.daily, serve.serve, search.search, ask.ask, search.like),
    "Shows and episodes": (
        shows.add,
        daily.ingest,
        status.status,
        shows.retry,
        shows.remove,
        private_feeds.feed,
        private_feeds.credentials,
        read.transcript,
    ),
    "What you think": (feedback.feedback, swap.swap, feedback.save, feedback.unsave, feedback.saved, explain.explain),
    "Threads": (
        threads.threads,
        threads.thread,
        threads.follow,
        threads.unfollow,
        changes.belongs,
        changes.not_about,
        changes.merge,
        changes.split,
        changes.rename,
    ),
    "Ways out": (export, addresses, mcp),
    "Upkeep": (demo, search.reindex),
}
for group, commands in GROUPS.items():
    for command in commands:
        app.command(rich_help_panel=group)(command)
app.add_typer(mail, name="mail", rich_help_panel="Ways out")
app.add_typer(model, name="model", rich_help_panel="Upkeep")


def main(arguments: list[str] | None = None) -> None:
    """Runs one command; leaves by SystemExit: 0 done, 1 failed, 2 a mistake in the request, 130 stopped."""
    with spoken_errors():
        app(arguments, prog_name="cli.py")


if __name__ == "__main__":
    main()
