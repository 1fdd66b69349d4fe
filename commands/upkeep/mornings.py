"""The doctor on the daily work: feeds, the last run, what is sent."""

from collections.abc import Iterator

import config
from commands.frame import Frame
from commands.upkeep.finding import Finding
from digest.delivery.channel import Channel
from digest.health import health
from digest.standing import RUN_IS_LONG_AGO
from store.errors import EarmarkError
from store.queries import digests, shows
from store.records.readers import Reader


def feeds(face: Frame) -> Iterator[Finding]:
    with face.store.read() as connection:
        followed = shows.all_shows(connection)
    stands = [(show, health(show, face.clock(), face.reader.timezone)) for show in followed]
    failing = [(show, found) for show, found in stands if found.state in ("failing", "ended")]
    for show, found in failing:
        todo = f"`cli.py feed {show.id}` tells more and moves it; `cli.py remove {show.id}` ends it"
        yield Finding(about="shows", state="look", told=f"{show.title}: {found.sentence}", todo=todo)
    fine = len(followed) - len(failing)
    if fine or not followed:
        yield Finding(about="shows", state="fine", told=f"{fine} of {len(followed)} followed answer")


def last_run(face: Frame) -> Iterator[Finding]:
    with face.store.read() as connection:
        followed = shows.all_shows(connection)
    looked = max((show.checked_at for show in followed if show.checked_at), default=None)
    if not followed:
        yield Finding(about="last run", state="fine", told="no show is followed yet")
    elif looked is None:
        yield Finding(about="last run", state="look", told="none yet", todo="`cli.py daily`")
    else:
        late = face.clock() - looked > RUN_IS_LONG_AGO
        todo = "have cron run `cli.py daily` (README, Use)" if late else ""
        told = f"{looked:%Y-%m-%d %H:%M} UTC"
        yield Finding(about="last run", state="look" if late else "fine", told=told, todo=todo)


def sending(face: Frame) -> Iterator[Finding]:
    """That the settings can be right; whether a server takes them, the last delivery says."""
    owner, *others = config.readers(face.settings, face.store)
    channels = config.open_channels(face.settings, owner)
    if face.settings.mail_to and not channels:
        yield Finding(
            about="mail", state="wrong", told="EARMARK_MAIL_TO is set alone", todo="set EARMARK_SMTP_HOST, too"
        )
    elif not channels:
        yield Finding(about="mail", state="fine", told="none is set up")
    for channel in channels:
        yield _sent(face, owner, channel, channel.name)
    for reader in others:
        for channel in config.open_channels(face.settings, reader) if reader.email else ():
            yield _sent(face, reader, channel, f"{channel.name} of {reader.name}")


def _sent(face: Frame, reader: Reader, channel: Channel, about: str) -> Finding:
    try:
        channel.check(reader)
    except EarmarkError as error:
        return Finding(about=about, state="wrong", told="it cannot be sent", todo=str(error))
    with face.store.read() as connection:
        latest = digests.latest(connection, reader.id)
        last = digests.delivery(connection, latest.id, channel.name) if latest else None
    if last is None or last[0] != "failed":
        return Finding(about=about, state="fine", told=f"last: {last[0]}" if last else "nothing was sent yet")
    told = f"the last one was refused: {last[2] or 'without a reason'}"
    return Finding(about=about, state="wrong", told=told, todo="set it right; the next `cli.py daily` tries again")
