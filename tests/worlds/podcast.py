"""A made-up show for tests: a feed, and talk that holds insights."""

from xml.sax.saxutils import escape

EMPTY_FEED = '<?xml version="1.0"?><rss version="2.0"><channel><title>Empty</title></channel></rss>'

TALK = [
    ("Ana", "Welcome back to Loopback, the show about machines and the people who feed them."),
    (
        "Ana",
        "Chinese laboratories publish their best models with open weights because American export limits keep them "
        "from renting out enough computing power abroad. Giving the model away costs them little and wins developers "
        "in every country that cannot afford a closed model.",
    ),
    (
        "Ben",
        "American export limits on fast chips forced engineers in Shenzhen to squeeze more work from older chips. "
        "Scarcity made Chinese training code two or three times as efficient, and efficiency is easier to export than "
        "hardware.",
    ),
    ("Ana", "Right. Yeah, that is fair."),
    (
        "Ben",
        "Battery prices fell by half in two years, so a solar farm with storage now undercuts a new gas plant in most "
        "of Spain. Grid operators still write their rules for turbines, and that delay costs consumers more than the "
        "hardware does.",
    ),
    (
        "Ana",
        "Small biotech companies run trials faster in Australia because regulators there accept a notification "
        "instead of a full application. Investors learn whether a drug works a year earlier, and that year is worth "
        "more than the tax credit.",
    ),
    ("Ben", "Thanks for listening, and see you next week."),
]


def vtt(talk=TALK) -> str:
    """The talk as WebVTT at about 2.5 words a second."""
    lines, at = ["WEBVTT", ""], 0.0
    for speaker, text in talk:
        end = at + len(text.split()) / 2.5
        lines += [f"{_stamp(at)} --> {_stamp(end)}", f"<v {speaker}>{text}", ""]
        at = end
    return "\n".join(lines)


def _stamp(seconds: float) -> str:
    return f"{int(seconds // 3600):02}:{int(seconds // 60 % 60):02}:{seconds % 60:06.3f}"


def feed_xml(base: str, *, episodes: int, transcript: bool = True) -> str:
    """`episodes` items, one a day, newest first; transcripts at /eN.vtt and audio at /eN.mp3."""
    link = '<podcast:transcript url="{base}/e{n}.vtt" type="text/vtt"/>' if transcript else ""
    items = "".join(
        f"<item><title>Episode {n}</title><guid>e{n}</guid>"
        f"<pubDate>Mon, {28 - n:02} May 2026 06:00:00 +0000</pubDate>"
        f'<enclosure url="{escape(base)}/e{n}.mp3" type="audio/mpeg" length="1"/>'
        f"{link.format(base=escape(base), n=n)}</item>"
        for n in range(episodes)
    )
    return (
        '<?xml version="1.0"?><rss version="2.0" xmlns:podcast="https://podcastindex.org/namespace/1.0">'
        f"<channel><title>Loopback</title><language>en</language>{items}</channel></rss>"
    )
