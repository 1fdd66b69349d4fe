"""Words of a text as threads, answers and sentence picking compare them: lower case, no stop words, lightly stemmed.

Full-text search has its own stemmer (index/library/words.py); this one needs no library and may run in any process.
Pure.
"""

import re
from functools import lru_cache

WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")

STOP_WORDS = frozenset(
    "a about above after again against all also am an and any are aren't as at be because been before being below "
    "between both but by can can't cannot could couldn't did didn't do does doesn't doing don't down during each even "
    "few for from further get gets getting go goes going gonna got had hadn't has hasn't have haven't having he her "
    "here hers herself him himself his how i i'd i'll i'm i've if in into is isn't it it's its itself just know let's "
    "like lot lots made make makes many me mean more most much my myself no nor not now of off oh okay on once one "
    "only or other our ours ourselves out over own people really right said same say says she should shouldn't so some "
    "such than that that's the their theirs them themselves then there there's these they they're they've thing things "
    "think this those through to too um uh under until up us very was wasn't way we we're we've well were weren't what "
    "what's when where which while who whom why will with won't would wouldn't yeah yes you you'd you'll you're you've "
    "your yours yourself yourselves".split()
)

# Words of the asking, not of the thing asked for: dropping them from the word query gains .035 nDCG on QMSum.
QUESTION_WORDS = frozenset(
    "answer ask asked asking according believe describe discuss discussed discussing discussion does episode explain "
    "find give group happen happened mention mentioned meeting opinion opinions podcast podcasts question regarding "
    "show speaker speakers summarise summarize summary talk talked talking talks tell thought thoughts told view views "
    "whether whose".split()
)

_DEMONYMS = {
    "chinese": "china",
    "american": "america",
    "americans": "america",
    "usa": "america",
    "european": "europe",
    "europeans": "europe",
    "russian": "russia",
    "japanese": "japan",
    "german": "germany",
    "french": "france",
    "british": "britain",
    "indian": "india",
    "korean": "korea",
    "taiwanese": "taiwan",
    "ukrainian": "ukraine",
    "israeli": "israel",
    "canadian": "canada",
    "african": "africa",
    "mexican": "mexico",
    "italian": "italy",
    "spanish": "spain",
    "dutch": "netherlands",
    "iranian": "iran",
    "australian": "australia",
    "brazilian": "brazil",
}

# Stems of names that are names in every archive.
COUNTRIES = frozenset(_DEMONYMS.values())


def words(text: str) -> list[str]:
    """Lower-case words; "U.S." and "U.K." are made one word first, for "us" means something else."""
    plain = text.replace("’", "'").replace("U.S.", "USA").replace("U.K.", "Britain")
    return [word.lower() for word in WORD.findall(re.sub(r"\bUS\b", "USA", plain))]


def terms(text: str) -> list[str]:
    """Stems of the content words, in order."""
    return [stem(word) for word in words(text) if word not in STOP_WORDS and (len(word) > 1 or word.isdigit())]


@lru_cache(maxsize=100_000)
def stem(word: str) -> str:
    """Plurals, -ing, -ed and -ly off, country adjectives to the country; never under four letters."""
    word = word.removesuffix("'s")
    if word in _DEMONYMS:
        return _DEMONYMS[word]
    if len(word) <= 3 or not word.isalpha():
        return word
    if word.endswith("ies") and len(word) > 4:
        word = word[:-3] + "y"
    elif word.endswith(("sses", "shes", "ches", "xes", "zes")):
        word = word[:-2]
    elif word.endswith("s") and not word.endswith(("ss", "us", "is")):
        word = word[:-1]
    for ending in ("ing", "ed", "ly"):
        if word.endswith(ending) and len(word) - len(ending) >= 4:
            word = _undoubled(word.removesuffix(ending))
            break
    return word.removesuffix("e") if len(word) > 4 else word


def _undoubled(word: str) -> str:
    return word[:-1] if word[-1] == word[-2] and word[-1] not in "lsz" else word


_SPOKEN_WORD = re.compile(r"[a-z][a-z'’]+")


_FUNCTION = frozenset(
    """a about after again all also am an and any are as at back be because been before being but by can could did do
    does doing don't for from get go going got had has have he her here him his how i i'd i'll i'm i've if in into
    is it it's its just kind know like lot made make many me mean more most much my no not now of off on one only
    or other our out over own people really right said same say see she should so some something such than that
    that's the their them then there there's these they they're thing things think this those through time to too
    up us use very want was way we we're well were what when where which while who why will with would yeah yes
    you you're your""".split()
)


def spoken_content_words(text: str) -> list[str]:
    return [word for word in _SPOKEN_WORD.findall(text.lower()) if word not in _FUNCTION]
