"""Names and clocks in the layouts of text, pages and captions: neither is ever among the words."""

from contextlib import suppress
from time import perf_counter

import pytest

from ingest.transcripts.reading import read
from store.errors import Unusable

SAID = [
    "A crane that waits costs and earns nothing, so a port sells its hours long in advance.",
    "Does a ship that is late lose those hours, or may it come in on the next tide?",
    "It loses them, and the next ship in the queue pays for them a second time over.",
    "Then the quay is sold twice on the same morning, which no airport would ever dare.",
    "Airports sell the same seat twice every day and call the difference a service to all.",
    "I stand corrected, and shall think of that when I next wait at a gate for hours.",
]
NAMES = ["Mara Quill", "Ivo Lund"] * 3
CLOCKS = [f"00:{8 * n:02}" for n in range(6)]
ROWS = list(zip(NAMES, CLOCKS, SAID, strict=True))


def layout(form, between="\n\n"):
    rows = [
        form.format(name=n, first=n.split()[0], clock=c, said=s, label=f"SPEAKER_0{NAMES.index(n)}") for n, c, s in ROWS
    ]
    return between.join(rows)


def turns(body, mime_type="text/plain"):
    found = read(body, mime_type, "https://a.example/t", 48.0).segments
    return [(segment.speaker, segment.text) for segment in found], [round(segment.start) for segment in found]


TIMED = [
    "{name}  {clock}\n{said}",
    "{name} ({clock})\n{said}",
    "{name} ({clock}): {said}",
    "{name} – {clock}\n{said}",
    "{name} @ {clock}\n{said}",
    "[{clock}] {name}: {said}",
    "{clock} {name}: {said}",
    "{clock}.25\n{name}\n{said}",
    "{name}\n{clock}\n{said}",
    "{clock} | {name} | {said}",
    "{clock} - 00:59 {name}\n{said}",
    "[{clock} --> 00:59] {name}: {said}",
    "**{name}** [{clock}]: {said}",
    "[{clock}] **{name}:** {said}",
    "<p>{name} ({clock}): {said}</p>",
    "<p>{name} {clock}<br>{said}</p>",
    "<p>{name}: (<a href='#'>{clock}</a>)<br/>{said}</p>",
    "<p><strong>{name}</strong> [{clock}]</p><p>{said}</p>",
    "<p><em>{name}, {clock}</em><br/>{said}</p>",
    "<h3>{name} <small>{clock}</small></h3><p>{said}</p>",
    "<dl><dt>{name} ({clock})</dt><dd>{said}</dd></dl>",
    "<dl><dt>{clock}</dt><dd><b>{name}</b> {said}</dd></dl>",
    "<div><span class='who'>{name}</span> <span>{clock}</span> <span>{said}</span></div>",
    "<div><span>{clock}</span><span>{name}</span>{said}</div>",
    "<table><tr><td>{clock}</td><td>{name}</td><td>{said}</td></tr></table>",
    "<table><tr><td>{name}<br>{clock}</td><td>{said}</td></tr></table>",
    "<li><b>{clock}</b> <b>{name}:</b> {said}</li>",
    "<div>{name}</div><div>{clock}</div><div>{said}</div>",
    "<p><cite>{name} ({clock})</cite> {said}</p>",
    "<p data-start='{clock}'><b>{name}</b>: {said}</p>",
    "<p data-speaker='{name}' data-start='{clock}'>{said}</p>",
    "<p><a href='#t={clock}'>▶</a> <b>{name}:</b> {said}</p>",
    "<table><tr><th>{name}</th><td>{clock}</td><td>{said}</td></tr></table>",
    "<t-line><t-name>{name}</t-name><t-clock>{clock}</t-clock><t-text>{said}</t-text></t-line>",
    "[00:{clock}:12] {name}: {said}",
    "#00:{clock}-4# {name}: {said}",
    "🎙️ {name} ({clock}): {said}",
    "| {clock} | {name} | {said} |",
]


@pytest.mark.parametrize("form", TIMED)
def test_a_name_and_a_clock_are_read_wherever_they_stand(form):
    body = layout(form)

    found, starts = turns(body, "text/html" if form.startswith("<") else "text/plain")

    assert found == list(zip(NAMES, SAID, strict=True))
    assert starts == [0, 8, 16, 24, 32, 40]


@pytest.mark.parametrize(
    "form",
    [
        "{name}\n{said}",
        "{name}\n\n{said}",
        "[{name}] {said}",
        "**{name}:** {said}",
        "<h4>{name}</h4><p>{said}</p>",
        "<p><b>{name}</b>: {said}</p>",
    ],
)
def test_a_name_needs_no_clock(form):
    assert turns(layout(form), "text/html" if form.startswith("<") else "text/plain")[0] == list(
        zip(NAMES, SAID, strict=True)
    )


@pytest.mark.parametrize("form", ["{label}: {said}", "[{label}]: {said}", "({label}) {said}", "{label}\n{said}"])
def test_a_recognisers_label_is_no_word(form):
    assert [speaker for speaker, _ in turns(layout(form))[0]] == ["SPEAKER_00", "SPEAKER_01"] * 3
    assert [text for _, text in turns(layout(form))[0]] == SAID


def test_a_script_gives_the_whole_name_once_and_then_the_last():
    body = f"<p>MARA QUILL, HOST:</p><p>{SAID[0]}</p><p>IVO LUND, BYLINE: {SAID[1]}</p>" + "".join(
        f"<p>{name.split()[1].upper()}: {said}</p>" for name, said in zip(NAMES[2:], SAID[2:], strict=True)
    )

    assert turns(body, "text/html")[0] == [(name.upper(), said) for name, said in zip(NAMES, SAID, strict=True)]


def test_markdown_leaves_nothing_behind():
    body = (
        "# The quay\n\n---\n\n" + layout("**{name}** ({clock}): {said}") + "\n\nTranscribed by https://scribe.example\n"
    )

    found = turns(body.replace(" a port ", " a *port* ").replace("quay is", "[quay](https://a.example/q) is"))[0]

    assert found == list(zip(NAMES, SAID, strict=True))


def test_a_label_that_a_page_forgot_to_mark_is_one_all_the_same():
    cited = "".join(f"<p><cite>{name}:</cite></p><p>{said}</p>" for name, said in zip(NAMES[:4], SAID[:4], strict=True))
    body = f"{cited}<p>{SAID[0]} **Mara Quill:** {SAID[1]}</p>"

    assert turns(body, "text/html")[0][3:] == [("Ivo Lund", SAID[3]), ("Ivo Lund", SAID[0]), ("Mara Quill", SAID[1])]


def test_stars_inside_a_word_stand_for_its_letters():
    said = "It was a s***t of a day, oh \\*bleep\\*, and what a b**t it was to *sail* in that sea."

    found = turns(layout("{name}: {said}") + f"\n\nMara Quill: {said}")[0]

    assert found[-1] == ("Mara Quill", said.replace("*sail*", "sail"))


def srt(form):
    cues = layout(form, "\0").split("\0")
    return "\n\n".join(
        f"{n}\n00:{c},000 --> 00:00:59,000\n{t}" for n, (c, t) in enumerate(zip(CLOCKS, cues, strict=True))
    )


@pytest.mark.parametrize(
    ("form", "speakers"),
    [
        ("{name}: {said}", NAMES),
        ("{name}\n{said}", NAMES),
        ("[{name}]: {said}", NAMES),
        ("({name}) {said}", NAMES),
        ("<b>{name}:</b> {said}", NAMES),
        ("**{name}:** {said}", NAMES),
        ("<v {name}>{said}</v>", NAMES),
        ("[{label}]: {said}", ["SPEAKER_00", "SPEAKER_01"] * 3),
        ("{label} {said}", ["SPEAKER_00", "SPEAKER_01"] * 3),
        ("<{label}> {said}", ["SPEAKER_00", "SPEAKER_01"] * 3),
        ("{label}\n{said}", ["SPEAKER_00", "SPEAKER_01"] * 3),
        (">> {said}", [None] * 6),
    ],
)
def test_captions_name_speakers_in_many_ways(form, speakers):
    assert turns(srt(form))[0] == list(zip(speakers, SAID, strict=True))


def test_two_speakers_in_one_line_are_two_segments():
    body = (
        f"1\n00:00:00,000 --> 00:00:16,000\n[SPEAKER_00]: {SAID[0]} [SPEAKER_01]: {SAID[1]}\n\n"
        f"2\n00:00:16,000 --> 00:00:32,000\n[SPEAKER_00]: {SAID[2]} [SPEAKER_01]: {SAID[3]}\n"
    )

    assert turns(body)[0] == list(zip(["SPEAKER_00", "SPEAKER_01"] * 2, SAID[:4], strict=True))
    assert turns(body.replace("[SPEAKER_00]", "Mara Quill").replace("[SPEAKER_01]", "Ivo Lund"))[0] == list(
        zip(NAMES[:4], SAID[:4], strict=True)
    )


def test_a_blank_line_inside_a_cue_ends_nothing():
    body = "\n\n".join(
        f"{n}\n00:{clock},000 --> 00:00:59,000\n{said[:20]}\n\n{said[20:]}" for n, (_, clock, said) in enumerate(ROWS)
    )

    assert " ".join(text for _, text in turns(body)[0]).split() == " ".join(f"{s[:20]} {s[20:]}" for s in SAID).split()


def test_names_of_cues_comments_and_styles_are_not_said():
    cues = "\n\n".join(
        f"cue-{n}\n00:{clock}.000 --> 00:00:59.000 align:start\n<v {name}>{said}</v>\n\nNOTE sure: 0.9"
        for n, (name, clock, said) in enumerate(ROWS)
    )

    found = turns("WEBVTT\n\nNOTE made by hand\nand checked\n\nSTYLE\n::cue { color: red }\n\n" + cues, "text/vtt")[0]

    assert found == list(zip(NAMES, SAID, strict=True))


@pytest.mark.parametrize(
    "body",
    [
        "\n" * 200_000,
        " " * 200_000 + "x",
        "A" + " " * 200_000 + "(0:00",
        "[" * 100_000,
        "**" * 100_000,
        "<b>" * 50_000,
        "Ada " * 50_000,
        "0:00 " * 50_000,
        ">> " * 50_000,
        "[SPEAKER_0" * 20_000,
        "<|" * 100_000,
        "0 --> " * 50_000,
    ],
)
def test_hostile_text_takes_no_time(body):
    begin = perf_counter()

    with suppress(Unusable):
        read(body + "\n" + layout("{name}: {said}"), "text/plain", "https://a.example/t", 48.0)

    assert perf_counter() - begin < 10


@pytest.mark.parametrize(
    "body",
    [
        layout("{name}：{said}"),
        layout("🎙️ {name}: {said}"),
        layout("_{name}_: {said}"),
        "\n".join(f"{at}. {name}: {said}" for at, (name, _, said) in enumerate(ROWS, start=1)),
        "---\ntitle: A port\ndate: 2026-06-01\n---\n\n" + layout("**{name}**: {said}"),
        "Meeting transcript\n\n" + layout("{name}: {said}"),
        "| Who | What |\n|-----|------|\n" + layout("| {name} | {said} |", "\n"),
    ],
)
def test_what_stands_before_and_around_a_name_is_no_talk(body):
    assert turns(body)[0] == list(zip(NAMES, SAID, strict=True))


@pytest.mark.parametrize("clock", ["{}s", "0m{}s", "0h 0m {:02}s", "00:00:{:02}"])
def test_a_clock_in_brackets_may_have_units(clock):
    body = "\n\n".join(f"[{clock.format(8 * at)}] {name}: {said}" for at, (name, _, said) in enumerate(ROWS))

    assert turns(body) == (list(zip(NAMES, SAID, strict=True)), [0, 8, 16, 24, 32, 40])


def test_clocks_that_are_read_out_are_no_talk():
    body = "\n".join(f"0:{8 * at:02}\n{8 * at} seconds\n{said}" for at, said in enumerate(SAID))

    assert [said for _, said in turns(body)[0]] == SAID
