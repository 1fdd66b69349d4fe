"""An insight as Markdown for a notebook such as Obsidian: what is copied, and what files are made of. Pure."""

from collections.abc import Sequence
from datetime import tzinfo

from digest.card_words import card_words
from digest.delivery.render import origin_in_words
from digest.tags import one_word
from digest.wording import day_in, heard_at, in_markdown, place
from store.records.insights import CitedInsight


def entry(cited: CitedInsight, zone: tzinfo, note: str = "", tags: Sequence[str] = ()) -> str:
    """The headline over the claim or what places the words, the quote, who said it where, the address of those seconds,
    and a reader's note and tags.
    """
    insight, words = cited.insight, card_words(cited)
    day = day_in(zone, cited.published).isoformat() if cited.published else "undated"
    told_place = place(insight.start, approximate=insight.approximate, heard=cited.heard)
    told = [words.speaker, cited.show, words.episode, day, told_place]
    source = " · ".join(in_markdown(each) for each in told if each)
    audio = heard_at(cited.audio_url, insight.start)
    heard = f"  \n<{audio}>" if audio else ""
    lines = [in_markdown(line) for line in (words.placing, words.question, words.body) if line]
    parts = [
        f"## {in_markdown(words.headline)}",
        *lines,
        f"> {in_markdown(words.quote)}",
        f"{source}  \n{in_markdown(origin_in_words(insight.origin))}{heard}",
        *([in_markdown(note)] if note else []),
        *([" ".join(f"#{one_word(tag)}" for tag in tags)] if tags else []),
    ]
    return "\n\n".join(parts)
