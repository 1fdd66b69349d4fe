"""Takes a transcript out of what it is packed in: fences, JSON strings, a web page around captions. Pure."""

import json
import re
from html import unescape

_FENCE = re.compile(r"^[ \t]*(?:```|~~~)[ \t]*\w{0,20}[ \t]*$", re.MULTILINE)
_CALL = re.compile(r"[\w.$]{1,60}\(\s*(?=[\[{])")  # as of JSONP
_ARROW = re.compile(r"--(?:>|&gt;)")
_NEWLINE = re.compile(r"\r*\n|\r")
_WRITTEN_NEWLINE = re.compile(r"(?:\\r)?\\n")
_LINES_END = re.compile(r"<(?:br|/?(?:p|div|pre|li|tr|body|html|code))\b[^<>]{0,200}>", re.IGNORECASE)
_TAG = re.compile(r"<(?!/?(?:v|c|i|b|u)\b)[/!a-z][^<>]{0,2000}>", re.IGNORECASE)
_PAGE = re.compile(r"<(?:!doctype|html|head|body|pre|div|p|code)\b", re.IGNORECASE)
_PREFORMATTED = re.compile(r"<pre\b[^<>]{0,200}>(.*?)</pre>", re.IGNORECASE | re.DOTALL)
_FEWEST = 2  # by judgement, not measured: one arrow, or one written end of line, may be talk


def unwrapped(text: str) -> str:
    """The transcript alone; the text itself where nothing is around it."""
    plain = _FENCE.sub("", _NEWLINE.sub("\n", text)).strip()
    if plain.startswith('"'):
        plain = _string(plain)
    if plain.count("\n") < _FEWEST < len(_WRITTEN_NEWLINE.findall(plain)) and not plain.startswith(("{", "[", "<")):
        plain = _WRITTEN_NEWLINE.sub("\n", plain)
    call = _CALL.match(plain)
    if call:
        plain = plain[call.end() :].rstrip("; \n").removesuffix(")")
    return _off_page(plain).lstrip("\ufeff \t\n")


def _string(text: str) -> str:
    try:
        told = json.loads(text, strict=False)
    except ValueError:
        return text
    return _NEWLINE.sub("\n", told).strip() if isinstance(told, str) else text


def _off_page(text: str) -> str:
    """Captions that a page shows, as they were before it did."""
    if not _PAGE.match(text) or len(_ARROW.findall(text)) < _FEWEST:
        return text
    shown = [found[1] for found in _PREFORMATTED.finditer(text) if len(_ARROW.findall(found[1])) >= _FEWEST]
    bare = _TAG.sub("", _LINES_END.sub("\n", "\n".join(shown) or text))
    return unescape(bare) if "--&gt;" in bare else bare
