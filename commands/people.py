"""people: who said what, over shows; the same as the page tells, as lines to read and as a record for programs."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Annotated

import typer

from commands.frame import Frame, OutputForm, frame, out
from digest import export
from digest.people.known import Person, called_like, name_key
from digest.people.told import Said, doubt, extent, extent_in, named_in, read_people, read_said, speaks_in
from digest.reader_day import zone_of
from digest.wording import clock, day_in, iso, plain, short_day
from store.errors import Mistake
from store.records.insights import CitedInsight
from store.records.threads import Thread

NOBODY = "Nobody is known by name yet: names come from transcripts, feeds and introductions in the talk."
_ID = 8  # characters of an id, enough to name it again


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """All that is told of one name."""

    person: Person
    said: Said
    doubt: str | None
    threads: Sequence[tuple[Thread, int]]


def people(
    context: typer.Context,
    name: Annotated[str | None, typer.Argument(help="Whose words; the beginnings of the name will do.")] = None,
    show: Annotated[str | None, typer.Option(help="Of which show, for a first name alone.")] = None,
    form: Annotated[OutputForm, typer.Option("--format")] = OutputForm.TEXT,
) -> None:
    """List who is heard by name, or tell what one of them said from old to new, show by show."""
    face = frame(context)
    known = everybody(face)
    if name is None:
        if form is OutputForm.JSON:
            typer.echo(json.dumps([facts(one) for one in known], ensure_ascii=False))
        else:
            _print([_listed(face, one) for one in known] or [NOBODY])
        return
    told = telling(face, known, name, show)
    if form is OutputForm.JSON:
        typer.echo(json.dumps(record(told), ensure_ascii=False))
    else:
        _print(_lines(face, told))


def everybody(face: Frame) -> list[Person]:
    """Those who said most first."""
    with face.store.read() as connection:
        return read_people(connection)


def telling(face: Frame, known: Sequence[Person], name: str, show: str | None) -> Telling:
    """Mistake when the name is nobody's, or fits several."""
    person = _one(known, name, face.show(show).id if show else None)
    with face.store.read() as connection:
        said = read_said(connection, person)
        grouped = speaks_in(connection, said, face.reader.id)
    doubted = doubt(person, known, lambda one: plain(one.shows[0].show))
    return Telling(person=person, said=said, doubt=doubted, threads=grouped)


def _one(known: Sequence[Person], name: str, show_id: int | None) -> Person:
    wanted = name_key(name, show_id or 0)
    of_show = [one for one in known if show_id is None or show_id in {each.show_id for each in one.shows}]
    exact = [one for one in of_show if wanted and one.key.words == wanted.words]
    found = exact or (called_like(of_show, name) if name.strip() else [])
    if len(found) == 1:
        return found[0]
    if not found:
        raise Mistake(f"nobody is called {name!r} here: `people` lists who is")
    first, second, *_ = found
    if first.name == second.name:
        raise Mistake(f"{first.name!r} is somebody in {len(found)} shows: say of which show")
    raise Mistake(f"{name!r} fits {len(found)} names, such as {first.name} and {second.name}: give more of it")


def facts(person: Person) -> dict[str, object]:
    """`show`: whose a first name alone is."""
    return {
        "name": plain(person.name),
        "show": plain(person.shows[0].show) if person.key.show_id is not None else None,
        "insights": person.insights,
        "shows": [
            {"show": plain(one.show), "insights": one.insights, "named_in": len(one.credits)} for one in person.shows
        ],
        "latest": iso(person.latest),
    }


def record(told: Telling) -> dict[str, object]:
    """All that the lines tell, the insights in full, from old to new over all shows."""
    said = told.said
    titles = {one.show_id: plain(one.show) for one in told.person.shows}
    return facts(told.person) | {
        "doubt": told.doubt,
        "roles": {titles[show_id]: plain(role) for show_id, role in said.roles.items()},
        "threads": [{"id": one.id, "label": plain(one.label), "theirs": count} for one, count in told.threads],
        "said": [export.record(cited) for cited in said.insights],
        "named_in": [
            {"episode_id": one.episode_id, "episode": plain(one.episode), "show": plain(one.show)}
            for one in said.credits
        ],
    }


def _listed(face: Frame, person: Person) -> str:
    only = f" of {plain(person.shows[0].show)}" if person.key.show_id is not None else ""
    return f"{plain(person.name)}{only} · {_extent(face, person)}"


def _extent(face: Frame, person: Person) -> str:
    return " · ".join(plain(part) for part in extent(person, lambda moment: _day(face, moment)))


def _day(face: Frame, moment: datetime | None) -> str:
    return short_day(day_in(zone_of(face.reader), moment)) if moment else "undated"


def _lines(face: Frame, told: Telling) -> Iterator[str]:
    person, said = told.person, told.said
    yield plain(person.name)
    yield _extent(face, person)
    if told.doubt:
        yield told.doubt
    for one in person.shows if len(person.shows) > 1 else ():
        yield f"  {plain(one.show)}: {', '.join(map(plain, extent_in(one, said.roles.get(one.show_id))))}"
    if told.threads:
        spoken = [f"{plain(one.label)} ({count} of {one.size})" for one, count in told.threads]
        yield f"Speaks in {', '.join(spoken)}"
    for show_id in said.show_ids:
        of_show = [cited for cited in said.insights if cited.show_id == show_id]
        yield ""
        yield plain(of_show[0].show) if len(said.show_ids) > 1 else "What is said, from old to new"
        yield from _said(face, of_show)
    if said.credits:
        yield ""
        yield named_in(said)
        yield from (f"  {plain(one.episode)} · {plain(one.show)} · {_day(face, one.published)}" for one in said.credits)


def _said(face: Frame, found: Sequence[CitedInsight]) -> Iterator[str]:
    for _, of_episode in groupby(found, key=lambda cited: cited.insight.episode_id):
        told = list(of_episode)
        yield f"  {plain(told[0].episode)} · {_day(face, told[0].published)}"
        for cited in told:
            one = cited.insight
            yield f"    {one.id[:_ID]}  {clock(one.start)}  {plain(one.headline)}"
            if plain(one.quote) != plain(one.headline):
                yield f"      “{plain(one.quote)}”"


def _print(lines: Sequence[str] | Iterator[str]) -> None:
    for line in lines:
        out.print(line, markup=False)
