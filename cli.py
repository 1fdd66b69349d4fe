#!/usr/bin/env python
"""Terminal face: add, daily, search, ask, threads, digest, model, status and the rest. `cli.py --help` lists them."""

from typing import Annotated

import typer

from commands import ask, daily, explain, feedback, private_feeds, read, search, serve, shows, status, swap
from commands.demo.morning import demo
from commands.frame import Frame, parse_moment, spoken_errors, start_logging, ticking_from
from commands.model import model
from commands.threads import changes, threads
from commands.upkeep import backing_up, doctor
from commands.voices import voices
from config import read_settings

app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)


@app.callback()
def earmark(
    context: typer.Context,
    now: Annotated[str | None, typer.Option(help="Act as if it were this time (ISO 8601), for replays.")] = None,
    patience: Annotated[
        float | None, typer.Option(min=0, max=3600, help="Seconds to wait while another program writes; 30 by default.")
    ] = None,
    verbose: Annotated[bool, typer.Option("--verbose", "-v", help="Show the log.")] = False,
) -> None:
    """Scans new podcasts and brings you the five insights worth your morning, each with its proof."""
    settings = read_settings()
    start_logging(settings, verbose=verbose)
    context.obj = Frame(
        settings=settings,
        clock=ticking_from(parse_moment(now) if now else None),
        verbose=verbose,
        patience_ms=None if patience is None else round(patience * 1000),
    )


for command in (
    shows.add,
    daily.daily,
    daily.ingest,
    demo,
    shows.retry,
    shows.remove,
    private_feeds.feed,
    private_feeds.credentials,
    status.status,
    read.digest,
    read.export,
    read.transcript,
    explain.explain,
    search.search,
    search.like,
    ask.ask,
    threads.threads,
    threads.thread,
    threads.follow,
    threads.unfollow,
    changes.merge,
    changes.split,
    changes.rename,
    changes.belongs,
    changes.not_about,
    search.reindex,
    feedback.feedback,
    feedback.save,
    feedback.unsave,
    feedback.saved,
    swap.swap,
    serve.serve,
    backing_up.backup,
    backing_up.restore,
    doctor.doctor,
):
    app.command()(command)
app.add_typer(model, name="model")
app.add_typer(voices, name="voices")


def main(arguments: list[str] | None = None) -> None:
    """Runs one command; leaves by SystemExit: 0 done, 1 failed, 2 a mistake in the request, 130 stopped."""
    with spoken_errors():
        app(arguments, prog_name="cli.py")


if __name__ == "__main__":
    main()
