"""Writes the timings of captions as they should be: SubRip and WebVTT are typed by hand and by many programs. Pure.

Numbers and talk on the timing's own line, arrows of other kinds, spaces inside the clocks, colons or frames where the
thousandths belong, clocks before zero, a blank line after every line.
"""

import re

_CLOCK = r"-?\d{1,4}(?: ?: ?\d{1,4}){1,3}(?: ?[.,;] ?\d{1,6})?(?!\d)"
_ARROW = r"(?:[-–—=]{0,3} ?>|→|➜|&gt;|[-–—]{1,3}&gt;)"
_TIMING = re.compile(
    rf"[ \t]*(?:\d{{1,6}}[.)]?[ \t]+)?(?P<start>{_CLOCK})[ \t]*(?:{_ARROW}|(?P<dash>[-–—]))[ \t]*(?P<end>{_CLOCK})"
    r"[ \t]*(?P<rest>.*)",
    re.ASCII,
)
_PARTS = re.compile(r"(\d+)(?::(\d+))(?::(\d{1,2}(?!\d)))?(?:([.,:;])(\d+))?")
_SETTINGS = re.compile(r"(?:(?:vertical|line|position|size|align|region|[XY]\d):\S+[ \t]*)*", re.IGNORECASE)
_FEWEST = 4  # lines of which every other is blank, by judgement, not measured


def straightened(text: str) -> str:
    """The text with such lines mended; any other line as it is."""
    lines = _single(text.split("\n"))
    made: list[str] = []
    for at, line in enumerate(lines):
        found = _TIMING.fullmatch(line) if ":" in line else None
        if found is None or not (found["dash"] is None or _is_timing(found, lines[at - 1] if at else "")):
            made.append(line)
            continue
        made.append(f"{_plain(found['start'])} --> {_plain(found['end'])}")
        rest = _SETTINGS.sub("", found["rest"], count=1)
        made += [rest] if rest else []
    return "\n".join(made)


def _single(lines: list[str]) -> list[str]:
    """Without the blank line after every line that a program put there, where a timing is never followed by talk."""
    timed = [at for at, line in enumerate(lines) if "->" in line and _TIMING.fullmatch(line)]
    doubled = len(timed) > 1 and all(at + 1 < len(lines) and not lines[at + 1].strip() for at in timed)
    if not doubled or len(lines) < _FEWEST:
        return lines
    odd = [at for at, line in enumerate(lines) if line.strip()]
    return lines[odd[0] % 2 :: 2] if len({at % 2 for at in odd}) == 1 else lines


def _is_timing(found: re.Match[str], before: str) -> bool:
    """Whether two clocks with a dash between them are one: exact ones, or below a cue's number, alone on the line."""
    exact = all(clock.count(":") > 2 or re.search("[.,;]", clock) for clock in (found["start"], found["end"]))
    return not found["rest"] and (exact or before.strip().isdecimal())


def _plain(clock: str) -> str:
    bare = clock.replace(" ", "")
    found = _PARTS.fullmatch(bare)
    if bare.startswith("-"):
        return "00:00:00.000"
    if found is None:
        return bare
    whole = ":".join(filter(None, found.groups()[:3]))
    mark, rest = found[4], found[5]
    frames = mark in (":", ";") and len(rest) < 3
    return whole if rest is None or frames else f"{whole}.{rest}"
