"""How each model did on real episodes: a line for each show under the model's name. Pure."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby

from digest.wording import counted
from store.records.readings import ReportCard

_REASONS = 3  # by judgement, not measured: what a person can still do something about


def report_card_lines(cards: Sequence[ReportCard]) -> Iterator[str]:
    """`cards` in the order of their models. A judge has calls and money only."""
    for model, of_model in groupby(cards, key=lambda card: card.model):
        yield model
        for card in of_model:
            yield f"  {card.show}: {_read(card)}${card.usd:.3f} for {counted(card.calls, 'call')}"


def _read(card: ReportCard) -> str:
    if not card.episodes:
        return ""
    share = f" ({card.proved / card.proposed:.0%})" if card.proposed else ""
    nothing = f" ({card.without} with nothing kept)" if card.without else ""
    twice = f"{counted(card.repeated, 'part')} asked twice; " if card.repeated else ""
    return (
        f"{counted(card.episodes, 'episode')}{nothing}; {card.proposed} proposed, {card.proved} proved{share}, "
        f"{card.kept} kept; {_refused(card.refused)}{twice}{_took(card.seconds)}, "
    )


def _took(seconds: float) -> str:
    return f"{seconds / 60:.0f} min" if seconds >= 90 else f"{seconds:.0f} s"


def _refused(refused: Mapping[str, int]) -> str:
    if not refused:
        return ""
    most = Counter(refused).most_common()
    told = [f"{count} {reason}" for reason, count in most[:_REASONS]]
    rest = sum(count for _, count in most[_REASONS:])
    return f"refused: {', '.join([*told, *([f'{rest} other'] if rest else [])])}; "
