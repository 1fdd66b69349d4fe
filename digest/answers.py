"""An answer as it leaves Earmark: Markdown for a notebook, with a link to the second for each citation. Pure."""

from collections.abc import Sequence

from digest import wording
from digest.wording import clock, in_markdown, iso, web_address
from index.answers.answer import Answer
from index.search.hits import Hit


def markdown(answered: Sequence[tuple[str, Answer]]) -> str:
    """A heading for each question of a conversation, the sentences with [1], and the sources as a list."""
    return "\n\n".join(part for question, given in answered for part in _parts(question, given)) + "\n"


def record(question: str, given: Answer) -> dict[str, object]:
    """For other programs; `sources` are numbered from 1."""
    return {
        "question": question,
        "by": given.by,
        "note": given.note,
        "sentences": [{"text": one.text, "citations": list(one.citations)} for one in given.sentences],
        "sources": [_source_record(hit) for hit in given.sources],
        "left_out": len(given.left_out),
    }


def heard_at(hit: Hit) -> str | None:
    return wording.heard_at(hit.audio_url, hit.start)


def _parts(question: str, given: Answer) -> list[str]:
    said = " ".join(f"{in_markdown(one.text)} {''.join(f'[{n}]' for n in one.citations)}" for one in given.sentences)
    own = given.by in ("passages", "sources")
    by = "the passages themselves" if own else f"written by {given.by}, each sentence checked"
    sources = "\n".join(_source(number, hit) for number, hit in enumerate(given.sources, start=1))
    told = [f"## {in_markdown(question)}", said, sources, f"_{in_markdown(given.note)}_" if given.note else ""]
    return [part for part in (*told, in_markdown(f"Answer: {by}.") if given.sentences else "") if part]


def _source(number: int, hit: Hit) -> str:
    day = f"{hit.published:%Y-%m-%d}" if hit.published else "undated"
    place = f"about {clock(hit.start)}" if hit.approximate else clock(hit.start)
    told = " · ".join(in_markdown(words) for words in (hit.speaker, hit.show, hit.episode, day, place) if words)
    address = heard_at(hit)
    return f"{number}. “{in_markdown(hit.sentence)}” {told}" + (f" <{address}>" if address else "")


def found_record(hit: Hit) -> dict[str, object]:
    """What was found and where it is said, as whatever reads JSON is told it."""
    return {
        "kind": hit.kind,
        "id": hit.id,
        "sentence": hit.sentence,
        "speaker": hit.speaker,
        "show": hit.show,
        "episode": hit.episode,
        "episode_id": hit.episode_id,
        "published": iso(hit.published),
        "start": hit.start,
        "heard_at": heard_at(hit),
    }


def _source_record(hit: Hit) -> dict[str, object]:
    return found_record(hit) | {"approximate": hit.approximate, "audio_url": web_address(hit.audio_url)}
