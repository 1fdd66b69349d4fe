"""A model that writes what it is sent: each longer turn becomes a claim, its words copied and so provable."""

import json
import re

from tests.worlds.chat_server import ChatServer

_TURN = re.compile(r"^[^\n:]{2,40}: (.+)$", re.MULTILINE)


class QuotingModel(ChatServer):
    """Keeps nothing of what it was asked, so that it may live as long as it likes; asked for anything but insights,
    it has nothing to say."""

    def answer(self, request: dict) -> tuple[int, dict]:
        told = request["messages"][-1]["content"]
        talk = told.partition("<transcript>")[2].partition("</transcript>")[0]
        claims = [claim_of(turn) for turn in _TURN.findall(talk) if len(turn.split()) > 20]
        self.replies = [json.dumps({"insights": claims})]
        answer = super().answer(request)
        self.asked.clear()
        return answer


def claim_of(turn: str) -> dict[str, object]:
    first = re.split(r"(?<=\.)\s", turn)[0]
    return {"headline": first.rstrip("."), "body": turn, "quote": turn, "worth": 2}
