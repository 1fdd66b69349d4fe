"""One thread as one HTML file that needs no server: its summary, and its insights as a story from old to new. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from digest.outlets.entries import clip_address, drawn, environment, in_xml
from digest.threads.reading import Telling
from digest.wording import counted
from store.records.insights import CitedInsight


@dataclass(frozen=True, slots=True, kw_only=True)
class _Card:
    """`number` is what the summary cites."""

    number: int
    headline: str
    html: str
    audio: str | None
    unsure: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class _Sentence:
    text: str
    numbers: Sequence[int]


def thread_page(told: Telling, zone: ZoneInfo, home: str) -> str:
    """What may not belong comes last. `home` is where Earmark is found."""
    members = told.in_order
    numbers = {member.insight.id: number for number, member in enumerate(members, start=1)}
    thread = told.thread
    return (
        environment()
        .get_template("thread.html.jinja")
        .render(
            label=in_xml(thread.label),
            extent=f"{counted(thread.size, 'insight')} from {counted(thread.shows, 'show')}, from old to new.",
            model=in_xml(told.summary.model) if told.summary else "",
            summary=_summary(told, numbers),
            cards=[
                _card(numbers[member.insight.id], member, zone, unsure=told.doubted(member.insight.id))
                for member in members
            ],
            home=f"{home.rstrip('/')}/threads?thread={thread.id}",
        )
    )


def _summary(told: Telling, numbers: dict[str, int]) -> list[_Sentence]:
    """Without what cites only insights that have left."""
    found = [
        _Sentence(text=in_xml(one.text), numbers=[numbers[key] for key in one.insight_ids if key in numbers])
        for one in (told.summary.sentences if told.summary else ())
    ]
    return [sentence for sentence in found if sentence.numbers]


def _card(number: int, member: CitedInsight, zone: ZoneInfo, *, unsure: bool) -> _Card:
    return _Card(
        number=number,
        headline=in_xml(member.insight.headline),
        html=drawn(member, zone, ""),
        audio=clip_address(member),
        unsure=unsure,
    )
