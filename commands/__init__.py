"""The terminal face, by what a person wants to do. cli.py puts the commands together."""

import sys
from types import TracebackType


def _quiet_when_stopped(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """Ctrl-C while the libraries load, a second or more, ends without a traceback; cli.main hears it later on."""
    if not issubclass(kind, KeyboardInterrupt):
        sys.__excepthook__(kind, error, trace)


sys.excepthook = _quiet_when_stopped
