"""The five over whatever Apprise reaches: ntfy, Telegram, Slack, Discord, a webhook and some hundred others.

An address there holds a token, so that no error repeats one.
"""

import logging
import re
from typing import TYPE_CHECKING

from digest.delivery.channel import Edition, Leaving, Unanswered
from digest.outlets.addresses import only_here
from digest.wording import heard_at, long_day, plain, shortened
from store.errors import Misconfigured, Transient
from store.records.readers import Pick, Reader

if TYPE_CHECKING:
    from apprise import NotifyBase

_HEADLINE = 140  # letters; by judgement: five of them and their links fit the 2,000 that Discord takes
_NAME = 16  # letters of a channel's name, as the store keeps it
# What Apprise says of a request that never reached the other side, and of one that was answered with a refusal.
_NOT_SENT = re.compile(
    r"refused|NameResolution|getaddrinfo|ConnectTimeout|Max retries|No route|unreachable", re.IGNORECASE
)
_STATUS = re.compile(r"error[=: ]+(\d{3})\b")


class Push:
    """One address of Apprise's. `number` tells it from others of its kind, and is where it stands in the setting."""

    def __init__(self, url: str, number: int, kind_number: int = 1) -> None:
        import apprise  # a fifth of a second, for readers who set such a channel

        # Whoever answers there sends the five no further, and not into a network that it cannot reach itself.
        asset = apprise.AppriseAsset(http_redirects=False)
        told: NotifyBase | None = apprise.Apprise.instantiate(url, asset=asset, suppress_exceptions=True)
        if told is None:
            raise Misconfigured(
                f"EARMARK_CHANNELS: number {number} is no address that Apprise knows; its list is at appriseit.com"
            )
        self._notifier = told
        kind = url.partition("://")[0].lower()[: _NAME - 3]
        self.name = kind if kind_number == 1 else f"{kind}-{kind_number}"

    def check(self, reader: Reader) -> None:
        """Whoever set the address is reached there."""

    def send(self, edition: Edition, leaving: Leaving) -> str:
        import apprise

        title, body = written(edition)
        leaving()
        with apprise.LogCapture(level=logging.DEBUG, name="apprise") as log:  # type: ignore[no-untyped-call]
            sent = self._notifier.notify(body=body, title=title)
            said = log.getvalue()
        if not sent:
            raise self._trouble(said)
        count = len(edition.digest.picks)
        return f"Sent {count} insight{'' if count == 1 else 's'} to {self.name}."

    def _trouble(self, said: str) -> Transient | Misconfigured | Unanswered:
        """What Apprise came to; its own words stay in no sentence, for they may hold the token."""
        status = _STATUS.search(said)
        if status and status[1].startswith("4") and status[1] not in ("408", "429"):
            return Misconfigured(f"{self.name} refuses it ({status[1]}): check EARMARK_CHANNELS")
        if status:
            return Transient(f"{self.name} is busy ({status[1]})")
        if _NOT_SENT.search(said):
            return Transient(f"{self.name} cannot be reached")
        return Unanswered(f"{self.name} did not say whether it took them")


def written(edition: Edition) -> tuple[str, str]:
    """Title and body, in plain text: each headline with the show and where to go on."""
    count = len(edition.digest.picks)
    title = f"Earmark, {long_day(edition.digest.day)}: {count} insight{'' if count == 1 else 's'}"
    return title, "\n\n".join(_line(pick, edition.base_url) for pick in edition.digest.picks)


def _line(pick: Pick, base_url: str) -> str:
    cited = pick.cited
    told = f"{pick.rank}. {shortened(plain(cited.insight.headline), _HEADLINE)} ({shortened(plain(cited.show), 60)})"
    page = f"{base_url.rstrip('/')}/insight?id={cited.insight.id}"
    address = heard_at(cited.audio_url, cited.insight.start) if only_here(base_url) else page
    return f"{told}\n{address}" if address else told


def pushes(urls: tuple[str, ...]) -> list[Push]:
    """A channel for each address, in their order."""
    found: list[Push] = []
    for number, url in enumerate(urls, start=1):
        kind = url.partition("://")[0].lower()
        same = sum(one.partition("://")[0].lower() == kind for one in urls[: number - 1])
        found.append(Push(url, number, same + 1))
    return found
