#!/usr/bin/env python
"""Terminal face: add, daily, search, ask, threads, digest, model, status and the rest. `cli.py --help` lists them."""

from typing import Annotated

import typer

from commands.catalogue import Commands
from commands.errors import spoken_errors

app = typer.Typer(cls=Commands, no_args_is_help=True, pretty_exceptions_enable=False)


def tell_version(wanted: bool) -> None:
    if wanted:
        from config import version  # with the settings, for which help does not wait

        typer.echo(f"earmark {version()}")
        raise typer.Exit


@app.callback()
def earmark(
    context: typer.Context,
    now: Annotated[str | None, typer.Option(help="Act as if it were this time (ISO 8601), for replays.")] = None,
    patience: Annotated[
        float | None, typer.Option(min=0, max=3600, help="Seconds to wait while another program writes; 30 by default.")
    ] = None,
    reader: Annotated[
        str | None, typer.Option(help="Act for this reader, as `readers list` names them; by default for `me`.")
    ] = None,
    verbose: Annotated[bool, typer.Option("--verbose", "-v", help="Show the log.")] = False,
    _version: Annotated[
        bool, typer.Option("--version", help="Print the version.", callback=tell_version, is_eager=True)
    ] = False,
) -> None:
    """Scans new podcasts and brings you the five insights worth your morning, each with its proof."""
    # Settings and store take half a second to import: what is answered without them does not wait.
    from commands.frame import Frame, parse_moment, start_logging, ticking_from
    from config import read_settings

    settings = read_settings()
    start_logging(settings, verbose=verbose)
    context.obj = Frame(
        settings=settings,
        clock=ticking_from(parse_moment(now) if now else None),
        verbose=verbose,
        patience_ms=None if patience is None else round(patience * 1000),
        reader_name=reader,
    )
    context.call_on_close(context.obj.close)


def main(arguments: list[str] | None = None) -> None:
    """Runs one command; leaves by SystemExit: 0 done, 1 failed, 2 a mistake in the request, 130 stopped."""
    with spoken_errors():
        app(arguments, prog_name="cli.py")


if __name__ == "__main__":
    main()
