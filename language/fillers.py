"""Makes spoken sentences readable without changing what they say: fillers, false starts and repeated words go. Pure.

The quote beside it stays verbatim; only what a reader reads as text passes through here.
"""

import re

from language.lists import cue_lists, phrases

_LISTS = cue_lists("language/lists/fillers.toml")
_STAGE = re.compile(
    r"\[[^\]]{0,40}\]|\((?:inaudible|crosstalk|laugh\w*|music|applause|unintelligible|noise|silence|foreign|"
    r"chuckl\w*)[^)]*\)",
    re.I,
)
_FILLER = re.compile(r"(?:^|(?<=[\s,]))(?:u+m+|u+h+|e+r+m*|h+m+|mm-?hmm|uh-huh|ah)\b[,.…]*\s*(?=\S|$)", re.IGNORECASE)
# "is, uh, full": the commas belong to the filler, not to the sentence.
_PAUSED = re.compile(r",\s*(?:u+m+|u+h+|e+r+m*|h+m+)\s*,", re.IGNORECASE)
_AFTER_VERB = re.compile(
    r"\b(is|are|was|were|be|been|the|a|an|of|to|and|that|it's|has|have|had|in|for|with|just|very|can|will)"
    r",\s*(?:you know|i mean|like|sort of|kind of|let's say)\s*,\s*",
    re.IGNORECASE,
)
_ASIDE = _LISTS["aside"].pattern
_ASIDE_AT_END = re.compile(
    r",\s*(?:you know|i mean|right|okay|yeah|or whatever|and so on|or something)\s*([.?!…]+)$", re.IGNORECASE
)
_LIKE = re.compile(r"\b(is|are|was|were|it's|that's|and|but|just|so|have|has|the|a)\s*,?\s+like,\s+", re.IGNORECASE)
_YOU_KNOW = re.compile(
    r"\b(?:you know|i mean),\s+|\byou know (?!what|how|that|who|where|when|why|the|if|about|it|this|your|a |an |of|as)",
    re.IGNORECASE,
)
# "It scales, right?": the question is put to nobody.
_TAG_QUESTION = re.compile(r",?\s*\b(?:right|okay|yeah|you know|correct)\?(?=\s|$)", re.IGNORECASE)
_NOUN_FOLLOWS = "".join(rf"(?<!\b{word} )" for word in sorted(phrases("before_kind_of")))
_SOFTENER = re.compile(rf"{_NOUN_FOLLOWS}\b(?:kind|sort) of\b,?\s+(?!(?:a|the)\b)", re.IGNORECASE)
_SLURRED = (
    (re.compile(r"\b(g)onna\b", re.IGNORECASE), r"\1oing to"),
    (re.compile(r"\b(w)anna\b", re.IGNORECASE), r"\1ant to"),
    (re.compile(r"\bgotta\b", re.IGNORECASE), "have to"),
    (re.compile(r"\b(?:kinda|sorta)\s+", re.IGNORECASE), ""),
    (re.compile(r"(?<!\w)['’]cause\b", re.IGNORECASE), "because"),
)
# "the the", "it's, it's", "we want, we want"; "had had" and "that that" may be meant.
_REPEATED = re.compile(
    r"\b((?!(?:had|that|very|no|bye|ha)\b)[\w'’]+(?:\s+[\w'’]+){0,3})(?:\s*[,…—–-]+\s*|\s+|\.{3}\s*)\1\b(?!['’-])",
    re.IGNORECASE,
)
_SPACED_MARK = re.compile(r"\s+([,.;:!?%](?=\s|$|\d{3}\b)|[.-](?=\w))")
# Transcribers write a pause as "...": before a capital it ends a sentence, before a small letter it is a comma.
_TRAILS_OFF = re.compile(r"[,.]?\s*(?:\.{3,}|…|\s--?(?=\s))\s*(?=(\w?))")
_OPENING = re.compile(rf"^(?:{_LISTS['opens_before_pause'].text}|{_LISTS['opens'].text})+", re.IGNORECASE)
_FILLERS_ONLY = re.compile(
    r"^(?:(?:well|yeah|yep|okay|ok|oh|so|and|like|you know|i mean|look|right|again)\s*,\s*|so\s+(?!(?:far|many|much|"
    r"long|that|few|little)\b))+",
    re.IGNORECASE,
)


def clean(sentence: str, *, opens: bool = False) -> str:
    """One sentence made readable. `opens` drops what ties it to the sentence before ("And", "But", "So"), too."""
    text = _SPACED_MARK.sub(r"\1", _STAGE.sub(" ", " ".join(sentence.split())))
    text = _FILLER.sub("", _PAUSED.sub(" ", unpaused(text)))
    text = _LIKE.sub(r"\1 ", _ASIDE.sub(",", _AFTER_VERB.sub(r"\1 ", _ASIDE_AT_END.sub(".", text))))
    text = _SOFTENER.sub("", _YOU_KNOW.sub("", _TAG_QUESTION.sub(".", text)))
    for slurred, written in _SLURRED:
        text = slurred.sub(written, text)
    for _ in range(2):
        text = _REPEATED.sub(r"\1", text)
    text = (_OPENING if opens else _FILLERS_ONLY).sub("", text.lstrip("-–—… "))
    text = re.sub(r"\s+([,.;:!?])", r"\1", re.sub(r",(?:\s*,)+", ",", " ".join(text.split()))).lstrip(",;:-–—… ")
    return cased(closed(text))


def unpaused(text: str) -> str:
    """With a full stop or a comma for each pause that is written as dots."""
    return _TRAILS_OFF.sub(_joined, text)


def _joined(pause: re.Match[str]) -> str:
    following = pause.group(1)
    if not following:
        return "."
    return ". " if following.isupper() and "-" not in pause.group() else ", "


def closed(text: str) -> str:
    """Ends in a full stop where the speech broke off at a comma, a dash or nothing."""
    text = text.rstrip(" ,;:-–—")
    return text if not text or text.endswith((".", "?", "!", "…", '."', ".”", '?"', '!"', "?”", "!”")) else f"{text}."


def cased(text: str) -> str:
    """Sentence case: only the first letter changes."""
    return text[:1].upper() + text[1:]
