"""Text from feeds and models in the head of a mail: one line a header, and none that we did not set."""

from dataclasses import replace

import pytest

from digest.delivery.channel import Edition
from digest.delivery.mail import compose
from digest.delivery.smtp import WIRE
from tests.digest.delivery.test_render import a_digest, a_reader
from tests.worlds.citing import MORNING, cited

OURS = {
    "To", "Subject", "Date", "Message-ID", "Auto-Submitted", "List-Id", "MIME-Version", "Content-Type",
}  # fmt: skip


@pytest.mark.parametrize("end", ["\r\n", "\n", "\r", "\u2028", "\x85", "\x0b", "\x00", "=0D=0A", "=?utf-8?q?=0D=0A?="])
def test_no_text_adds_a_header(end):
    hostile = f"Grids wait{end}Bcc: everybody@example.org{end}{end}<script>"
    edition = Edition(
        digest=a_digest(cited("a", headline=hostile, title=hostile, speaker=hostile)),
        reader=replace(a_reader(), email="ann@example.org"),
        base_url="https://earmark.example",
        at=MORNING,
    )

    message = compose(edition, "earmark.example")
    head = message.as_bytes(policy=WIRE).partition(b"\r\n\r\n")[0]

    assert set(message.keys()) == OURS
    assert b"\r\nbcc" not in head.lower()
    assert head.count(b"\r\nSubject:") == 1
