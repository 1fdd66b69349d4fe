"""The doctor on the daily work: feeds, the last run, what is sent."""

from collections.abc import Iterator

import config
from commands.frame import Frame
from commands.upkeep.finding import Finding
from digest.health import health
from digest.standing import RUN_IS_LONG_AGO
from store.errors import EarmarkError
from store.queries import digests, shows


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
    channels = config.open_channels(face.settings)
    if face.settings.mail_to and not channels:
        yield Finding(
            about="mail", state="wrong", told="EARMARK_MAIL_TO is set alone", todo="set EARMARK_SMTP_HOST, too"
        )
    elif not channels:
        yield Finding(about="mail", state="fine", told="none is set up")
    for channel in channels:
        try:
            channel.check(face.reader)
        except EarmarkError as error:
            yield Finding(about=channel.name, state="wrong", told="it cannot be sent", todo=str(error))
            continue
        yield _last_delivery(face, channel.name)


def _last_delivery(face: Frame, channel: str) -> Finding:
    with face.store.read() as connection:
        latest = digests.latest(connection, face.reader.id)
        last = digests.delivery(connection, latest.id, channel) if latest else None
    if last is None or last[0] != "failed":
        return Finding(about=channel, state="fine", told=f"last: {last[0]}" if last else "nothing was sent yet")
    told = f"the last one was refused: {last[2] or 'without a reason'}"
    return Finding(about=channel, state="wrong", told=told, todo="set it right; the next `cli.py daily` tries again")
