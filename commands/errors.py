"""Errors as a person at the terminal reads them: one sentence, and an exit code."""

from collections.abc import Iterator
from contextlib import contextmanager

# 2 is click's own for a wrong request; 130 is what shells make of SIGINT (128 + 2).
EXIT_FAILURE, EXIT_USAGE, EXIT_STOPPED = 1, 2, 130


@contextmanager
def spoken_errors() -> Iterator[None]:
    """Turns errors into one sentence and an exit code: 2 for a mistake in the request, 1 for a failure."""
    try:
        yield
    except SystemExit as left:  # typer makes one of Ctrl-C
        if left.code == EXIT_STOPPED:
            from commands.frame import err  # with the store behind it, which help and completion do without

            err.print("earmark: stopped; the same command finishes what was begun", markup=False)
        raise
    except Exception as error:
        from commands.frame import err, sentence
        from store.errors import Mistake

        err.print(f"earmark: {sentence(error)}", markup=False, style="red")
        raise SystemExit(EXIT_USAGE if isinstance(error, Mistake) else EXIT_FAILURE) from error
