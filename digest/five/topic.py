"""What an insight is about, as a sentence can name it: a thread's label, a new name, a number that tells something."""

import re
from collections.abc import Sequence

from index.library.documents import insight_text
from index.memory.archive import Archive
from index.proof.support import amounts, ground, unsupported_terms
from language import numbers
from language.everyday_words import is_ordinary
from language.words import content_words, stem, terms
from store.records.insights import CitedInsight

# Words of a label that may stand in a sentence: one alone hardly names a topic, and a headline has more than five. By
# judgement, not measured.
_WORDS = range(2, 6)
# By judgement, not measured: "two", "three" count things in passing, and these years date a claim.
_FROM, _YEARS = 10, range(1900, 2100)
_SHORTEST = 4  # letters that a beginning keeps; by judgement, not measured: fewer begin too many words


def telling_numbers(text: str) -> list[numbers.Number]:
    """The numbers that say how much: percentages, parts, and what is too large to count in passing; no years."""
    return [each for each in numbers.stated(text) if each.percent or each.value % 1 or _is_large(each.value)]


def _is_large(value: float) -> bool:
    return value >= _FROM and int(value) not in _YEARS


def fits(label: str, cited: CitedInsight) -> bool:
    """Whether a thread's label can name in a sentence what the insight is about."""
    if len(label.split()) not in _WORDS:
        return False
    return bool(set(terms(label)) & set(terms(insight_text(cited.insight))))


def in_a_sentence(label: str, members: Sequence[CitedInsight]) -> str:
    """The label with a small first letter where the members write its first word so."""
    first, space, rest = label.partition(" ")
    small = first[:1].lower() + first[1:]
    written = re.compile(rf"\b{re.escape(small)}")
    return f"{small}{space}{rest}" if any(written.search(insight_text(each.insight)) for each in members) else label


def names(cited: CitedInsight) -> dict[str, str]:
    """The names in it, but for its speaker's and its show's → the word by which each is known, the last that is no
    everyday one: "Altman" of "Sam Altman". Names of one word are those of the headline."""
    text = insight_text(cited.insight).replace("\n", ". ")  # so that the body's first word opens a sentence
    own = (cited.insight.speaker or "", cited.show)
    single = unsupported_terms(text, ground(own), amounts([text]))
    if not single:
        return {}
    either = "|".join(map(re.escape, single))
    found = re.findall(rf"\b(?:{either})(?: (?:{either}))*\b", text)
    # One word in the body alone is hardly news: "Diane", who knows the rules.
    told = [name for name in found if " " in name or name in cited.insight.headline]
    telling = {name: [word for word in name.split() if not is_ordinary(word, ())] for name in told}
    return {name: own_words[-1] for name, own_words in telling.items() if own_words and len(own_words[-1]) >= _SHORTEST}


def written_forms(name: str) -> set[str]:
    """A name and how a transcript may part or join it: "OpenAI" and "Open AI", "GPT-5", "GPT 5" and "GPT5"."""
    parted = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name)
    return {name, parted, parted.replace("-", " "), name.replace("-", "")}


def rare_beginnings(headline: str, archive: Archive) -> list[str]:
    """How its two rarest content words begin, so that other forms of them begin so too."""
    rarest = sorted(dict.fromkeys(content_words(headline)), key=lambda word: (-archive.rarity(stem(word)), word))
    return [beginning for word in rarest if len(beginning := stem(word)[: max(_SHORTEST, len(stem(word)) - 1)]) > 2][:2]
