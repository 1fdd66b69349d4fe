"""Insights as Markdown: one for a list, and one as a note of a vault with its front matter. Pure; all text escaped."""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from digest.card_words import CardWords, card_words
from digest.memory_words import Memory, ties
from digest.tags import NO_TAGS, Tags, one_word
from digest.wording import day_in, heard_at, in_markdown, place, plain, shortened, web_address
from store.records.insights import CitedInsight
from store.records.readers import Digest
from store.records.threads import Thread

# What file systems, Obsidian's links and Git refuse or read as more than letters in a name.
_NOT_IN_NAMES = re.compile(r'[\\/:*?"<>|#^\[\]%]+')
_NAME_LENGTH = 80  # letters; by judgement: with the date and the id a name stays far under 255 bytes in Latin letters
_NAME_BYTES = 160  # bytes of the same, for alphabets of three and four bytes a letter


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """A file of a vault: `path` below its folder, `key` by which it is known again, `matter` and `text` as written."""

    key: str
    path: str
    matter: Mapping[str, object]
    text: str


def name_of(title: str, key: str, day: date | None = None) -> str:
    """A file's name without its ending: the date, the title as far as names take it, and the key."""
    cleaned = shortened(" ".join(_NOT_IN_NAMES.sub(" ", plain(title)).split()), _NAME_LENGTH).rstrip("….")
    while len(cleaned.encode()) > _NAME_BYTES:
        cleaned = cleaned[:-1]
    told = " ".join(part for part in (day.isoformat() if day else "", cleaned.strip(" .")) if part)
    return f"{told or 'note'} ({key})"


def insight_name(cited: CitedInsight, zone: ZoneInfo) -> str:
    day = day_in(zone, cited.published) if cited.published else None
    return name_of(cited.insight.headline, cited.insight.id, day)


def markdown(cited: CitedInsight, zone: ZoneInfo, home: str, tags: Tags = NO_TAGS) -> str:
    """Headline, claim, quote, who and where, with a link to the second, and its tags."""
    return f"## {in_markdown(cited.insight.headline)}\n\n{_body(cited, zone, home, tags)}\n"


def _body(cited: CitedInsight, zone: ZoneInfo, home: str, tags: Tags) -> str:
    insight, words = cited.insight, card_words(cited)
    parts = [
        *(in_markdown(line) for line in (words.placing, words.question, words.body) if line),
        f"> “{in_markdown(words.quote)}”",
        _source(cited, words, zone),
        " ".join(f"#{one_word(tag)}" for tag in tags.get(insight.id, ())),
        f"[In Earmark]({home.rstrip('/')}/insight?id={insight.id})",
    ]
    return "\n\n".join(part for part in parts if part)


def _source(cited: CitedInsight, words: CardWords, zone: ZoneInfo) -> str:
    """What the lines above do not say already."""
    insight = cited.insight
    day = f"{day_in(zone, cited.published)}" if cited.published else ""
    told_place = place(insight.start, approximate=insight.approximate, heard=cited.heard)
    audio = heard_at(cited.audio_url, insight.start)
    heard = f"[{told_place}](<{audio}>)" if audio else told_place
    who = f"**{in_markdown(words.speaker)}**" if words.speaker else ""
    told = [who, in_markdown(cited.show), in_markdown(words.episode or ""), day, heard]
    return " · ".join(part for part in told if part)


def insight_note(
    cited: CitedInsight,
    memory: Memory,
    threads: Mapping[int, str],
    zone: ZoneInfo,
    home: str,
    tags: Tags = NO_TAGS,
) -> Note:
    """`threads` are the names of the notes of those that have one, by id.

    Tags stand in the text too: the front matter is the person's once the note is there.
    """
    insight = cited.insight
    tied = ties(memory.relations.get(insight.id, ()), memory.repeated_by.get(insight.id, ()), zone)
    own = [f"- [[{threads[one]}]]" for one in cited.thread_ids if one in threads]
    related = [f"- {in_markdown(str(tie))}" for tie in tied]
    text = [f"# {in_markdown(insight.headline)}", _body(cited, zone, home, tags)]
    text += ["## Threads\n\n" + "\n".join(own)] if own else []
    text += ["## Said before and since\n\n" + "\n".join(related)] if related else []
    return Note(
        key=insight.id,
        path=f"Insights/{insight_name(cited, zone)}.md",
        matter={
            "earmark": insight.id,
            "show": plain(cited.show),
            "episode": plain(cited.episode),
            "speaker": plain(insight.speaker or ""),
            "published": f"{day_in(zone, cited.published)}" if cited.published else "",
            "start": round(insight.start, 1),
            "audio": web_address(cited.audio_url) or "",
            "tags": [one_word(tag) for tag in tags.get(insight.id, ())] or "",
        },
        text="\n\n".join(text),
    )


def thread_name(thread: Thread) -> str:
    return name_of(thread.label, f"thread {thread.id}")


def thread_note(thread: Thread, members: Sequence[CitedInsight], names: Mapping[str, str], zone: ZoneInfo) -> Note:
    """The story, old to new; `names` are those of the insights' notes by id."""
    undated = [one for one in members if one.published is None]
    dated = sorted((one for one in members if one.published), key=lambda one: (one.published, one.insight.id))
    lines = [_line(one, names, zone) for one in (*undated, *dated)]
    return Note(
        key=f"thread-{thread.id}",
        path=f"Threads/{thread_name(thread)}.md",
        matter={"earmark": f"thread-{thread.id}", "insights": len(members), "shows": thread.shows},
        text=f"# {in_markdown(thread.label)}\n\n" + "\n".join(lines),
    )


def day_note(digest: Digest, names: Mapping[str, str]) -> Note:
    lines = [f"{pick.rank}. {_linked(pick.cited, names)}  \n   _{in_markdown(pick.why)}_" for pick in digest.picks]
    day = digest.day.isoformat()
    return Note(
        key=f"day-{day}",
        path=f"Days/{day}.md",
        matter={"earmark": f"day-{day}", "date": day},
        text=f"# {day}\n\n" + "\n".join(lines),
    )


def _line(cited: CitedInsight, names: Mapping[str, str], zone: ZoneInfo) -> str:
    day = f"{day_in(zone, cited.published)}" if cited.published else "undated"
    who = in_markdown(cited.insight.speaker or cited.show)
    return f"- {day} · {who}: {_linked(cited, names)}"


def _linked(cited: CitedInsight, names: Mapping[str, str]) -> str:
    # Obsidian ends the alias at ]] and takes | for its begin, escaped or not.
    alias = _NOT_IN_NAMES.sub(" ", plain(cited.insight.headline))
    return f"[[{names[cited.insight.id]}|{alias}]]" if cited.insight.id in names else in_markdown(alias)


def front_matter(matter: Mapping[str, object]) -> str:
    """YAML, of which JSON's strings and numbers are a part."""
    lines = [f"{name}: {json.dumps(value, ensure_ascii=False)}" for name, value in matter.items() if value != ""]
    return "\n".join(["---", *lines, "---"])
