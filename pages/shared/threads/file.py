"""A thread as a Markdown file for a notebook such as Obsidian. Pure."""

import re
from collections.abc import Sequence
from datetime import tzinfo

from digest.card_words import card_words
from digest.delivery.render import origin_in_words
from digest.wording import clock, day_in, plain, web_address
from store.records.insights import CitedInsight
from store.records.threads import Thread

_MARKUP = re.compile(r"([\\`*_{}\[\]<>#|$~])")


def markdown(thread: Thread, members: Sequence[CitedInsight], zone: tzinfo) -> str:
    """Newest first, as the members come."""
    return "\n\n".join([f"# {_text(thread.label)}", *(_member(member, zone) for member in members)]) + "\n"


def _member(cited: CitedInsight, zone: tzinfo) -> str:
    insight = cited.insight
    place = f"about {clock(insight.start)}" if insight.approximate else clock(insight.start)
    day = day_in(zone, cited.published).isoformat() if cited.published else "undated"
    words = card_words(cited)
    told = [words.speaker, cited.show, words.episode, day, place]
    source = " · ".join(_text(each) for each in told if each)
    lines = [
        f"## {_text(words.headline)}",
        *(_text(line) for line in (words.placing, words.question, words.body) if line),
    ]
    audio = web_address(cited.audio_url)
    heard = f"  \n<{audio}#t={int(insight.start)}>" if audio and not re.search(r"[<>\s]", audio) else ""
    return (
        "\n\n".join([*lines, f"> {_text(words.quote)}"]) + "\n\n"
        f"{source}  \n{_text(origin_in_words(insight.origin))}{heard}"
    )


def _text(words: str) -> str:
    return _MARKUP.sub(r"\\\1", plain(words))
