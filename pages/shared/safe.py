"""Text from feeds, transcripts and models, made harmless for Streamlit's Markdown."""

import re

from digest import wording

_SPECIAL = re.compile(r"([\\`*_{}\[\]()<>#+\-.!|~$&:=^\"'@/])")
# Streamlit and remark look for these after backslashes are gone: emoji (:name:), icons (:material/name:), web and
# mail addresses, arrows. An invisible joiner in the middle is the only thing that stops them.
_FOUND_LATER = re.compile(
    r"(?<=:)(?=[\w+/-]+:|//)|(?<=@)(?=\w)|(?<=www)(?=\.)|(?<=[<>~-])(?=[=-])|(?<=-)(?=>)|(?<=<)(?=-)", re.IGNORECASE
)
_ENDS_ADDRESS = re.compile(r"[<>\s\\]")
WORD_JOINER = "\u2060"


def plain(text: str) -> str:
    """`text` on one line, as Markdown that shows exactly its characters: no markup, link, icon or formula."""
    return _SPECIAL.sub(r"\\\1", _FOUND_LATER.sub(WORD_JOINER, wording.plain(text)))


def marked(text: str, passage: str) -> str:
    """`text` as plain() gives it, with `passage` as if under a marker pen where it occurs.

    When the passage is all of the text, quotation marks say so: a whole card under the marker is hard to read.
    """
    whole, part = wording.plain(text), wording.plain(passage)
    before, found, after = whole.partition(part) if part else (whole, "", "")
    if not found:
        return plain(whole)
    if part == whole:
        return f"“{plain(part)}”"
    pen = f":yellow-background[{plain(part)}]"
    return " ".join(piece for piece in (plain(before), pen, plain(after)) if piece)


def link(label: str, url: str | None) -> str:
    """A Markdown link when a browser may be sent there, else the label alone."""
    address = wording.web_address(url)
    if address is None:
        return plain(label)
    target = _ENDS_ADDRESS.sub(_percent, address)
    return f"[{plain(label)}](<{target}>)"


def _percent(found: re.Match[str]) -> str:
    return "".join(f"%{byte:02X}" for byte in found[0].encode())
