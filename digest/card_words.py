"""What a card says of an insight, each thing once: the same on page, in mail and in the terminal. Pure.

A claim is its headline and body with the words that prove it. A quote is the words themselves under the line that
places them; the claim among them, where there is one, is the headline over that line.
"""

from dataclasses import dataclass

from digest.wording import plain
from language.deletion.editing import edited
from language.editing.kept_words import Spans, kept, pieces, says
from language.folding import folded_words
from store.records.insights import CitedInsight, Insight

_LEFT_OVER = " ,;:–—-"  # marks at which words were cut


@dataclass(frozen=True, slots=True, kw_only=True)
class CardWords:
    """Every text on one line. `quote` stands between quotation marks, nothing else does but the question's own words.

    `placing` is None where it is the headline, `body` where the quote says it. `as_said` is the whole quote in pieces,
    each with whether it is among the words shown, and empty where all are. `speaker` and `episode` are what is still to
    be said of where the words come from: None where a line above says it.
    """

    headline: str
    placing: str | None
    question: str | None
    body: str | None
    quote: str
    as_said: tuple[tuple[str, bool], ...]
    speaker: str | None
    episode: str | None


def card_words(cited: CitedInsight) -> CardWords:
    insight = cited.insight
    headline, placing, quote = plain(insight.headline), plain(insight.placing), plain(insight.quote)
    body = plain(insight.body)
    as_said: tuple[tuple[str, bool], ...] = ()
    if insight.kind == "quote":
        spans = _spans(insight)
        as_said = tuple((plain(piece), shown) for piece, shown in pieces(insight.quote, spans)) if spans else ()
        quote = plain(edited(insight.quote, spans)) if spans else quote.rstrip(_LEFT_OVER)
    return CardWords(
        headline=headline,
        placing=placing if placing and placing != headline else None,
        question=_question(insight),
        body=None if insight.kind == "quote" or folded_words(body) == folded_words(quote) else body,
        quote=quote,
        as_said=as_said,
        speaker=None if placing or not insight.speaker or not insight.speaker.strip() else plain(insight.speaker),
        episode=None if placing.endswith(f" {plain(cited.episode)}") else plain(cited.episode),
    )


def _spans(insight: Insight) -> Spans:
    """Which characters of the quote are read; of older archives the body alone tells, where it is of the quote's
    words.
    """
    if insight.shown or insight.placing or not says(insight.quote, insight.body):
        return insight.shown
    return kept(insight.quote, insight.body)


def _question(insight: Insight) -> str | None:
    asked = insight.question
    return f"“{plain(asked.words)}” asked by {plain(asked.asked_by)}" if asked else None
