"""Whether a sentence turns round or goes beyond the words it rests on. Pure.

Only what words tell for sure: a denial where nothing is denied, "more" where "less" was said, a law where one case was
told, "will" where somebody hoped. What is dropped or turned more quietly is left to the judge.
"""

from language.lists import cue_lists
from language.negation import denies, denies_a_clause, denies_what_is_affirmed, goes_the_other_way

_LISTS = cue_lists("ingest/insights/proving/overclaims.toml")
_LAWS = ("always", "all", "never")


def turned(sentence: str, said: str, beside: str) -> bool:
    """Whether the sentence denies where nothing is denied, or says the opposite word.

    `said` are the words it rests on, `beside` is the rest of the claim.
    """
    if denies(sentence) and not _LISTS["against"].pattern.search(f"{said} {beside}"):
        return True
    return goes_the_other_way(sentence, said, beside)


def denied_alone(headline: str, quote: str, body: str) -> bool:
    """Whether a headline denies what its quote and body tell, and neither of them denies anything in so many words.

    Where its denied words are not theirs, a quote that speaks against something ("that seems bonkers") may bear it out.
    """
    if not denies_a_clause(headline) or denies(quote) or denies(body):
        return False
    return denies_what_is_affirmed(headline, quote, body) or not _LISTS["against"].pattern.search(quote)


def doubtful(headline: str, quote: str, body: str) -> bool:
    """Whether a headline denies what neither its quote nor its body denies, or what they affirm."""
    if not denies(headline):
        return False
    return not (denies(quote) or denies(body)) or denies_what_is_affirmed(headline, quote, body)


def overclaims(sentence: str, said: str, around: str) -> bool:
    """Whether the sentence makes a law or an outcome of what was said; `around` are the words before and after."""
    if any(_LISTS[law].pattern.search(sentence) and not _LISTS[f"said_{law}"].pattern.search(said) for law in _LAWS):
        return True
    will, willed, hedged = (_LISTS[name].pattern for name in ("will", "willed", "hedged"))
    if not will.search(sentence) or willed.search(said):
        return False
    return bool(hedged.search(said)) or not willed.search(around)
