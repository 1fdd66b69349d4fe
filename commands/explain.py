"""explain: why an insight is there, and why it was or was not in the five."""

import json
from collections.abc import Sequence
from dataclasses import asdict
from datetime import tzinfo
from typing import Annotated

import typer
from rich.markup import escape
from rich.table import Table

from commands.frame import Frame, OutputForm, frame, out, plural
from digest import export, memory_words, wording
from digest.card_words import card_words
from digest.delivery import render
from digest.explanation import Explanation, read_explanation
from digest.reader_day import zone_of
from digest.wording import short_day
from ingest.insights.proof import Proof, Talk
from store.errors import Mistake
from store.records.insights import Candidate

SHOWN = 12  # by judgement, not measured: of a talk's own passages ten are kept at most


def explain(
    context: typer.Context,
    insight: Annotated[str, typer.Argument(help="The insight's id, or the beginning of it that fits no other.")],
    every: Annotated[bool, typer.Option("--all", help="Every candidate of its episode.")] = False,
    form: Annotated[OutputForm, typer.Option("--format")] = OutputForm.TEXT,
) -> None:
    """Say why an insight is there: candidates, scores, proof, relations, and why it was or was not in the five."""
    face = frame(context)
    found = _found(face, insight)
    shown = found.weighed if every else _shown(found)
    if form is OutputForm.JSON:
        typer.echo(json.dumps(_record(found, shown), ensure_ascii=False))
        return
    _tell_claim(found)
    _tell_candidates(found, shown)
    _tell_neighbours(found, zone_of(face.reader))
    _tell_days(found)


def _found(face: Frame, wanted: str) -> Explanation:
    insight_id = face.insight(wanted)
    with face.store.read() as connection:
        found = read_explanation(connection, insight_id, face.reader.id)
    if found is None:
        raise Mistake(f"insight {insight_id} is gone: its show was removed just now")
    return found


def _shown(found: Explanation) -> list[Candidate]:
    """The first few, and the one that became this insight."""
    own = found.cited.insight.id
    return [one for at, one in enumerate(found.weighed) if at < SHOWN or one.insight_id == own]


def checked(found: Explanation) -> str:
    """Whether the stored transcript says the quote today, looked up again word by word."""
    if found.transcript is None:
        return "the transcript is no longer stored"
    talk = Talk(found.transcript.segments, found.adverts)
    proof = talk.look_up(found.cited.insight.quote)
    others = [talk.look_up(each.quote) for each in found.cited.insight.support]
    if not all(isinstance(each, Proof) for each in (proof, *others)) or not isinstance(proof, Proof):
        return "not found in the stored transcript: the proof does not hold"
    if abs(proof.start - found.cited.insight.start) > 1:
        return f"found in the stored transcript, but at {wording.clock(proof.start)}"
    return "found in the stored transcript, in the same place"


def _tell_claim(found: Explanation) -> None:
    cited, insight = found.cited, found.cited.insight
    words = card_words(cited)
    out.print(f"[bold]{escape(insight.headline)}[/]")
    for line in (words.placing, words.question, words.body or f"“{words.quote}”"):
        if line:
            out.print(line, markup=False)
    day = f", {cited.published:%Y-%m-%d}" if cited.published else ""
    out.print(f"{insight.id} · {render.origin_in_words(insight.origin)}", markup=False)
    _title("Proof")
    if words.body or words.as_said:
        out.print(f"{'As said: ' if words.as_said else ''}“{insight.quote}”", markup=False)
    told = "about " if insight.approximate else ""
    who = f"{words.speaker}, " if words.speaker else ""
    out.print(f"{who}{cited.show}: {cited.episode}{day}", markup=False)
    timing = "interpolated" if insight.approximate else "exact to the word"
    out.print(f"{told}{wording.clock(insight.start)} to {wording.clock(insight.end)}, times are {timing}", markup=False)
    for each in insight.support:
        carried = ", ".join(str(at + 1) for at in each.carries)
        out.print(f"sentence {carried}: “{each.quote}” ({wording.clock(each.start)})", markup=False)
    source = f" ({found.transcript.source})" if found.transcript else ""
    out.print(f"checked now: {checked(found)}{source}", markup=False)


def _title(words: str) -> None:
    out.print(f"\n[bold]{words}[/]")


def _tell_candidates(found: Explanation, shown: Sequence[Candidate]) -> None:
    _title("Worth")
    place = f", place {found.place} of {len(found.weighed)} weighed in its episode" if found.place else ""
    out.print(f"{found.cited.insight.worth:.3f}{place}", markup=False)
    for name, value in found.parts.items():
        out.print(f"  {value:+.3f}  {name}", markup=False)
    _title("Candidates of its episode")
    if not shown:
        out.print("None are stored: the episode was read before Earmark kept them.")
        return
    table = Table("", "worth", "at", "outcome", "claim", box=None, pad_edge=False)
    for candidate in shown:
        table.add_row(*_row(candidate, found))
    out.print(table)
    if len(shown) < len(found.weighed):
        out.print(f"{len(found.weighed) - len(shown)} more: --all lists them.")


def _row(candidate: Candidate, found: Explanation) -> list[str]:
    mark = "→" if candidate.insight_id == found.cited.insight.id else ""
    worth = "" if candidate.worth is None else f"{candidate.worth:.3f}"
    at = "" if candidate.start is None else wording.clock(candidate.start)
    return [mark, worth, at, escape(candidate.outcome), escape(candidate.headline)]


def _tell_neighbours(found: Explanation, zone: tzinfo) -> None:
    own = found.cited.insight.id
    _title("Beside other insights")
    earlier = found.memory.relations.get(own, ())
    for relation in earlier:
        (tie,) = memory_words.ties([relation], (), zone)
        out.print(f"{tie}, {relation.earlier.insight.id}, score {relation.score:.2f}", markup=False)
    for tie in memory_words.ties((), found.memory.repeated_by.get(own, ()), zone):
        out.print(f"{tie}, {tie.insight_id}", markup=False)
    if not earlier:
        out.print("New: nothing published before says the same or is on the same matter.")
    _title("Threads")
    for thread in found.threads:
        followed = ", followed" if thread.followed else ""
        out.print(f"{thread.id}  {thread.label} ({plural(thread.size, 'insight')}{followed})", markup=False)
    if not found.threads:
        out.print("None.")


def _tell_days(found: Explanation) -> None:
    _title("In the five")
    for day, considered in found.days:
        chosen = "chosen" if considered.outcome == "chosen" else f"not chosen: {considered.outcome}"
        place, weighed = found.standing[day]
        out.print(f"{short_day(day)}: {chosen}, place {place} of {weighed} by score", markup=False)
        numbers = {name: value for name, value in asdict(considered).items() if isinstance(value, float)}
        out.print("  " + "  ".join(f"{name} {value:.2f}" for name, value in numbers.items()), markup=False)
    if not found.days:
        out.print("It was not weighed for any day yet.")


def _record(found: Explanation, shown: Sequence[Candidate]) -> dict[str, object]:
    return {
        "insight": export.record(found.cited, found.memory),
        "proof": {"approximate": found.cited.insight.approximate, "checked": checked(found)},
        "place": found.place,
        "parts": found.parts,
        "candidates": [asdict(candidate) | {"parts": dict(candidate.parts)} for candidate in shown],
        "weighed": len(found.weighed),
        "threads": [{"id": thread.id, "label": thread.label, "followed": thread.followed} for thread in found.threads],
        "days": [
            {
                "day": day.isoformat(),
                "place": found.standing[day][0],
                "of": found.standing[day][1],
                **asdict(considered),
            }
            for day, considered in found.days
        ],
    }
