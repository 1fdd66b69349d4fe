"""mail: whether the five arrive, at which hour, and whether they come at all."""

from typing import Annotated

import typer

import config
from commands.frame import Frame, frame, out
from digest.delivery.deliver import send_trial
from store.errors import EarmarkError, Misconfigured, Mistake
from store.queries import outlets

mail = typer.Typer(no_args_is_help=True, help="The mail and other channels: try them, stop them, set the hour.")

ChannelName = Annotated[str, typer.Argument(help="`mail`, or another channel by its name.")]


@mail.command("test")
def test(context: typer.Context) -> None:
    """Send the latest five over every channel, to see whether they arrive."""
    face = frame(context)
    channels = config.open_channels(face.settings, face.reader)
    if not channels:
        raise Misconfigured("no channel is set: set EARMARK_SMTP_HOST and EARMARK_MAIL_TO, or EARMARK_CHANNELS")
    told = send_trial(face.store, face.reader, channels, face.clock(), base_url=face.settings.base_url)
    failed = [each.sentence for each in told if each.outcome == "failed"]
    for each in told:
        if each.outcome == "sent":
            out.print(each.sentence, markup=False)
    if failed:
        raise EarmarkError(" ".join(failed))


@mail.command("stop")
def stop(context: typer.Context, channel: ChannelName = "mail") -> None:
    """Send nothing over a channel any more; the five are still chosen."""
    face = frame(context)
    _known(face, channel)
    reader = face.reader
    with face.store.write() as connection:
        outlets.stop(connection, reader.id, channel, face.clock())
    out.print(f"The {channel} is stopped: `cli.py mail start {channel}` sends it again.", markup=False)


@mail.command("start")
def start(context: typer.Context, channel: ChannelName = "mail") -> None:
    """Send the five over a channel again."""
    face = frame(context)
    _known(face, channel)
    reader = face.reader
    with face.store.write() as connection:
        outlets.resume(connection, reader.id, channel)
    out.print(f"The {channel} goes out again, at {reader.hour}:00 ({reader.timezone}).", markup=False)


def _known(face: Frame, channel: str) -> None:
    names = {"mail", *(one.name for one in config.open_channels(face.settings, face.reader))}
    if channel not in names:
        raise Mistake(f"no channel is called {channel!r}: there is {', '.join(sorted(names))}")


@mail.command("hour")
def hour(
    context: typer.Context,
    hour: Annotated[int, typer.Argument(min=0, max=23, help="0 to 23.")],
    zone: Annotated[str | None, typer.Option(help="Your time zone, such as Europe/Berlin.")] = None,
) -> None:
    """Set the hour at which the five are due."""
    face = frame(context)
    reader = face.reader
    config.set_hour(face.settings, face.store, reader, hour=hour, timezone=zone or reader.timezone)
    out.print(f"The five are due at {hour}:00 ({zone or reader.timezone}).", markup=False)
