"""A whole night on loopback: a show with a published transcript and one of sound alone, a model that writes, a mail
server, and a dump of what is left of it all that two nights can be compared by."""

import json
import tempfile
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.worlds import loopback, mailbox, sounds
from tests.worlds.chat_server import ChatServer, serving
from tests.worlds.podcast import TALK, vtt

NOW = "2026-05-29T09:00:00Z"
_CLAIMS = [
    {
        "headline": "American export limits made Chinese code more efficient",
        "body": "American export limits on fast chips forced engineers in Shenzhen to get more work from older chips. "
        "The scarcity made Chinese training code two or three times as efficient.",
        "quote": "American export limits on fast chips forced engineers in Shenzhen to squeeze more work from older "
        "chips",
        "worth": 3,
    },
    {
        "headline": "A solar farm with storage undercuts gas in most of Spain",
        "body": "Battery prices fell by half in two years, so that a solar farm with storage now costs less than a new "
        "gas plant in most of Spain, while grid operators still write rules for turbines.",
        "quote": "a solar farm with storage now undercuts a new gas plant in most of Spain",
        "worth": 2,
    },
]
_HEARD_SECONDS = (0.0, 20.0)  # of the demo's talk: one window of the recogniser


class Writer(ChatServer):
    """Writes the claims whose quotes it is shown, whichever run asks it and how often."""

    def answer(self, request):
        told = request["messages"][-1]["content"]
        self.replies = [json.dumps({"insights": [claim for claim in _CLAIMS if claim["quote"][:40] in told]})]
        return super().answer(request)


@dataclass(frozen=True, kw_only=True)
class Night:
    """What stands outside: `environment` leads to it, `commands` are the job, `letters` what came to the mailbox."""

    environment: dict[str, str]
    commands: list[list[str]]
    mailbox: mailbox.Mailbox
    ports: dict[int, str]

    def letters(self) -> list[tuple[str, str]]:
        return [(one["Subject"], one["Message-ID"]) for one in self.mailbox.messages]


@contextmanager
def night():
    letters = mailbox.Mailbox()
    with loopback.site() as site, serving(Writer()) as writer, mailbox.served(letters) as port:
        site.put("/feed", _feed(site.url), "application/rss+xml")
        site.put("/read.vtt", vtt(TALK), "text/vtt")
        site.put("/heard.wav", _sound(), "audio/wav", ETag='"one"')
        environment = {
            "EARMARK_ALLOW_PRIVATE_HOSTS": site.host,
            "EARMARK_MAIL_TO": "ann@example.org",
            "EARMARK_MAIL_FROM": "earmark@example.org",
            "EARMARK_SMTP_HOST": "127.0.0.1",
            "EARMARK_SMTP_PORT": str(port),
            "EARMARK_SMTP_TLS": "none",
            "EARMARK_WHISPER_MODEL": "tiny.en",
        }
        commands = [["add", site.url + "/feed"], ["model", "use", "writer", "--base-url", writer.url], ["daily"]]
        ports = {int(site.host.partition(":")[2]): "host", int(writer.url.split(":")[2][:-3]): "model", port: "mail"}
        yield Night(environment=environment, commands=commands, mailbox=letters, ports=ports)


def _sound() -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        return sounds.wav(Path(folder) / "heard.wav", sounds.talk(*_HEARD_SECONDS)).read_bytes()


def _feed(base: str) -> str:
    return (
        '<?xml version="1.0"?><rss version="2.0" xmlns:podcast="https://podcastindex.org/namespace/1.0">'
        "<channel><title>Loopback</title><language>en</language>"
        f"<item><title>Read</title><guid>read</guid><pubDate>Thu, 28 May 2026 06:00:00 +0000</pubDate>"
        f'<enclosure url="{base}/read.mp3" type="audio/mpeg" length="1"/>'
        f'<podcast:transcript url="{base}/read.vtt" type="text/vtt"/></item>'
        f"<item><title>Heard</title><guid>heard</guid><pubDate>Wed, 27 May 2026 06:00:00 +0000</pubDate>"
        f'<enclosure url="{base}/heard.wav" type="audio/wav" length="1"/></item>'
        "</channel></rss>"
    )
