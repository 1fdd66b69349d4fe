"""An insight as Markdown for a notebook such as Obsidian: what is copied, and what files are made of. Pure."""

import re
from datetime import tzinfo

from digest.delivery.render import origin_in_words
from digest.wording import clock, day_in, plain, web_address
from store.records.insights import CitedInsight

_MARKUP = re.compile(r"([\\`*_{}\[\]<>#|$~])")


def entry(cited: CitedInsight, zone: tzinfo, note: str = "") -> str:
    """The claim under a heading, its quote, who said it where, the address of those seconds, and a reader's note."""
    insight = cited.insight
    place = f"about {clock(insight.start)}" if insight.approximate else clock(insight.start)
    day = day_in(zone, cited.published).isoformat() if cited.published else "undated"
    told = [insight.speaker, cited.show, cited.episode, day, place]
    source = " · ".join(text(words) for words in told if words)
    audio = web_address(cited.audio_url)
    heard = f"  \n<{audio}#t={int(insight.start)}>" if audio and not re.search(r"[<>\s]", audio) else ""
    added = f"\n\n{text(note)}" if note else ""
    return (
        f"## {text(insight.headline)}\n\n{text(insight.body)}\n\n> {text(insight.quote)}\n\n"
        f"{source}  \n{text(origin_in_words(insight.origin))}{heard}{added}"
    )


def text(words: str) -> str:
    return _MARKUP.sub(r"\\\1", plain(words))
